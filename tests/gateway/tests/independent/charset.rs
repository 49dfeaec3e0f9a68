//! Calls in GBK.

use alipay_gateway::Gateway;
use encoding_rs::GBK;
use percent_encoding::{NON_ALPHANUMERIC, percent_encode};
use serde_json::{Value, json};

use crate::client::sign;
use crate::form::{Form, Response, post};

/// Encodes, signs and sends a call in GBK.
async fn call(gateway: &Gateway, form: Form) -> Response {
    let text = form.text();
    let (signed, _, _) = GBK.encode(&text);
    let form = form.with("sign", sign(&gateway.app().private_key, signed));
    let pairs = form.0.iter().map(|(name, value)| {
        let (value, _, _) = GBK.encode(value);
        format!("{name}={}", percent_encode(&value, NON_ALPHANUMERIC))
    });
    post(gateway, "charset=GBK", &pairs.collect::<Vec<_>>().join("&")).await
}

fn order(gateway: &Gateway, charset: &str) -> Form {
    let order = json!({"out_trade_no": "1", "total_amount": "1.00", "subject": "茶 点心"});
    let form = Form::new(gateway, "alipay.trade.create").with("charset", charset);
    form.with("biz_content", order)
}

#[tokio::test]
async fn a_call_in_gbk_gets_a_response_in_gbk() {
    let gateway = Gateway::start().await.expect("a gateway");
    let response = call(&gateway, order(&gateway, "GBK")).await;
    assert_eq!(response.json()["alipay_trade_create_response"]["code"], "10000");
    let content = gateway.calls()[0].plain_body.clone().expect("a body");
    assert!(content.contains("茶 点心"), "{content}");
    assert!(response.head.to_lowercase().contains("content-type: text/html;charset=gbk"));

    // GBK has no such character.
    gateway.script("alipay.trade.query", Ok(json!({"subject": "茶😀"})));
    let query = Form::new(&gateway, "alipay.trade.query").with("charset", "GBK");
    let response = call(&gateway, query).await;
    assert!(response.is_signed(&gateway, "alipay_trade_query_response"));
    assert!(std::str::from_utf8(&response.body).is_err(), "these are bytes of GBK");
    let (text, _, malformed) = GBK.decode(&response.body);
    let json: Value = serde_json::from_str(&text).expect("JSON");
    assert!(!malformed);
    assert_eq!(json["alipay_trade_query_response"]["subject"], "茶😀");
}

#[tokio::test]
async fn a_rejection_of_a_call_in_gbk_is_in_gbk() {
    let gateway = Gateway::start().await.expect("a gateway");
    let query = Form::new(&gateway, "alipay.trade.query").with("charset", "GBK");
    let response = call(&gateway, query.with("out_trade_no", "1")).await;
    assert!(response.is_signed(&gateway, "alipay_trade_query_response"));
    let (text, _, _) = GBK.decode(&response.body);
    assert!(text.contains("\"sub_msg\":\"交易不存在\""), "{text}");
}

#[tokio::test]
async fn bytes_of_another_charset_are_rejected() {
    let gateway = Gateway::start().await.expect("a gateway");
    let form = order(&gateway, "utf-8").signed(&gateway);
    let encoded = form.encoded().replace("%E8%8C%B6", "%B2%E8");
    let response = post(&gateway, "", &encoded).await.json();
    assert_eq!(response["error_response"]["expected"], "parameters in utf-8");
    let response = order(&gateway, "utf-16").call(&gateway).await;
    assert_eq!(response["sub_code"], "isv.invalid-charset");
}
