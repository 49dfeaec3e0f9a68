//! The v2 gateway.

use alipay_sdk::testing::{TestPlatform, TestResponse};
use alipay_sdk::{Client, Error, ErrorKind, Json, Response, SignType};
use serde_json::json;

use crate::{QUERY, shop};

async fn query(client: &Client, sign_type: SignType) -> Result<Response<Json>, Error> {
    let gateway = client.v2().sign_type(sign_type);
    gateway.untyped(QUERY).json(&json!({"out_trade_no": "T1"})).app_auth_token("TOKEN").await
}

#[tokio::test]
async fn a_call_is_verified_seen_and_signed_whatever_its_digest() {
    let (platform, client) = shop();
    let encrypted = platform.client().encrypt_key(platform.encrypt_key()).build().unwrap();
    platform.on(QUERY, |request| json!({"number": request.json()["out_trade_no"]}));
    for client in [&client, &encrypted] {
        for sign_type in [SignType::Rsa2, SignType::Rsa] {
            let response = query(client, sign_type).await.unwrap();
            assert!(response.is_verified());
            assert_eq!(*response, json!({"number": "T1", "code": "10000", "msg": "Success"}));
        }
    }
    let request = &platform.requests()[0];
    assert_eq!((request.operation(), request.app_auth_token()), (QUERY, Some("TOKEN")));
    assert_eq!(request.parameter("method"), Some(QUERY));
}

#[tokio::test]
async fn the_form_of_a_token_request_is_seen() {
    let (platform, client) = shop();
    let operation = "alipay.system.oauth.token";
    platform.on(operation, |request| json!({"user_id": request.parameter("code")}));
    let call = client.v2().untyped(operation).parameter("grant_type", "authorization_code");
    assert_eq!(call.parameter("code", "4b203fe6").await.unwrap()["user_id"], "4b203fe6");
}

async fn error(platform: &TestPlatform, response: TestResponse) -> Error {
    platform.on(QUERY, move |_| response.clone());
    let client = platform.client().build().unwrap();
    query(&client, SignType::Rsa2).await.unwrap_err()
}

#[tokio::test]
async fn a_rejection_has_the_code_of_the_gateway_that_goes_with_it() {
    let platform = TestPlatform::new();
    let busy = TestResponse::rejection("isp.unknow-error", "busy");
    for (response, gateway_code) in [
        (TestResponse::rejection("ACQ.TRADE_NOT_EXIST", "no such trade"), "40004"),
        (TestResponse::rejection("isv.missing-method", "no method"), "40002"),
        (busy.clone().status(429), "40005"),
        (busy.status(503), "20000"),
    ] {
        let error = error(&platform, response).await;
        let api = error.api().unwrap();
        assert!(api.verified);
        assert_eq!(api.gateway_code.as_deref(), Some(gateway_code));
    }
}

#[tokio::test]
async fn a_response_without_a_signature_is_not_accepted() {
    let error = error(&TestPlatform::new(), TestResponse::from(json!({})).unsigned()).await;
    assert!(matches!(error.kind(), ErrorKind::Signature(_)), "{error}");
}

#[tokio::test]
async fn a_recorded_body_is_signed_anew() {
    let (platform, client) = shop();
    let field = r#"{"code":"10000","msg":"Success","trade_no":"2026"}"#;
    for body in
        [format!(r#"{{"alipay_trade_query_response":{field},"sign":"old"}}"#), field.to_owned()]
    {
        platform.on(QUERY, move |_| TestResponse::recorded(body.clone()));
        assert_eq!(query(&client, SignType::Rsa2).await.unwrap()["trade_no"], "2026");
    }
}

#[tokio::test]
async fn a_list_in_the_place_of_a_response_is_a_mistake_of_the_test() {
    let error = error(&TestPlatform::new(), TestResponse::from([1])).await.to_string();
    assert!(error.contains("responds only with objects"), "{error}");
}
