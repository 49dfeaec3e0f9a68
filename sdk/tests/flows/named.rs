//! A response counts when it names the own number and the amount. One that does not is of unknown
//! outcome: the platform is asked.

use alipay_sdk::flow::Precreate;
use alipay_sdk::model::{AlipayTradeCloseModel, AlipayTradePrecreateModel};

use super::*;

/// Responses that lack one field each.
fn without(body: &Value, names: &[&str]) -> Vec<Then> {
    let mut responses = Vec::new();
    for name in names {
        let mut missing = body.clone();
        missing.as_object_mut().unwrap().remove(*name);
        responses.push(yes(missing));
    }
    responses
}

/// The same with another number in the field.
fn mixed_up(body: &Value, name: &str) -> Then {
    let mut other = body.clone();
    other[name] = "2".into();
    yes(other)
}

fn payment() -> Value {
    json!({
        "out_trade_no": "1", "trade_no": "T9", "total_amount": "8.80",
        "gmt_payment": "2026-06-16 14:06:41",
    })
}

#[tokio::test]
async fn a_payment_counts_when_the_response_names_number_and_amount() {
    let mut unclear = without(&payment(), &["out_trade_no", "total_amount", "gmt_payment"]);
    unclear.push(mixed_up(&payment(), "out_trade_no"));
    unclear.push(yes(json!({"trade_no": "T9", "gmt_payment": "2020-01-01 00:00:00"})));
    let mut illegible = payment();
    illegible["total_amount"] = "a lot".into();
    unclear.push(yes(illegible));
    for response in unclear {
        let bench = Bench::new([("pay", response), ("query", trade("TRADE_SUCCESS"))]);
        assert_eq!(paid(bench.run(pay()).await).1, "T1");
    }
}

#[tokio::test]
async fn a_direct_response_with_the_date_of_an_older_payment_is_not_that_of_this_one() {
    let mut old = payment();
    old["gmt_payment"] = "2020-01-01 00:00:00".into();
    let outcome = Bench::new([("pay", yes(old))]).run(pay()).await;
    assert!(matches!(outcome, Err(FlowError::OtherOrder { .. })), "{outcome:?}");
}

#[tokio::test]
async fn a_trade_counts_when_the_response_to_the_question_names_it() {
    for status in ["TRADE_SUCCESS", "TRADE_CLOSED"] {
        let body = json!({
            "out_trade_no": "1", "trade_no": "T9", "total_amount": "8.80", "trade_status": status,
        });
        let mut unclear = without(&body, &["out_trade_no", "total_amount"]);
        unclear.push(mixed_up(&body, "out_trade_no"));
        for response in unclear {
            let steps = [("pay", lost()), ("query", response), ("query", trade("TRADE_SUCCESS"))];
            assert_eq!(paid(Bench::new(steps).run(pay()).await).1, "T1");
        }
    }
}

#[tokio::test]
async fn a_code_is_shown_when_the_response_names_the_order() {
    let order =
        AlipayTradePrecreateModel::new().out_trade_no("1").total_amount("8.80").subject("Tea");
    let code = json!({"out_trade_no": "1", "qr_code": "https://qr.example/other"});
    let mut unclear = without(&code, &["out_trade_no"]);
    unclear.push(mixed_up(&code, "out_trade_no"));
    for response in unclear {
        let own = yes(json!({"out_trade_no": "1", "qr_code": "https://qr.example/1"}));
        let bench = Bench::new([
            ("precreate", response),
            ("precreate", own),
            ("query", trade("TRADE_SUCCESS")),
        ]);
        let task = Precreate::new(order.clone()).unwrap();
        let task = task.show(|code| assert_eq!(code, "https://qr.example/1"));
        assert_eq!(paid(bench.run(task).await).1, "T1");
    }
}

