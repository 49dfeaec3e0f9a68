//! What typed calls put on the wire, and what becomes of the responses.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[path = "wire/audit.rs"]
mod audit;
mod platform;

use std::future::IntoFuture;

use alipay_sdk::model::{
    AlipayOpenMiniInnerversionUpgradeModel, AlipayOpenMiniVersionAuditApplyModel,
    AlipayTradePayModel,
};
use alipay_sdk::operation::{
    AlipayMarketingActivityQueryParams, AlipayOpenMiniVersionAuditApplyParts,
};
use alipay_sdk::{Error, ErrorCode, ErrorKind};
use audit::audit;
use platform::{Platform, key_mode, part};

/// The error of a payment that the platform answers so that it fails.
async fn refused_payment(platform: &Platform) -> Error {
    platform.client.alipay_trade().pay(&AlipayTradePayModel::new()).await.unwrap_err()
}

fn text(body: &[u8]) -> &str {
    std::str::from_utf8(body).unwrap()
}

#[tokio::test]
async fn a_json_body_goes_out_and_a_typed_answer_comes_back() {
    let answer = br#"{"trade_no":"2026","new_member":{"a":1}}"#;
    let mut platform = Platform::answering(200, answer).await;
    let order = AlipayTradePayModel::new().out_trade_no("T1").total_amount("88.88");
    let call = platform.client.alipay_trade().pay(&order);
    let paid = call.app_auth_token("token-1").request_id("id-1").await.unwrap();
    assert_eq!(paid.trade_no.as_deref(), Some("2026"));
    assert_eq!(paid.trace_id(), Some("trace-1"));
    assert_eq!(&paid.body()[..], answer, "the raw body is lost");

    let (head, body) = platform.request().await;
    assert_eq!(head.method, "POST");
    assert_eq!(head.uri, "/v3/alipay/trade/pay");
    assert_eq!(head.headers["content-type"], "application/json");
    assert_eq!(head.headers["alipay-app-auth-token"], "token-1");
    assert_eq!(head.headers["alipay-request-id"], "id-1");
    assert_eq!(text(&body), r#"{"out_trade_no":"T1","total_amount":"88.88"}"#);
}

#[tokio::test]
async fn path_and_query_are_encoded_and_nothing_is_sent_as_body() {
    let mut platform = Platform::answering(200, b"{}").await;
    let params = AlipayMarketingActivityQueryParams::new().merchant_id("a&b 中");
    platform.client.alipay_marketing_activity().query("x/../y", &params).await.unwrap();
    let (head, body) = platform.request().await;
    assert_eq!(head.method, "GET");
    assert_eq!(head.uri, "/v3/alipay/marketing/activity/x%2F..%2Fy?merchant_id=a%26b%20%E4%B8%AD");
    assert!(body.is_empty());
    assert!(!head.headers.contains_key("content-type"));
}

#[tokio::test]
async fn an_upload_carries_its_json_part_and_all_its_files() {
    let mut platform = Platform::answering(200, b"{}").await;
    let version = AlipayOpenMiniVersionAuditApplyModel::new().app_version("0.0.1");
    let parts = audit(version, str::to_owned);
    platform.client.alipay_open_mini_version_audit().apply(parts).await.unwrap();
    let (head, body) = platform.request().await;
    let content_type = head.headers["content-type"].to_str().unwrap();
    assert!(content_type.starts_with("multipart/form-data; boundary="), "{content_type}");
    let body = text(&body);
    assert_eq!(body.matches("Content-Disposition").count(), 17, "{body}");
    for part in [
        "name=\"data\"\r\nContent-Type: application/json\r\n\r\n{\"app_version\":\"0.0.1\"}\r\n",
        "name=\"app_logo\"; filename=\"app_logo.png\"\r\nContent-Type: image/png\r\n\r\napp_logo\r\n",
    ] {
        assert!(body.contains(part), "{part} is not in {body}");
    }
}

#[tokio::test]
async fn an_upload_without_parts_has_no_json_part() {
    let mut platform = Platform::answering(200, b"{}").await;
    let parts = AlipayOpenMiniVersionAuditApplyParts::new();
    platform.client.alipay_open_mini_version_audit().apply(parts).await.unwrap();
    let (head, body) = platform.request().await;
    let boundary = head.headers["content-type"].to_str().unwrap().rsplit('=').next().unwrap();
    assert_eq!(part(&body, boundary, "data"), None);
}

#[tokio::test]
#[expect(deprecated, reason = "withdrawn by the platform, still callable")]
async fn an_operation_that_answers_untyped_json_gives_it_whole() {
    let mut platform = Platform::answering(200, br#"{"anything":[1]}"#).await;
    let model = AlipayOpenMiniInnerversionUpgradeModel::new();
    let answer = platform.client.alipay_open_mini_innerversion().upgrade(&model).await.unwrap();
    assert_eq!(answer["anything"][0], 1);
    let (head, body) = platform.request().await;
    assert_eq!(head.uri.path(), "/v3/alipay/open/mini/innerversion/upgrade");
    assert_eq!(text(&body), "{}");
}

#[tokio::test]
async fn a_refusal_is_an_error_with_code_message_and_trace_id() {
    let body = r#"{"code":"ACQ.TRADE_NOT_EXIST","message":"交易不存在","links":[]}"#;
    let error = refused_payment(&Platform::answering(400, body.as_bytes()).await).await;
    assert_eq!(error.code().unwrap(), &ErrorCode::ACQ_TRADE_NOT_EXIST);
    assert_eq!(
        error.to_string(),
        "alipay.trade.pay: 400 Bad Request ACQ.TRADE_NOT_EXIST: 交易不存在 (trace id trace-1)"
    );
}

#[tokio::test]
async fn a_page_of_a_proxy_is_kept() {
    let error = refused_payment(&Platform::answering(502, b"<html>\xff</html>").await).await;
    assert_eq!((error.status().unwrap().as_u16(), error.code()), (502, None));
    assert!(error.is_unknown_outcome());
    assert_eq!(&error.body().unwrap()[..], b"<html>\xff</html>");
}

#[tokio::test]
async fn an_answer_of_another_shape_is_an_error_that_keeps_the_body() {
    let error = refused_payment(&Platform::answering(200, br#"{"trade_no":{}}"#).await).await;
    let ErrorKind::Decode(source) = error.kind() else { panic!("{error:?}") };
    assert_eq!(&error.body().unwrap()[..], br#"{"trade_no":{}}"#);
    assert_eq!(source.path, "trade_no");
    assert!(source.problem.starts_with("invalid type"), "{source}");
}

#[tokio::test]
async fn a_call_that_cannot_be_built_is_not_sent() {
    let mut platform = Platform::answering(200, b"{}").await;
    let params = AlipayMarketingActivityQueryParams::new();
    let error = platform.client.alipay_marketing_activity().query("", &params).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Request { .. }), "{error:?}");
    assert!(platform.is_unasked(), "it was sent all the same");
}

#[test]
fn calls_and_clients_can_change_threads() {
    fn is_send<T: Send>(_: &T) {}
    fn is_shared<T: Send + Sync + Clone + 'static>(_: &T) {}
    let client = key_mode().build().unwrap();
    is_shared(&client);
    is_send(&client.alipay_trade().pay(&AlipayTradePayModel::new()));
    is_send(&client.alipay_trade().pay(&AlipayTradePayModel::new()).into_future());
}

#[test]
fn the_list_of_operations_is_complete() {
    let totals = include_str!("../../tests/surface/inventory/totals.txt");
    let total = totals.lines().find_map(|line| line.strip_prefix("operations "));
    assert_eq!(total, Some(&*alipay_sdk::operation::all().count().to_string()));
}
