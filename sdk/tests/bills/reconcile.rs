//! The rows of a bill beside one's own orders.

use alipay_sdk::Amount;
use alipay_sdk::bill::{Bill, OwnOrder, Pair, reconcile};

use super::files::{bill, sample, text};

fn yuan(yuan: i64) -> Amount {
    Amount::from_fen(yuan * 100)
}

/// Each pair in one word, with the numbers.
fn words(bill: &Bill, orders: Vec<OwnOrder>) -> Vec<String> {
    let pairs = reconcile(bill.trades().unwrap(), orders).map(|pair| match pair {
        Ok(Pair::Equal(row, own)) => {
            assert_eq!(row.out_trade_no, own.out_trade_no);
            format!("equal {}{}", row.out_trade_no, row.out_request_no)
        }
        Ok(Pair::DifferentAmount(row, own)) => {
            format!("different {} {} {}", row.out_trade_no, row.total_amount, own.amount)
        }
        Ok(Pair::MissingHere(row)) => {
            format!("missing here {}{}", row.out_trade_no, row.out_request_no)
        }
        Ok(Pair::MissingThere(own)) => format!("missing there {}", own.out_trade_no),
        Err(error) => error.to_string(),
    });
    pairs.collect()
}

#[test]
fn equal_different_and_missing_orders_are_told_apart() {
    let bill = Bill::read(sample("trade")).unwrap();
    let all = vec![
        OwnOrder::payment("order-0001", yuan(100)),
        OwnOrder::payment("order-0002", yuan(20)),
        OwnOrder::refund("order-0001", "refund-0001", yuan(30)),
    ];
    let equal = ["equal order-0001", "equal order-0002", "equal order-0001refund-0001"];
    assert_eq!(words(&bill, all.clone()), equal);

    let some =
        vec![OwnOrder::payment("order-0001", yuan(99)), OwnOrder::payment("order-0003", yuan(5))];
    assert_eq!(
        words(&bill, some),
        [
            "different order-0001 100.00 99.00",
            "missing here order-0002",
            "missing here order-0001refund-0001",
            "missing there order-0003",
        ]
    );
    let mut doubled = all;
    doubled.push(OwnOrder::payment("order-0002", yuan(20)));
    assert_eq!(words(&bill, doubled)[3..], ["missing there order-0002"]);
}

#[test]
fn a_refund_is_not_taken_for_its_payment() {
    let bill = Bill::read(sample("trade")).unwrap();
    let wrong = vec![OwnOrder::refund("order-0002", "refund-0001", yuan(20))];
    let found = words(&bill, wrong);
    assert_eq!(found.len(), 4);
    assert_eq!(found[3], "missing there order-0002");
}

#[test]
fn nothing_is_called_missing_there_when_the_bill_was_not_read_to_its_end() {
    let orders = vec![OwnOrder::payment("order-0009", yuan(1))];
    let broken = text("trade", false).replace("#交易合计：2笔", "#交易合计：3笔");
    let found = words(&bill(&[&broken]), orders);
    assert_eq!(found.len(), 4);
    assert!(found[3].contains("交易笔数"), "{found:?}");
}

#[test]
fn a_row_that_cannot_be_read_is_passed_on_and_the_others_are_compared() {
    let broken = text("trade", false).replace(",20.00,18.00,", ",x,18.00,");
    let found = words(&bill(&[&broken]), vec![OwnOrder::payment("order-0001", yuan(100))]);
    assert_eq!(found[0], "equal order-0001");
    assert!(found[1].starts_with("line 7: 订单金额"), "{found:?}");
    assert_eq!(found[2], "missing here order-0001refund-0001");
}
