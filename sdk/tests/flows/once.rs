//! Refunds, transfers and closures, which are done once per number.

use super::*;

#[tokio::test]
async fn a_refund_without_a_response_is_asked_for_before_it_is_sent_again_with_its_number() {
    let done = || refund_is("REFUND_SUCCESS");
    let bench = Bench::new([("refund", lost()), ("query", lost()), ("query", done())]);
    assert_eq!(paid(bench.run(refund()).await).0, "r1");

    let bench = Bench::new([
        ("refund", no("ACQ.SYSTEM_ERROR")),
        ("query", yes(json!({}))),
        ("refund", yes(json!({"out_trade_no": "1", "fund_change": "N"}))),
        ("query", refund_is("REFUND_PROCESSING")),
        ("query", done()),
    ]);
    assert_eq!(paid(bench.run(refund()).await).0, "r1");
    assert_eq!(bench.bodies("/refund", "out_request_no"), ["r1", "r1"]);

    let bench = Bench::new([("query", done())]);
    assert_eq!(paid(bench.run(stored(&refund())).await).0, "r1");
}

#[tokio::test]
async fn a_refund_without_a_number_gets_one_and_keeps_it() {
    let order = AlipayTradeRefundModel::new().out_trade_no("1").refund_amount("1");
    let flow = Refund::new(order).unwrap();
    let number = flow.order().out_request_no.clone().unwrap();
    assert_eq!(stored(&flow).order().out_request_no.as_ref(), Some(&number));
    let made = json!({
        "out_trade_no": "1", "out_request_no": number, "refund_amount": "1",
        "refund_status": "REFUND_SUCCESS",
    });
    let bench = Bench::new([("refund", refunded()), ("query", yes(made))]);
    assert_eq!(paid(bench.run(flow).await).0, number);
}

#[tokio::test]
async fn a_refund_counts_once_the_question_for_its_number_says_so() {
    // The response of another refund of the trade, which somebody on the way has mixed up.
    let nothing = || ("query", yes(json!({})));
    let bench =
        Bench::new([("refund", refunded()), nothing(), nothing(), ("refund", refunded()), asked()]);
    assert_eq!(paid(bench.run(refund()).await).0, "r1");
    assert_eq!(bench.waited(), Duration::from_secs(5));
    let bench = Bench::new([("refund", refunded()), ("query", lost()), asked()]);
    assert_eq!(paid(bench.run(refund()).await).0, "r1");
    let failed = || ("query", refund_is("REFUND_FAIL"));
    let bench = Bench::new([("refund", refunded()), failed()]);
    let _ = closed(bench.run(refund()).await);
}

#[tokio::test]
async fn a_rejection_is_asked_for_before_it_counts() {
    let refused = || ("refund", no("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL"));
    let nothing = || ("query", yes(json!({})));
    let bench = Bench::new([refused(), nothing()]);
    assert_eq!(closed(bench.run(refund()).await), "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL");
    assert_eq!(bench.waited(), Duration::ZERO);

    // The rejection of another order, which somebody on the way has mixed up.
    let bench = Bench::new([refused(), ("query", lost()), ("query", refund_is("REFUND_SUCCESS"))]);
    assert_eq!(paid(bench.run(refund()).await).0, "r1");
    let mixed_up = ("transfer", no("PAYEE_NOT_EXIST"));
    let bench = Bench::new([mixed_up, ("query", transfer_is("SUCCESS"))]);
    assert_eq!(paid(bench.run(transfer()).await).1, "O1");

    let bench = Bench::new([("refund", lost()), nothing(), refused(), nothing()]);
    assert_eq!(closed(bench.run(refund()).await), "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL");

    let done = ("query", refund_is("REFUND_SUCCESS"));
    let bench = Bench::new([("refund", lost()), nothing(), refused(), done]);
    assert_eq!(paid(bench.run(refund()).await).0, "r1");
}

#[tokio::test]
async fn a_refund_that_nobody_answers_for_ends_unknown() {
    let questions = std::iter::repeat_n(("query", lost()), 12);
    let bench = Bench::new([("refund", lost())].into_iter().chain(questions));
    let _ = unknown(bench.run(refund()).await);
    assert_eq!(bench.waited(), Duration::from_secs(60));
}

#[tokio::test]
async fn a_task_of_unknown_outcome_asks_first_when_the_same_process_runs_it_again() {
    let questions = std::iter::repeat_n(("query", lost()), 12);
    let bench = Bench::new([("refund", lost())].into_iter().chain(questions));
    let task = unknown(bench.run(refund()).await);
    let bench = Bench::new([("query", refund_is("REFUND_SUCCESS"))]);
    assert_eq!(paid(bench.run(task).await).0, "r1");
}

#[tokio::test]
async fn a_transfer_without_a_response_is_asked_for_before_it_is_sent_again_with_its_number() {
    let status = transfer_is;
    let bench = Bench::new([("transfer", status("SUCCESS"))]);
    assert_eq!(paid(bench.run(transfer()).await), ("b1".into(), "O1".into(), "1.00".into()));

    let bench = Bench::new([
        ("transfer", lost()),
        ("query", no("ORDER_NOT_EXIST")),
        ("transfer", not_sent()),
        ("query", no("ORDER_NOT_EXIST")),
        ("transfer", status("DEALING")),
        ("query", status("DEALING")),
        ("query", no("SYSTEM_ERROR")),
        ("query", status("SUCCESS")),
    ]);
    assert_eq!(paid(bench.run(transfer()).await).1, "O1");
    assert_eq!(bench.bodies("/transfer", "out_biz_no"), ["b1"; 3]);

    let bench = Bench::new([("query", status("FAIL"))]);
    assert_eq!(closed(bench.run(stored(&transfer())).await), "");
}

#[tokio::test]
async fn a_trade_that_was_paid_before_it_is_closed_is_paid() {
    let bench =
        Bench::new([("close", no("ACQ.TRADE_STATUS_ERROR")), ("query", trade("TRADE_SUCCESS"))]);
    assert_eq!(paid_before(bench.run(close()).await), "T1");

    let bench = Bench::new([
        ("close", lost()),
        ("query", trade("WAIT_BUYER_PAY")),
        ("close", no("ACQ.REASON_TRADE_STATUS_INVALID")),
        ("query", trade("TRADE_CLOSED")),
    ]);
    assert_eq!(paid(bench.run(close()).await).0, "1");
}

#[tokio::test]
async fn an_order_that_nobody_has_opened_is_not_closed() {
    let missing = || no("ACQ.TRADE_NOT_EXIST");
    for steps in [
        vec![("close", missing())],
        vec![("close", lost()), ("query", missing()), ("close", missing())],
    ] {
        let bench = Bench::new(steps);
        match bench.run(close()).await.unwrap() {
            Outcome::Unknown(unknown) => {
                assert!(unknown.to_string().contains("may still be opened and paid"), "{unknown}");
            }
            other => panic!("{other:?}"),
        }
    }
    // Its time has expired, as the caller says.
    let bench = Bench::new([("query", missing()), ("query", missing())]);
    assert_eq!(closed(bench.abandon(&close()).await), "");
}
