//! Bills as the platform makes them.

use alipay_sdk::Amount;
use alipay_sdk::bill::{Bill, TradeKind};

use super::files::{rows_and_errors, sample, trades};

fn yuan(text: &str) -> Amount {
    Amount::parse_signed(text).unwrap()
}

#[test]
fn a_bill_of_trades_gives_payments_and_refunds_with_amounts_and_times() {
    let rows = trades(&Bill::read(sample("trade")).unwrap()).unwrap();
    let kinds: Vec<_> = rows.iter().map(|row| (&*row.out_trade_no, row.kind.clone())).collect();
    let (payment, refund) = (TradeKind::Payment, TradeKind::Refund);
    assert_eq!(
        kinds,
        [("order-0001", payment.clone()), ("order-0002", payment), ("order-0001", refund)]
    );
    let [first, second, back] = &rows[..] else { panic!("{rows:?}") };
    assert_eq!(first.trade_no, "2099010122001400000000000001");
    assert_eq!(first.created_at.unwrap().to_string(), "2099-01-01 09:00:00");
    assert_eq!(first.finished_at.unwrap().to_string(), "2099-01-01 09:00:06");
    assert_eq!(
        (&*first.store_id, &*first.store_name, &*first.terminal_id),
        ("S1", "演示一店", "T1")
    );
    assert_eq!((&*first.buyer, &*first.subject), ("*演示(138****0000)", "演示商品甲"));
    assert_eq!((first.total_amount, first.service_fee), (yuan("100"), Some(yuan("-0.60"))));
    assert_eq!((second.total_amount, second.receipt_amount), (yuan("20"), yuan("18")));
    assert_eq!((second.alipay_discount, &*second.voucher_name), (Some(yuan("2")), "新年满减券"));
    assert_eq!((&*second.store_id, &*second.remark), ("", "含券"));
    assert_eq!((back.amount(), &*back.out_request_no), (yuan("-30"), "refund-0001"));
    assert_eq!(back.finished_at.unwrap().to_string(), "2099-01-01 15:30:00");
    assert_eq!(first.other.iter().count(), 0);
}

#[test]
fn a_bill_of_balances_gives_signed_movements() {
    let bill = Bill::read(sample("signcustomer")).unwrap();
    let rows: Vec<_> = bill.balances().unwrap().map(Result::unwrap).collect();
    let amounts: Vec<_> = rows.iter().map(|row| row.amount().unwrap().to_string()).collect();
    assert_eq!(amounts, ["-30.00", "-0.60", "100.00"]);
    let [back, fee, paid] = &rows[..] else { panic!("{rows:?}") };
    assert_eq!((&*back.kind, &*fee.kind, &*paid.kind), ("交易退款", "收费", "在线支付"));
    assert_eq!((&*back.out_trade_no, &*back.base_order_no), ("refund-0001", "order-0001"));
    assert_eq!(back.balance, Some(yuan("1087.29")));
    assert_eq!((&*paid.order_no, &*paid.source), ("M{order-0001}", "商家平台"));
    assert_eq!(&*paid.description, "0010001|交易收款-交易收款");
    assert_eq!(fee.time.unwrap().to_string(), "2099-01-01 09:00:06");
}

#[test]
fn an_empty_bill_has_no_rows() {
    let bill = Bill::read(sample("trade_empty")).unwrap();
    assert_eq!(rows_and_errors(&bill), (0, vec![]));
    assert_eq!(bill.summary().unwrap().count(), 0);
}

#[test]
fn any_bill_can_be_read_as_text_and_so_can_its_summary() {
    let bill = Bill::read(sample("signcustomer")).unwrap();
    let rows: Vec<_> = bill.rows().unwrap().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[2].get("收入金额（+元）"), Some("100.00"));
    assert_eq!(rows[2].get("账务流水号"), Some("100000000000000001"));
    assert_eq!(rows[2].get("nothing"), None);
    let sums: Vec<_> = bill.summary().unwrap().map(Result::unwrap).collect();
    let last = sums.last().unwrap();
    assert_eq!((last.get("类型"), last.get("总金额")), (Some("合计"), Some("69.40")));
}

#[test]
fn a_bill_of_another_kind_says_how_it_is_read() {
    let error = Bill::read(sample("trade")).unwrap().balances().unwrap_err().to_string();
    assert!(error.contains("`Bill::trades`"), "{error}");
    let error = Bill::read(sample("signcustomer")).unwrap().trades().unwrap_err().to_string();
    assert!(error.contains("`Bill::balances`"), "{error}");
}

#[test]
fn a_zip_on_the_disk_is_the_same_bill_and_can_be_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bill.zip");
    let bill = Bill::read(sample("trade")).unwrap();
    bill.write_to(std::fs::File::create(&path).unwrap()).unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), sample("trade"));
    assert_eq!(trades(&Bill::open(&path).unwrap()).unwrap(), trades(&bill).unwrap());
}

#[test]
fn debug_shows_nobody() {
    let bill = Bill::read(sample("trade")).unwrap();
    let shown = format!("{bill:?} {:?}", trades(&bill).unwrap());
    for personal in ["演示", "138", "tes***", "含券"] {
        assert!(!shown.contains(personal), "{personal}: {shown}");
    }
    let balances = Bill::read(sample("signcustomer")).unwrap();
    let texts: Vec<_> = balances.rows().unwrap().map(Result::unwrap).collect();
    let typed: Vec<_> = balances.balances().unwrap().map(Result::unwrap).collect();
    let shown = format!("{texts:?} {typed:?}");
    assert!(!shown.contains("138") && !shown.contains("演示"), "{shown}");
}
