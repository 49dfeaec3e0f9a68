//! Taobao TOP.

use alipay_sdk::model::{YunosMiniappOfflinepkgPushRequest, YunosMiniappOfflinepkgPushResponse};
use alipay_sdk::testing::{TestPlatform, TestResponse};
use alipay_sdk::top::{SignMethod, TopClient};
use alipay_sdk::{Error, Response};
use serde_json::json;

const PUSH: &str = "yunos.miniapp.offlinepkg.push";

async fn push(client: &TopClient) -> Result<Response<YunosMiniappOfflinepkgPushResponse>, Error> {
    let request = YunosMiniappOfflinepkgPushRequest::new().alipay_context("{}");
    client.yunos_miniapp_offlinepkg().push(&request).await
}

#[tokio::test]
async fn a_call_is_verified_seen_and_responded_to() {
    let platform = TestPlatform::new();
    platform.on(PUSH, |_| json!({"result": {"success": true}}));
    for method in [SignMethod::HmacSha256, SignMethod::Hmac, SignMethod::Md5] {
        let client = platform.top_client().sign_method(method).build().unwrap();
        let response = push(&client).await.unwrap();
        assert!(response.result.is_some() && response.trace_id().is_some());
    }
    let request = &platform.requests()[0];
    assert_eq!((request.operation(), request.parameter("alipay_context")), (PUSH, Some("{}")));
}

#[tokio::test]
async fn a_rejection_has_its_code() {
    let platform = TestPlatform::new();
    platform.on(PUSH, |_| TestResponse::rejection("isv.invalid-parameter", "no context"));
    let error = push(&platform.top_client().build().unwrap()).await.unwrap_err();
    assert!(error.has_code("isv.invalid-parameter"), "{error}");
}

#[tokio::test]
async fn a_client_with_another_secret_or_application_is_noticed() {
    let platform = TestPlatform::new();
    platform.on(PUSH, |_| json!({}));
    let client = platform.top_client().secret("another").build().unwrap();
    let error = push(&client).await.unwrap_err().to_string();
    assert!(error.contains("does not match the application's secret"), "{error}");
    let client = platform.top_client().app_key("1").build().unwrap();
    let error = push(&client).await.unwrap_err().to_string();
    assert!(error.contains("its app_key is \"1\""), "{error}");
    assert!(platform.requests().is_empty());
}
