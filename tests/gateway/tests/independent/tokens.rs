//! Tokens of users and of merchants, in v2.

use alipay_gateway::{Gateway, test_values};
use serde_json::{Value, json};

use crate::form::{Form, Response, post};

/// The response to a log-in of a user.
async fn log_in(gateway: &Gateway, code: &str) -> Response {
    let form = Form::new(gateway, "alipay.system.oauth.token");
    let form = form.with("grant_type", "authorization_code").with("code", code);
    post(gateway, "", &form.signed(gateway).encoded()).await
}

/// The response to an authorization by a merchant.
async fn authorize(gateway: &Gateway, code: &str) -> Response {
    let grant = json!({"grant_type": "authorization_code", "code": code});
    let form = Form::new(gateway, "alipay.open.auth.token.app").with("biz_content", grant);
    post(gateway, "", &form.signed(gateway).encoded()).await
}

fn assert_seconds(json: &Value) {
    for name in ["expires_in", "re_expires_in"] {
        assert!(json[name].is_u64(), "{name} is a number: {json}");
    }
}

#[tokio::test]
async fn seconds_are_numbers_and_there_is_no_code() {
    let gateway = Gateway::start().await.expect("a gateway");
    let user = log_in(&gateway, test_values::USER_CODE).await;
    assert!(user.is_signed(&gateway, "alipay_system_oauth_token_response"));
    let merchant = authorize(&gateway, test_values::APP_CODE).await;
    assert!(merchant.is_signed(&gateway, "alipay_open_auth_token_app_response"));
    for json in [user.content(), merchant.content()] {
        assert_seconds(&json);
        assert!(json.get("code").is_none() && json.get("msg").is_none(), "{json}");
    }
    assert_seconds(&merchant.content()["tokens"][0]);
    assert!(user.content()["access_token"].is_string());
}

#[tokio::test]
async fn a_rejection_stands_below_error_response() {
    let gateway = Gateway::start().await.expect("a gateway");
    let user = log_in(&gateway, "unknown").await;
    assert!(user.is_signed(&gateway, "error_response"));
    let rejection = &user.json()["error_response"];
    assert_eq!(rejection["code"], "40002");
    assert_eq!(rejection["sub_code"], "isv.code-invalid");
    let merchant = authorize(&gateway, "unknown").await;
    assert!(merchant.is_signed(&gateway, "error_response"));
    assert_eq!(merchant.json()["error_response"]["sub_code"], "AUTH_CODE_NOT_EXIST");
    // Whatever else is rejected stands below the name of its method.
    let query = Form::new(&gateway, "alipay.trade.query").with("version", "2.0");
    let query = post(&gateway, "", &query.signed(&gateway).encoded()).await;
    assert!(query.is_signed(&gateway, "alipay_trade_query_response"));
}
