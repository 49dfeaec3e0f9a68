//! Control over HTTP.

mod client;

use alipay_gateway::{Gateway, Verdict};
use client::{Call, OF_THE_WEB, Response, get, http};
use serde_json::json;

const QUERY: &str = "/v3/alipay/trade/query";

async fn post(gateway: &Gateway, what: &str, body: &serde_json::Value) -> Response {
    http(gateway, "POST", &format!("/_gateway/{what}"), "", &body.to_string()).await
}

async fn call(gateway: &Gateway) -> Response {
    Call::new("POST", QUERY, r#"{"trade_no":"1"}"#).send(gateway).await
}

#[tokio::test]
async fn lists_calls() {
    let gateway = Gateway::start().await.expect("a gateway");
    call(&gateway).await;
    Call::new("POST", QUERY, "{}").slip(|text| text.to_lowercase()).send(&gateway).await;
    let calls = get(&gateway, "/_gateway/calls").await.json();
    assert_eq!(calls[0]["operation"], "alipay.trade.query");
    assert_eq!(calls[0]["body"], r#"{"trade_no":"1"}"#);
    assert_eq!(calls[1]["code"], "invalid-signature");
    assert!(calls[1]["diagnosis"].is_string());
}

#[tokio::test]
async fn calls_can_be_waited_for() {
    let gateway = Gateway::start().await.expect("a gateway");
    let (_, calls) = tokio::join!(call(&gateway), gateway.calls_after(0));
    assert_eq!(calls[0].number, 1);
    call(&gateway).await;
    assert_eq!(gateway.calls_after(1).await.len(), 1);
}

#[tokio::test]
async fn adds_and_clears_faults() {
    let gateway = Gateway::start().await.expect("a gateway");
    let rule = json!({"fault": "too_many_requests", "operation": "alipay.trade.query", "times": 1});
    assert_eq!(post(&gateway, "fault", &rule).await.status, 200);
    assert_eq!(call(&gateway).await.status, 429);
    assert_ne!(call(&gateway).await.status, 429);
    post(&gateway, "fault", &json!({"fault": "bad_gateway"})).await;
    assert_eq!(call(&gateway).await.status, 502);
    let response = http(&gateway, "DELETE", "/_gateway/faults", "", "").await;
    assert_eq!(response.status, 200);
    assert_ne!(call(&gateway).await.status, 502);
    assert_eq!(gateway.counts().faults, 2);
}

#[tokio::test]
async fn prepares_answers() {
    let gateway = Gateway::start().await.expect("a gateway");
    let operation = "alipay.trade.query";
    post(&gateway, "script", &json!({"operation": operation, "answer": {"trade_no": "7"}})).await;
    let rejection = json!({"code": "ACQ.TRADE_NOT_EXIST", "status": 404, "message": "交易不存在"});
    post(&gateway, "script", &json!({"operation": operation, "refusal": rejection})).await;
    assert_eq!(call(&gateway).await.json(), json!({"trade_no": "7"}));
    let rejected = call(&gateway).await;
    assert_eq!(rejected.status, 404);
    assert_eq!(rejected.json()["message"], "交易不存在");
    assert!(matches!(&gateway.calls()[1].verdict, Verdict::Rejected(_)));
}

#[tokio::test]
async fn rotates_the_certificate() {
    let gateway = Gateway::start().await.expect("a gateway");
    let before = gateway.app();
    let response = post(&gateway, "rotate-certificate", &json!({})).await.json();
    let after = gateway.app();
    assert_eq!(response["certificate"], after.alipay_certificate);
    assert_ne!(before.alipay_certificate, after.alipay_certificate);
    assert_ne!(before.alipay_public_key, after.alipay_public_key);
}

#[tokio::test]
async fn shows_the_money() {
    let gateway = Gateway::start().await.expect("a gateway");
    let ledger = get(&gateway, "/_gateway/ledger").await.json();
    assert_eq!(ledger["totals"]["paid"], 0);
}

#[tokio::test]
async fn mistakes_are_explained() {
    let gateway = Gateway::start().await.expect("a gateway");
    for (what, body, says) in [
        ("fault", json!({"fault": "boredom"}), "`boredom` is no fault"),
        ("fault", json!({"fault": "latency"}), "`milliseconds` is needed"),
        ("fault", json!({"fault": "truncated", "time": 1}), "`time` is none of"),
        ("fault", json!({"fault": "truncated", "operation": "x"}), "`x` is no operation"),
        ("fault", json!({"fault": "huge_body", "bytes": u64::MAX}), "`bytes` is at most"),
        ("fault", json!({"fault": "truncated", "times": -1}), "`times` is a whole number"),
        ("script", json!({"operation": "alipay.trade.query"}), "either `answer` or `refusal`"),
        ("notify", json!({"parameters": {}}), "`url` is needed"),
        ("script", json!([]), "an object of JSON"),
    ] {
        let response = post(&gateway, what, &body).await;
        assert_eq!(response.status, 400, "{body}");
        let error = response.json()["error"].as_str().expect("an error").to_owned();
        assert!(error.contains(says), "{error}");
    }
}

#[tokio::test]
async fn pages_of_the_web_have_no_control() {
    let gateway = Gateway::start().await.expect("a gateway");
    for headers in OF_THE_WEB {
        let body = json!({"fault": "reset_before"}).to_string();
        let response = http(&gateway, "POST", "/_gateway/fault", headers, &body).await;
        assert_eq!(response.status, 403, "{headers}");
        assert_eq!(http(&gateway, "GET", "/_gateway/calls", headers, "").await.status, 403);
    }
    assert_ne!(call(&gateway).await.status, 0);
    let local = "origin: http://localhost:3000\r\n";
    assert_eq!(http(&gateway, "GET", "/_gateway/calls", local, "").await.status, 200);
}
