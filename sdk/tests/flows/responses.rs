//! Which responses count, and which of them are about another order.

use alipay_sdk::model::AlipayTradeCloseModel;

use super::*;

/// What anybody on the way can say.
fn empty() -> Then {
    Then::Answer(axum::http::Response::builder().status(204).body(Vec::new()).unwrap())
}

/// A rejection that nobody signed.
fn unsigned_no(code: &str) -> Then {
    let body = json!({"code": code, "message": "m"}).to_string();
    let response = axum::http::Response::builder().status(400);
    Then::Answer(
        response.header("content-type", "application/json").body(body.into_bytes()).unwrap(),
    )
}

#[tokio::test]
async fn a_cancellation_is_final_when_a_signed_response_says_so_and_not_before() {
    for unclear in [empty(), yes(json!({})), canceled("?", None), unsigned_no("ACQ.SELLER_X")] {
        assert_eq!(canceled_again(unclear, canceled("N", Some("close"))).await, "");
    }
}

#[tokio::test]
async fn a_closure_counts_when_a_signed_response_names_the_trade() {
    for unclear in [empty(), yes(json!({})), yes(json!({"trade_no": "T1"}))] {
        let bench = Bench::new([("close", unclear), ("query", trade("TRADE_CLOSED"))]);
        assert_eq!(paid(bench.run(close()).await).0, "1");
    }
    let bench = Bench::new([("close", yes(json!({"out_trade_no": "1"})))]);
    assert_eq!(paid(bench.run(close()).await).0, "1");

    let by_trade_no = || Close::new(AlipayTradeCloseModel::new().trade_no("T1")).unwrap();
    let bench = Bench::new([("close", yes(json!({"trade_no": "T1", "out_trade_no": "9"})))]);
    assert_eq!(paid(bench.run(by_trade_no()).await).1, "T1");
}

