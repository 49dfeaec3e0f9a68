//! The v2 gateway, called with requests made by hand.

mod client;

use alipay_gateway::{Gateway, Rejection};
use client::{Response, http, sign};
use serde_json::{Value, json};
use time::macros::format_description;
use time::{OffsetDateTime, UtcOffset};
use url::form_urlencoded::Serializer;

type Parameters = Vec<(&'static str, String)>;

/// The parameters of a call, without the signature.
fn parameters(gateway: &Gateway, method: &str, biz_content: &Value) -> Parameters {
    let china = UtcOffset::from_hms(8, 0, 0).expect("an offset");
    let format = format_description!("[year]-[month]-[day] [hour]:[minute]:[second]");
    let now = OffsetDateTime::now_utc().to_offset(china).format(&format).expect("a time");
    vec![
        ("app_id", gateway.app().app_id),
        ("biz_content", biz_content.to_string()),
        ("charset", "utf-8".to_owned()),
        ("method", method.to_owned()),
        ("sign_type", "RSA2".to_owned()),
        ("timestamp", now),
        ("version", "1.0".to_owned()),
    ]
}

/// `sign` for these parameters, all of them.
fn signature(gateway: &Gateway, parameters: &Parameters) -> (&'static str, String) {
    let mut pairs: Vec<_> =
        parameters.iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.sort_unstable();
    ("sign", sign(&gateway.app().private_key, &pairs.join("&")))
}

fn encode(parameters: &[(&str, String)]) -> String {
    Serializer::new(String::new()).extend_pairs(parameters).finish()
}

async fn post(gateway: &Gateway, query: &str, form: &str) -> Response {
    let headers = "content-type: application/x-www-form-urlencoded\r\n";
    http(gateway, "POST", &format!("/gateway.do?{query}"), headers, form).await
}

/// What is answered to a call with a form.
async fn call(gateway: &Gateway, method: &str, biz_content: &Value) -> Value {
    let mut all = parameters(gateway, method, biz_content);
    all.push(signature(gateway, &all));
    let response = post(gateway, "", &encode(&all)).await;
    response.json()[method.replace('.', "_") + "_response"].take()
}

#[tokio::test]
async fn query_and_form_may_repeat_a_parameter_with_the_same_value() {
    let gateway = Gateway::start().await.expect("a gateway");
    let trade = json!({"out_trade_no": "1", "total_amount": "1.00", "subject": "s"});
    let mut all = parameters(&gateway, "alipay.trade.create", &trade);
    all.push(signature(&gateway, &all));
    let form = encode(&all);
    let response = post(&gateway, &encode(&all[2..]), &form).await;
    assert_eq!(response.json()["alipay_trade_create_response"]["code"], "10000");
    let response = post(&gateway, "charset=UTF-8", &form).await.json();
    assert_eq!(response["error_response"]["sub_code"], "isv.invalid-format");
    assert_eq!(response["error_response"]["expected"], "one value of charset");
    for (query, form) in [("charset=utf-8&charset=utf-8", &*form), ("", &format!("{form}&sign=1"))]
    {
        let response = post(&gateway, query, form).await.json();
        assert_eq!(response["error_response"]["sub_code"], "isv.invalid-format");
    }
}

#[tokio::test]
async fn empty_parameters_are_no_part_of_the_signed_text() {
    let gateway = Gateway::start().await.expect("a gateway");
    let trade = json!({"out_trade_no": "1", "total_amount": "1.00", "subject": "s"});
    let mut all = parameters(&gateway, "alipay.trade.create", &trade);
    let right = signature(&gateway, &all);
    // The PHP SDK sends the tokens like this, and leaves them out of the text.
    let empty = ["alipay_root_cert_sn", "app_auth_token", "app_cert_sn", "auth_token"];
    all.extend(empty.map(|name| (name, String::new())));
    let wrong = signature(&gateway, &all);
    for (sign, code) in [(right, "10000"), (wrong, "40002")] {
        let mut signed = all.clone();
        signed.push(sign);
        let response = post(&gateway, "", &encode(&signed)).await.json();
        let response = &response["alipay_trade_create_response"];
        assert_eq!(response["code"], code, "{response}");
    }
}

#[tokio::test]
async fn a_code_has_one_prefix() {
    let gateway = Gateway::start().await.expect("a gateway");
    let method = "alipay.system.oauth.token";
    let grant = json!({"grant_type": "authorization_code", "code": "unknown"});
    let response = call(&gateway, method, &grant).await;
    assert_eq!(
        (&response["code"], &response["sub_code"]),
        (&json!("40002"), &json!("isv.code-invalid"))
    );
    for (given, code, sub_code) in [
        ("isv.missing-method", "40001", "isv.missing-method"),
        ("missing-method", "40001", "isv.missing-method"),
        ("isv.app-call-limited", "40005", "isv.app-call-limited"),
        ("isp.unknow-error", "20000", "isp.unknow-error"),
        ("isp.bill_not_exist", "20000", "isp.bill_not_exist"),
        ("unknow-error", "20000", "isp.unknow-error"),
        ("aop.invalid-auth-token", "20001", "aop.invalid-auth-token"),
        ("invalid-auth-token", "20001", "aop.invalid-auth-token"),
        ("ACQ.TRADE_NOT_EXIST", "40004", "ACQ.TRADE_NOT_EXIST"),
    ] {
        gateway.script(method, Err(Rejection::business(given, "?")));
        let response = call(&gateway, method, &grant).await;
        assert_eq!((&response["code"], &response["sub_code"]), (&json!(code), &json!(sub_code)));
    }
}
