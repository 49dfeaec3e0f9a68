//! What a test sees of requests.

use alipay_sdk::model::AlipayOpenFileUploadModel;
use alipay_sdk::operation::AlipayOpenFileUploadParts;
use alipay_sdk::testing::{TestPlatform, TestRequest};
use alipay_sdk::{Error, ErrorKind, FilePart};
use serde_json::{Value, json};

use crate::{QUERY, query, shop};

/// The one request that a platform got.
fn only(platform: &TestPlatform) -> TestRequest {
    let [request] = platform.requests().try_into().unwrap();
    request
}

#[tokio::test]
async fn a_request_is_seen_as_it_was_sent() {
    let (platform, client) = shop();
    platform.on(QUERY, |_| json!({}));
    query(&client.for_merchant("TOKEN").unwrap()).await.unwrap();
    let request = only(&platform);
    assert_eq!((request.operation(), request.number()), (QUERY, 1));
    assert_eq!((request.method().as_str(), request.path()), ("POST", "/v3/alipay/trade/query"));
    assert_eq!(request.json(), &json!({"out_trade_no": "T1"}));
    assert_eq!(request.app_auth_token(), Some("TOKEN"));
    assert_eq!(request.headers()["content-type"], "application/json");
    assert_eq!((request.parameter("out_trade_no"), request.file("a")), (None, None));
}

#[tokio::test]
async fn the_operation_and_the_query_of_an_untyped_call_are_seen() {
    let (platform, client) = shop();
    platform.on("alipay.new.thing.query", |request| json!({"page": request.parameter("page")}));
    let call = client.untyped("alipay.new.thing.query", http::Method::GET, "/v3/new/{id}");
    let response = call.path("id", "2026/1").query("page", "1 &=+").await.unwrap();
    assert_eq!(response["page"], "1 &=+");
    let request = only(&platform);
    assert_eq!((request.path(), request.json()), ("/v3/new/2026%2F1", &Value::Null));
}

#[tokio::test]
async fn an_encrypted_request_is_seen_in_plain_text_and_gets_an_encrypted_response() {
    let (platform, _) = shop();
    let client = platform.client().encrypt_key(platform.encrypt_key()).build().unwrap();
    platform.on(QUERY, |_| json!({"trade_no": "2026"}));
    let response = query(&client).await.unwrap();
    assert_eq!(response.trade_no.as_deref(), Some("2026"));
    assert!(response.is_verified() && !response.body().contains(&b'{'));
    assert_eq!(only(&platform).json()["out_trade_no"], "T1");
}

#[tokio::test]
async fn the_parts_of_an_upload_are_seen() {
    let (platform, client) = shop();
    platform.on("alipay.open.file.upload", |_| json!({"file_id": "1"}));
    let file = b"\r\n--P\0NG--\r\n".to_vec();
    let parts = AlipayOpenFileUploadParts::new()
        .data(AlipayOpenFileUploadModel::new().biz_code("content_creation"))
        .file_content(FilePart::new("中\".png", file.clone()));
    client.alipay_open_file().upload(parts).await.unwrap();
    let request = only(&platform);
    assert_eq!(request.json()["biz_code"], "content_creation");
    assert_eq!(request.file("file_content"), Some(&file[..]));
}

fn reason(error: &Error) -> String {
    assert!(matches!(error.kind(), ErrorKind::Transport(_)) && !error.is_unknown_outcome());
    error.to_string()
}

#[tokio::test]
async fn a_client_with_another_key_or_application_is_noticed() {
    let (platform, _) = shop();
    platform.on(QUERY, |_| json!({}));
    let key = include_str!("../fixtures/rsa_2048.pem");
    let client = platform.client().private_key(key).build().unwrap();
    assert!(reason(&query(&client).await.unwrap_err()).contains("is not of the application's key"));
    let client = platform.client().app_id("2021000000000001").build().unwrap();
    let error = reason(&query(&client).await.unwrap_err());
    assert!(error.contains("its app_id is "), "{error}");
    let key = "AAAAAAAAAAAAAAAAAAAAAA==";
    let client = platform.client().encrypt_key(key).build().unwrap();
    assert!(reason(&query(&client).await.unwrap_err()).contains("TestPlatform::encrypt_key"));
    assert!(platform.requests().is_empty());
}

#[tokio::test]
async fn an_operation_without_a_response_is_named() {
    let (_, client) = shop();
    let error = reason(&query(&client).await.unwrap_err());
    assert!(error.contains("call `platform.on(\"alipay.trade.query\", …)`"), "{error}");
}

#[tokio::test]
async fn requests_show_nothing_of_their_contents() {
    let (platform, client) = shop();
    platform.on(QUERY, |_| json!({}));
    query(&client).await.unwrap();
    let shown = format!("{:?} {platform:?}", only(&platform));
    assert!(shown.contains(QUERY) && !shown.contains("T1"), "{shown}");
}
