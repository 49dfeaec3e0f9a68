//! No digit of an amount is lost, however the platform writes it; also when an application turns on
//! `arbitrary_precision` of serde_json: `cargo test … --features serde_json/arbitrary_precision`.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod platform;

use alipay_sdk::model::AlipayTradeQueryModel;
use alipay_sdk::top::TopClient;
use alipay_sdk::{Amount, Client};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use http::{Method, Response};
use platform::{key_mode, private_key, signed};
use serde_json::json;

/// It has one digit more than a float holds.
const AMOUNT: &str = "90071992547409.93";

/// A response that says it without quotes.
fn body() -> String {
    format!(
        r#"{{"total_amount":{AMOUNT},"fund_bill_list":[{{"amount":{AMOUNT}}}],"point_amount":88.80}}"#
    )
}

fn client() -> Client {
    key_mode().without_transport().build().unwrap()
}

#[tokio::test]
async fn an_amount_of_a_typed_response_keeps_its_digits() {
    let order = AlipayTradeQueryModel::new().out_trade_no("T1");
    let (_, pending) = client().alipay_trade().query(&order).prepare().await.unwrap();
    let response = pending.complete(signed(200, body().as_bytes())).unwrap();
    assert_eq!(response.total_amount.as_deref(), Some(AMOUNT));
    let amount: Amount = response.total_amount.as_deref().unwrap().parse().unwrap();
    assert_eq!(amount.fen(), 9_007_199_254_740_993);
    assert_eq!(response.fund_bill_list.as_ref().unwrap()[0].amount.as_deref(), Some(AMOUNT));
    assert_eq!(response.point_amount.as_deref(), Some("88.8"));
}

#[tokio::test]
async fn an_amount_of_an_untyped_response_is_a_text_when_a_float_would_change_it() {
    let call = client().untyped("a.b", Method::POST, "/v3/a/b").json_text("{}");
    let (_, pending) = call.prepare().await.unwrap();
    let response = pending.complete(signed(200, body().as_bytes())).unwrap();
    assert_eq!(response["total_amount"], json!(AMOUNT));
    assert_eq!(response["point_amount"].as_f64(), Some(88.8));
}

#[tokio::test]
async fn so_it_is_at_the_v2_gateway() {
    let value = format!(r#"{{"code":"10000","total_amount":{AMOUNT}}}"#);
    let sign = BASE64_STANDARD.encode(private_key("alipay").sign(value.as_bytes()).unwrap());
    let body = format!(r#"{{"a_b_response":{value},"sign":"{sign}"}}"#);
    let client = client();
    let (_, pending) = client.v2().untyped("a.b").prepare().await.unwrap();
    let response = pending.complete(Response::new(body.into_bytes())).unwrap();
    assert_eq!(response["total_amount"], json!(AMOUNT));
}

#[tokio::test]
async fn so_it_is_at_taobao_top() {
    let client = TopClient::builder().app_key("1").secret("secret").without_transport();
    let client = client.build().unwrap();
    let (_, pending) = client.untyped("a.b").prepare().await.unwrap();
    let body =
        format!(r#"{{"a_b_response":{{"price":{AMOUNT},"prices":{{"number":[{AMOUNT},1.5]}}}}}}"#);
    let response = pending.complete(Response::new(body.into_bytes())).unwrap();
    assert_eq!(*response, json!({"price": AMOUNT, "prices": [AMOUNT, 1.5]}));
}