/// A proxy that answers for the platform, and a status that it has changed: the payment may have
/// been made.
#[tokio::test]
async fn what_a_proxy_says_leaves_a_payment_open() {
    let proxy = |status: u16, body: &str| {
        Then::Answer(axum::http::Response::builder().status(status).body(body.into()).unwrap())
    };
    for unclear in [
        proxy(403, ""),
        proxy(403, "<html>"),
        proxy(429, r#"{"error":"slow down"}"#),
        proxy(400, r#"{"code":"timeout","message":"m"}"#),
        Then::Answer(signed(403, b"{}")),
        Then::Answer(signed(429, br#"{"trade_no":"T1"}"#)),
    ] {
        let bench = Bench::new([("pay", unclear), ("query", trade("TRADE_SUCCESS"))]);
        assert_eq!(paid(bench.run(pay()).await).1, "T1");
    }
}

#[tokio::test]
async fn what_nobody_signed_is_no_response() {
    let done = || refund_is("REFUND_SUCCESS");
    for unclear in [empty(), unsigned_no("ACQ.TRADE_NOT_EXIST")] {
        let bench = Bench::new([("query", unclear), ("query", done())]);
        assert_eq!(paid(bench.run(stored(&refund())).await).0, "r1");
    }
    let bench = Bench::new([("refund", empty()), ("query", done())]);
    assert_eq!(paid(bench.run(refund()).await).0, "r1");

    let status = transfer_is;
    for unclear in [empty(), unsigned_no("ORDER_NOT_EXIST")] {
        let bench = Bench::new([("query", unclear), ("query", status("SUCCESS"))]);
        assert_eq!(paid(bench.run(stored(&transfer())).await).1, "O1");
    }
    let bench = Bench::new([("transfer", empty()), ("query", status("SUCCESS"))]);
    assert_eq!(paid(bench.run(transfer()).await).1, "O1");

    let bench =
        Bench::new([("pay", empty()), ("query", empty()), ("query", trade("TRADE_SUCCESS"))]);
    assert_eq!(paid(bench.run(pay()).await).1, "T1");
}

#[tokio::test]
async fn a_number_that_was_used_with_other_contents_is_no_rejection() {
    let bench = Bench::new([("refund", no("ACQ.DISCORDANT_REPEAT_REQUEST"))]);
    assert!(is_other(bench.run(refund()).await));
    for code in ["PAYMENT_INFO_INCONSISTENCY", "REP_INCONSISTENT"] {
        let bench = Bench::new([("transfer", no(code))]);
        assert!(is_other(bench.run(transfer()).await), "{code}");
    }
    for code in ["ACQ.CONTEXT_INCONSISTENT", "ACQ.TRADE_BUYER_NOT_MATCH"] {
        let bench = Bench::new([("pay", no(code))]);
        assert!(is_other(bench.run(pay()).await), "{code}");
    }
}

#[tokio::test]
async fn a_trade_that_was_paid_before_the_first_attempt_is_somebody_elses() {
    let used = |seen: Then| Bench::new([("pay", no("ACQ.TRADE_HAS_SUCCESS")), ("query", seen)]);
    let paid_at = |at: Option<&str>| {
        yes(json!({
            "out_trade_no": "1", "trade_no": "T1", "total_amount": "8.80",
            "trade_status": "TRADE_SUCCESS", "send_pay_date": at,
        }))
    };
    for at in ["2026-06-16 13:51:40", "2025-12-31 23:59:59"] {
        let seen = || ("query", paid_at(Some(at)));
        for steps in [
            vec![("pay", no("ACQ.TRADE_HAS_SUCCESS")), ("query", paid_at(None)), seen()],
            vec![("pay", lost()), seen()],
            vec![("pay", no("ACQ.PAYMENT_AUTH_CODE_INVALID")), ("query", lost()), seen()],
        ] {
            assert!(is_other(Bench::new(steps).run(pay()).await), "{at}");
        }
    }
    let bench = Bench::new([("pay", lost()), ("query", paid_at(Some("2026-06-16 13:51:41")))]);
    assert_eq!(paid(bench.run(pay()).await).1, "T1");
    assert!(is_other(used(trade("TRADE_CLOSED")).run(pay()).await));

    // The client itself has sent it before: the platform asked for that.
    let bench = Bench::new([
        ("pay", Then::Answer(signed(202, b""))),
        ("pay", no("ACQ.TRADE_HAS_SUCCESS")),
        ("query", trade("TRADE_SUCCESS")),
    ])
    .retrying();
    assert_eq!(paid(bench.run(pay()).await).1, "T1");
}

#[tokio::test]
async fn a_payment_that_the_network_has_sent_twice_is_paid_and_never_canceled() {
    let used = || ("pay", no("ACQ.TRADE_HAS_SUCCESS"));
    let bench = Bench::new([used(), ("query", empty()), ("query", trade("TRADE_SUCCESS"))]);
    assert_eq!(paid(bench.run(pay()).await).1, "T1");

    // Whose it is nobody tells in time: it is asked for again later, and not canceled.
    let bench = Bench::new(std::iter::once(used()).chain((0..13).map(|_| ("query", empty()))));
    let Ok(Outcome::Unknown(unknown)) = bench.run(pay()).await else { panic!("it ends") };
    let later = serde_json::to_string(&unknown.task).unwrap();
    let bench = Bench::new([("query", trade("TRADE_SUCCESS"))]);
    assert_eq!(paid(bench.run(serde_json::from_str::<Task<Pay>>(&later).unwrap()).await).1, "T1");
}

#[tokio::test]
async fn a_refund_whose_numbers_do_not_belong_together_is_another_order() {
    let other = |name: &str| {
        let mut body = json!({
            "out_request_no": "r1", "refund_status": "REFUND_SUCCESS", "fund_change": "Y",
            "out_trade_no": "1", "trade_no": "T1",
        });
        body[name] = "other".into();
        yes(body)
    };
    let order = refund().order().clone().trade_no("T1");
    for name in ["out_trade_no", "trade_no"] {
        for steps in
            [vec![("refund", other(name))], vec![("refund", lost()), ("query", other(name))]]
        {
            let bench = Bench::new(steps);
            assert!(is_other(bench.run(Refund::new(order.clone()).unwrap()).await), "{name}");
        }
    }
}

#[tokio::test]
async fn a_refund_of_a_trade_that_is_not_known_is_not_made_whatever_the_code_begins_with() {
    for code in ["ACQ.TRADE_NOT_EXIST", "TRADE_NOT_EXIST"] {
        let bench = Bench::new([("query", no(code)), ("refund", refunded()), asked()]);
        assert_eq!(paid(bench.run(stored(&refund())).await).1, "T1");
    }
}

#[tokio::test]
async fn a_rejection_after_a_lost_response_is_believed_after_one_interval() {
    let nothing = || ("query", yes(json!({})));
    let refused = ("refund", no("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL"));
    let bench = Bench::new([("refund", lost()), nothing(), refused, nothing()]);
    assert_eq!(closed(bench.run(refund()).await), "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL");
    assert_eq!(bench.waited(), Duration::from_secs(10));
}

#[test]
fn an_order_that_is_refused_says_which_number_is_wrong() {
    let reason = |result: Result<(), FlowError>| result.unwrap_err().to_string();
    let order = refund().order().clone();
    let wrong = Refund::new(order.clone().out_request_no("a b")).map(drop);
    assert!(reason(wrong).contains("out_request_no"));
    assert!(reason(Refund::new(order.trade_no("a b")).map(drop)).contains("trade_no has"));
    let order = transfer().order().clone().out_biz_no("a b");
    assert!(reason(Transfer::new(order).map(drop)).contains("out_biz_no"));
}
