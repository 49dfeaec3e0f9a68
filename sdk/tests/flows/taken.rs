//! "The number was used before": the platform is asked, for the client's own attempts may have used
//! it.

use alipay_sdk::flow::Precreate;
use alipay_sdk::model::AlipayTradePrecreateModel;

use super::*;

fn used() -> Step {
    ("transfer", no("BIZ_UNIQUE_EXCEPTION"))
}

fn transferred_at(at: &str) -> Then {
    yes(json!({
        "out_biz_no": "b1", "order_id": "O1", "status": "SUCCESS", "trans_amount": "1.00",
        "pay_date": at,
    }))
}

#[tokio::test]
async fn a_transfer_whose_number_was_used_asks_whose_it_is() {
    // The network has sent it twice.
    let bench = Bench::new([used(), ("query", transfer_is("SUCCESS"))]);
    assert_eq!(paid(bench.run(transfer()).await).1, "O1");
    let bench = Bench::new([
        used(),
        ("query", lost()),
        ("query", transfer_is("DEALING")),
        ("query", transfer_is("SUCCESS")),
    ]);
    assert_eq!(paid(bench.run(transfer()).await).1, "O1");
    let bench = Bench::new([
        ("transfer", lost()),
        ("query", no("ORDER_NOT_EXIST")),
        used(),
        ("query", transfer_is("SUCCESS")),
    ]);
    assert_eq!(paid(bench.run(transfer()).await).1, "O1");

    // It was made before this task, or is another amount.
    let bench = Bench::new([used(), ("query", transferred_at("2026-06-16 13:51:40"))]);
    assert!(is_other(bench.run(transfer()).await));
    let other = json!({"out_biz_no": "b1", "status": "SUCCESS", "trans_amount": "2.00"});
    let bench = Bench::new([used(), ("query", yes(other))]);
    assert!(is_other(bench.run(transfer()).await));
}

#[tokio::test]
async fn an_attempt_of_the_clients_own_may_have_used_the_number() {
    let busy = Then::Answer(signed(429, br#"{"code":"app-call-limited"}"#));
    let bench = Bench::new([("transfer", busy), used(), ("query", transfer_is("SUCCESS"))]);
    let bench = bench.retrying();
    assert_eq!(paid(bench.run(transfer()).await).1, "O1");
}

/// A proxy says that there are too many calls, though the platform has processed this one.
#[tokio::test]
async fn an_unsigned_429_that_was_processed_is_asked_for_and_not_called_somebody_elses() {
    let busy = || {
        let body = br#"{"code":"app-call-limited","message":"m"}"#.to_vec();
        Then::Answer(axum::http::Response::builder().status(429).body(body).unwrap())
    };
    let bench = Bench::new([("transfer", busy()), ("query", transfer_is("SUCCESS"))]);
    assert_eq!(paid(bench.retrying().run(transfer()).await).1, "O1");
    // The platform knows of it only after it was sent again.
    let bench = Bench::new([
        ("transfer", busy()),
        ("query", no("ORDER_NOT_EXIST")),
        used(),
        ("query", transfer_is("SUCCESS")),
    ]);
    assert_eq!(paid(bench.retrying().run(transfer()).await).1, "O1");
    let bench = Bench::new([
        ("precreate", busy()),
        ("precreate", no("ACQ.TRADE_HAS_SUCCESS")),
        ("query", trade("TRADE_SUCCESS")),
    ]);
    assert_eq!(paid(bench.retrying().run(code()).await).1, "T1");
}

#[tokio::test]
async fn a_number_that_was_used_for_nothing_that_is_known_is_of_unknown_outcome() {
    let again = [("query", no("ORDER_NOT_EXIST")), used()];
    let steps = std::iter::once(used()).chain((0..12).flat_map(|_| again.clone()));
    let _ = unknown(Bench::new(steps).run(transfer()).await);
}

fn code() -> Task<Precreate> {
    let order =
        AlipayTradePrecreateModel::new().out_trade_no("1").total_amount("8.80").subject("Tea");
    Precreate::new(order).unwrap()
}

#[tokio::test]
async fn a_code_whose_number_was_used_asks_whose_payment_it_is() {
    let used = || ("precreate", no("ACQ.TRADE_HAS_SUCCESS"));
    let bench = Bench::new([used(), ("query", lost()), ("query", trade("TRADE_SUCCESS"))]);
    assert_eq!(paid(bench.run(code()).await).1, "T1");

    let old = yes(json!({
        "out_trade_no": "1", "trade_no": "T1", "total_amount": "8.80",
        "trade_status": "TRADE_SUCCESS", "send_pay_date": "2025-12-31 23:59:59",
    }));
    assert!(is_other(Bench::new([used(), ("query", old)]).run(code()).await));
    // Whose it is nobody tells in time: it is not canceled.
    let questions = std::iter::repeat_n(("query", lost()), 13);
    let _ = unknown(Bench::new(std::iter::once(used()).chain(questions)).run(code()).await);
}

#[tokio::test]
async fn a_number_under_which_nobody_has_paid_was_used_by_another_order() {
    let used = || ("pay", no("ACQ.TRADE_HAS_SUCCESS"));
    let waits = || ("query", trade("WAIT_BUYER_PAY"));
    let bench = Bench::new([used(), waits(), waits(), ("query", trade("TRADE_SUCCESS"))]);
    assert_eq!(paid(bench.run(pay()).await).1, "T1");

    // It is waited for as long as for any other, and canceled.
    let close = || ("cancel", canceled("N", Some("close")));
    let steps = (0..14).map(|_| waits()).chain([close()]);
    let _ = closed(Bench::new([used()].into_iter().chain(steps)).run(pay()).await);
    let nothing = (0..14).map(|_| ("query", no("ACQ.TRADE_NOT_EXIST")));
    let steps = [used()].into_iter().chain(nothing).chain([close()]);
    let _ = closed(Bench::new(steps).run(pay()).await);
}
