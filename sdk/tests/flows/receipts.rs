//! What receipts and failures tell, also when a store gives them again.

use alipay_sdk::flow::{Event, Failure, Receipt};
use alipay_sdk::{Amount, store::Started};

use super::forged::authentic;
use super::*;

/// The fields with which both a payment and its query name the buyer and the amounts.
fn told(mut body: Value) -> Then {
    let more = json!({
        "out_trade_no": "1", "trade_no": "T1", "total_amount": "8.80", "receipt_amount": "8.5",
        "buyer_user_id": "2088101117955611", "buyer_open_id": "o-1", "buyer_logon_id": "159****5620",
    });
    body.as_object_mut().unwrap().append(&mut more.as_object().unwrap().clone());
    yes(body)
}

fn receipt<K: Kind>(outcome: Result<Outcome<K>, FlowError>) -> Receipt {
    match outcome.unwrap() {
        Outcome::Succeeded(receipt) => receipt,
        other => panic!("{other:?}"),
    }
}

fn failure<K: Kind>(outcome: Result<Outcome<K>, FlowError>) -> Failure {
    match outcome.unwrap() {
        Outcome::Failed(failure) => failure,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_receipt_has_the_amounts_and_the_buyer_however_it_was_learned() {
    let done = || told(json!({"gmt_payment": "2026-06-16 14:06:41"}));
    let seen = json!({"trade_status": "TRADE_SUCCESS", "send_pay_date": "2026-06-16 14:06:41"});
    for steps in [vec![("pay", done())], vec![("pay", lost()), ("query", told(seen))]] {
        let receipt = receipt(Bench::new(steps).run(pay()).await);
        let amounts = (receipt.amount, receipt.receipt_amount);
        assert_eq!(amounts, (Amount::from_fen(880), Some(Amount::from_fen(850))));
        assert_eq!(receipt.buyer.user_id.as_deref(), Some("2088101117955611"));
        assert_eq!(receipt.buyer.open_id.as_deref(), Some("o-1"));
        assert_eq!(receipt.buyer.logon_id.as_deref(), Some("159****5620"));
        assert_eq!(receipt.at.as_deref(), Some("2026-06-16 14:06:41"));
        let shown = format!("{receipt:?}");
        assert!(!["2088", "o-1", "159"].iter().any(|id| shown.contains(id)), "{shown}");
    }

    let bench = Bench::new([("refund", told(json!({"fund_change": "Y"}))), asked()]);
    let receipt = receipt(bench.run(refund()).await);
    assert_eq!(receipt.buyer.user_id.as_deref(), Some("2088101117955611"));
    assert_eq!((receipt.amount, receipt.receipt_amount), (Amount::from_fen(880), None));
}

#[tokio::test]
async fn a_store_gives_the_same_receipt_and_the_same_failure_again() {
    let paid = told(json!({"gmt_payment": "2026-06-16 14:06:41"}));
    let store = shared();
    let mut bench = Bench::new([("pay", paid)]);
    bench.flows = bench.flows.store(store.clone());
    let first = receipt(bench.run(pay()).await);
    let mut bench = Bench::new([]);
    bench.flows = bench.flows.store(store.clone());
    assert_eq!(receipt(bench.run(pay()).await), first);

    let mut bench =
        Bench::new([("refund", no("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL")), ("query", yes(json!({})))]);
    bench.flows = bench.flows.store(store.clone());
    let first = failure(bench.run(refund()).await);
    assert_eq!(first.reason, FailureReason::Rejected);
    assert_eq!(first.to_string(), "rejected: ACQ.REFUND_AMT_NOT_EQUAL_TOTAL: m");
    let mut bench = Bench::new([]);
    bench.flows = bench.flows.store(store);
    assert_eq!(failure(bench.run(refund()).await), first);
}

#[tokio::test]
async fn a_failure_tells_how_it_came() {
    let canceled =
        |action| vec![("query", trade("WAIT_BUYER_PAY")), ("cancel", canceled("N", Some(action)))];
    for (steps, reason) in [
        (canceled("close"), FailureReason::TimeOver(Event::WaitingForBuyer)),
        (canceled("refund"), FailureReason::GivenBack),
        (vec![("query", trade("TRADE_CLOSED"))], FailureReason::Closed),
    ] {
        assert_eq!(failure(Bench::new(steps).run(late()).await).reason, reason);
    }
    for (word, reason) in [
        ("FAIL", FailureReason::NotCarriedOut),
        ("CLOSED", FailureReason::NotCarriedOut),
        ("REFUND", FailureReason::GivenBack),
    ] {
        let bench = Bench::new([("transfer", transfer_is(word))]);
        assert_eq!(failure(bench.run(transfer()).await).reason, reason);
    }
    let failed = yes(json!({
        "out_request_no": "r1", "out_trade_no": "1", "refund_status": "REFUND_FAIL",
        "error_code": "E",
    }));
    let bench = Bench::new([("refund", lost()), ("query", failed)]);
    let failed = failure(bench.run(refund()).await);
    assert_eq!((failed.reason, failed.code.as_deref()), (FailureReason::NotCarriedOut, Some("E")));
}

/// What a store holds of a refund that has ended.
async fn ended() -> String {
    let store = shared();
    let mut bench = Bench::new([("refund", refunded()), asked()]);
    bench.flows = bench.flows.store(store.clone());
    paid(bench.run(refund()).await);
    let key = format!("refund/{}/1/r1", platform::APP_ID);
    match authentic(&store).start(&key, "", Duration::ZERO).await.unwrap() {
        Started::Finished { outcome } => outcome,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_end_of_another_kind_or_version_is_refused_with_a_text() {
    let written: Value = serde_json::from_str(&ended().await).unwrap();
    let refused = |name: &'static str, value: Value| {
        let mut changed = written.clone();
        changed[name] = value;
        async move {
            let store = shared();
            let key = format!("refund/{}/1/r1", platform::APP_ID);
            let entry = authentic(&store);
            let started = entry.start(&key, "{}", Duration::ZERO).await.unwrap();
            let Started::New(claim) = started else { panic!("{started:?}") };
            entry.finish(&claim, &changed.to_string()).await.unwrap();
            let mut bench = Bench::new([]);
            bench.flows = bench.flows.store(store);
            let Err(FlowError::State { source, .. }) = bench.run(refund()).await else { panic!() };
            source.to_string()
        }
    };
    assert!(refused("kind", "pay".into()).await.contains("`pay`"));
    assert!(refused("version", 1.into()).await.contains("version 1"));
    assert!(refused("version", 3.into()).await.contains("version 3"));
    refused("progress", json!({})).await;
    // Nor is an end taken for a task that goes on.
    assert!(serde_json::from_value::<Task<Refund>>(written).is_err());
}