#[tokio::test]
async fn a_cancellation_counts_when_the_response_names_the_trade() {
    let body = json!({"out_trade_no": "1", "retry_flag": "N", "action": "close"});
    let mut unclear = without(&body, &["out_trade_no"]);
    unclear.push(mixed_up(&body, "out_trade_no"));
    for response in unclear {
        assert_eq!(canceled_again(response, canceled("N", Some("refund"))).await, "refunded");
    }
}

#[tokio::test]
async fn a_refund_is_asked_for_whatever_its_response_names() {
    let body = json!({
        "out_trade_no": "1", "trade_no": "T9", "fund_change": "Y", "refund_fee": "8.80",
    });
    let mut responses = without(&body, &["out_trade_no", "refund_fee", "fund_change"]);
    responses.extend([mixed_up(&body, "out_trade_no"), yes(body)]);
    for response in responses {
        let bench = Bench::new([("refund", response), asked()]);
        assert_eq!(paid(bench.run(refund()).await).1, "T1");
    }
}

#[tokio::test]
async fn a_refund_counts_when_the_response_to_the_question_names_it() {
    let body = |status: &str| {
        json!({
            "out_trade_no": "1", "trade_no": "T9", "out_request_no": "r1", "refund_amount": "8.80",
            "refund_status": status,
        })
    };
    let done = body("REFUND_SUCCESS");
    let mut unclear = without(&done, &["out_trade_no", "out_request_no", "refund_amount"]);
    unclear.extend(without(&body("REFUND_FAIL"), &["out_trade_no", "out_request_no"]));
    unclear.push(mixed_up(&done, "out_request_no"));
    // One request number may be used once for each trade.
    unclear.push(mixed_up(&done, "out_trade_no"));
    // Nothing is known of another refund.
    unclear.push(yes(json!({"out_trade_no": "1", "out_request_no": "r2"})));
    for response in unclear {
        let bench = Bench::new([("query", response), ("query", refund_is("REFUND_SUCCESS"))]);
        assert_eq!(paid(bench.run(stored(&refund())).await).1, "T1");
    }
}

#[tokio::test]
async fn a_transfer_counts_when_the_response_names_number_and_amount() {
    let body = json!({
        "out_biz_no": "b1", "order_id": "O9", "status": "SUCCESS", "amount": "1.00",
        "trans_amount": "1.00",
    });
    let unclear = || {
        let mut unclear = vec![
            yes(json!({"status": "SUCCESS"})),
            yes(json!({"out_biz_no": "b1", "status": "SUCCESS"})),
            mixed_up(&body, "out_biz_no"),
        ];
        unclear.extend(without(&body, &["out_biz_no"]));
        for status in ["FAIL", "CLOSED", "REFUND"] {
            unclear.push(yes(json!({"status": status})));
        }
        unclear
    };
    for response in unclear() {
        let bench = Bench::new([("transfer", response), ("query", transfer_is("SUCCESS"))]);
        assert_eq!(paid(bench.run(transfer()).await).1, "O1");
    }
    for response in unclear() {
        let bench = Bench::new([("query", response), ("query", transfer_is("SUCCESS"))]);
        assert_eq!(paid(bench.run(stored(&transfer())).await).1, "O1");
    }
    let mut other = body.clone();
    other["amount"] = "2.00".into();
    let outcome = Bench::new([("transfer", yes(other))]).run(transfer()).await;
    assert!(matches!(outcome, Err(FlowError::OtherOrder { .. })), "{outcome:?}");
}

#[tokio::test]
async fn a_closure_counts_when_the_response_names_the_trade() {
    let other = || yes(json!({"out_trade_no": "2", "trade_no": "T2"}));
    let closed = ("query", trade("TRADE_CLOSED"));
    for response in [other(), yes(json!({}))] {
        let bench = Bench::new([("close", response), closed.clone()]);
        assert_eq!(paid(bench.run(super::close()).await).0, "1");
    }
    let by_trade_no = || Close::new(AlipayTradeCloseModel::new().trade_no("T1")).unwrap();
    let bench = Bench::new([("close", lost()), ("query", other()), closed]);
    assert_eq!(paid(bench.run(by_trade_no()).await).1, "T1");
}
