//! Flows against the gateway, in every mode: the buyer is the test.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::sync::Arc;
use std::time::Duration;

use alipay_end_to_end::{Mode, client};
use alipay_gateway::{Fault, FaultRule, Gateway, test_values};
use alipay_sdk::Amount;
use alipay_sdk::flow::{
    Close, FailureReason, FlowError, Flows, Outcome, Pay, Precreate, Refund, Task, Timing, Transfer,
};
use alipay_sdk::model::{
    AlipayFundTransUniTransferModel, AlipayTradeCloseModel, AlipayTradeCreateModel,
    AlipayTradePayModel, AlipayTradePrecreateModel, AlipayTradeRefundModel, Participant,
};
use alipay_sdk::store::MemoryStore;

const QUICK: Timing = Timing::new().poll(Duration::from_millis(2));

fn order(number: &str, code: &str) -> Task<Pay> {
    let order = AlipayTradePayModel::new().out_trade_no(number).total_amount("8.80");
    Pay::new(order.subject("tea").scene("bar_code").auth_code(code)).unwrap()
}

#[tokio::test]
async fn a_payment_that_has_to_be_confirmed_is_paid_refunded_and_counted_once_in_every_mode() {
    for mode in Mode::ALL {
        let gateway = Gateway::start().await.unwrap();
        let flows = Flows::new(&client(&gateway, mode).unwrap()).timing(QUICK).unwrap();
        let flow = order("1", test_values::AUTH_CODE_WAITS_FOR_QUERIES);
        let Outcome::Succeeded(receipt) = flows.run(flow).await.unwrap() else {
            panic!("{mode:?}")
        };
        assert_eq!((&*receipt.number, receipt.amount.fen()), ("1", 880));

        for _ in 0..2 {
            let back = AlipayTradeRefundModel::new().out_trade_no("1").out_request_no("r");
            let flow = Refund::new(back.refund_amount("3.00")).unwrap();
            assert!(matches!(flows.run(flow).await.unwrap(), Outcome::Succeeded(_)));
        }
        let totals = gateway.ledger().totals;
        assert_eq!((totals.paid, totals.refunded), (880, 300));
    }
}

#[tokio::test]
async fn a_code_that_is_scanned_and_paid_is_paid() {
    let gateway = Arc::new(Gateway::start().await.unwrap());
    let flows = Flows::new(&client(&gateway, Mode::Certificates).unwrap()).timing(QUICK).unwrap();
    let order = AlipayTradePrecreateModel::new().out_trade_no("1").total_amount("8.80");
    let buyer = gateway.clone();
    let flow = Precreate::new(order.subject("tea")).unwrap().show(move |code| {
        assert!(code.starts_with(&format!("{}/qr/", buyer.base_url())), "{code}");
        assert!(buyer.buyer_scans("1") && buyer.buyer_pays("1"));
    });
    assert!(matches!(flows.run(flow).await.unwrap(), Outcome::Succeeded(_)));
}

#[tokio::test]
async fn a_buyer_who_never_confirms_cannot_pay_after_the_cancellation() {
    let gateway = Gateway::start().await.unwrap();
    let timing = QUICK.buyer(Duration::from_millis(20));
    let flows = Flows::new(&client(&gateway, Mode::Key).unwrap()).timing(timing).unwrap();
    // The first response to the cancellation is lost.
    let operation = Some("alipay.trade.cancel".to_owned());
    gateway.fault(FaultRule { operation, fault: Fault::ResetAfter, times: Some(1) });
    let outcome = flows.run(order("1", test_values::AUTH_CODE_WAITS)).await.unwrap();
    assert!(matches!(outcome, Outcome::Failed(_)), "{outcome:?}");
    assert!(!gateway.buyer_pays("1"));
}

#[tokio::test]
async fn a_trade_is_closed_unless_its_buyer_was_faster() {
    let gateway = Gateway::start().await.unwrap();
    let client = client(&gateway, Mode::Key).unwrap();
    let flows = Flows::new(&client).timing(QUICK).unwrap();
    for (number, is_paid) in [("1", false), ("2", true)] {
        let order = AlipayTradeCreateModel::new().out_trade_no(number).total_amount("8.80");
        let order = order.subject("tea").buyer_id("2088000000000000");
        client.alipay_trade().create(&order).await.unwrap();
        assert_eq!(is_paid && gateway.buyer_pays(number), is_paid);
        let flow = Close::new(AlipayTradeCloseModel::new().out_trade_no(number)).unwrap();
        let outcome = flows.run(flow).await.unwrap();
        match outcome {
            Outcome::Succeeded(_) => assert!(!is_paid),
            Outcome::Failed(failure) => {
                assert!(is_paid && matches!(failure.reason, FailureReason::Paid(_)), "{failure}");
            }
            other => panic!("{other:?}"),
        }
    }
}

fn wage(payee: usize) -> Result<Task<Transfer>, FlowError> {
    let order = AlipayFundTransUniTransferModel::new().out_biz_no(format!("wage_{payee:04}"));
    let account = Participant::new().identity(format!("payee{payee}@example.com"));
    let account = account.identity_type("ALIPAY_LOGON_ID").name("Payee");
    Transfer::new(order.trans_amount("1.00").order_title("wages").payee_info(account))
}

#[tokio::test]
async fn a_list_of_1000_whose_account_is_filled_in_the_middle_is_what_the_ledger_has() {
    let gateway = Gateway::start().await.unwrap();
    let store = MemoryStore::new();
    let client = client(&gateway, Mode::Certificates).unwrap();
    let flows = Flows::new(&client).timing(QUICK).unwrap().store(store);
    gateway.set_balance(40_050);
    let report = flows.run_all((0..1_000).map(wage)).stop_when_mendable().await;
    assert_eq!((report.succeeded.count, report.open.count), (400, 0), "{report}");
    assert!(report.stopped_by.is_some() && report.mendable.count <= 8, "{report}");
    assert_eq!(report.succeeded.amount.fen(), gateway.ledger().totals.transferred);

    gateway.set_balance(100_000);
    let report = flows.run_all((0..1_000).map(wage)).stop_when_mendable().await;
    assert!(report.is_settled(), "{report}");
    assert_eq!(
        (report.succeeded.count, report.succeeded.amount),
        (1_000, Amount::from_fen(100_000))
    );
    let ledger = gateway.ledger();
    assert_eq!((ledger.totals.transferred, ledger.totals.payouts), (100_000, 40_000));
    let mut numbers: Vec<_> = ledger.entries.iter().map(|entry| &entry.out_number).collect();
    numbers.retain(|number| !number.is_empty());
    numbers.sort();
    assert_eq!(numbers.len(), 1_000);
    numbers.dedup();
    assert_eq!(numbers.len(), 1_000);
}
