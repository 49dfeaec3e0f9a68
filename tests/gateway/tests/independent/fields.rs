//! Fields of an operation that stand beside `biz_content`.

use alipay_gateway::{Gateway, test_values};
use serde_json::json;

use crate::form::Form;

const LOG_IN: &str = "alipay.system.oauth.token";

#[tokio::test]
async fn a_log_in_is_read_beside_biz_content() {
    let gateway = Gateway::start().await.expect("a gateway");
    let code = gateway.issue_user_code("2088000000000007");
    let by_code = Form::new(&gateway, LOG_IN).with("grant_type", "authorization_code");
    let first = by_code.with("code", code).call(&gateway).await;
    assert_eq!(first["user_id"], "2088000000000007", "{first}");
    let refresh = first["refresh_token"].as_str().expect("a token");
    let by_token = Form::new(&gateway, LOG_IN).with("grant_type", "refresh_token");
    let second = by_token.with("refresh_token", refresh).call(&gateway).await;
    assert_ne!(second["access_token"], first["access_token"]);

    let token = second["access_token"].as_str().expect("a token");
    let info = Form::new(&gateway, "alipay.user.info.share").with("auth_token", token);
    assert_eq!(info.call(&gateway).await["user_id"], "2088000000000007");
}

#[tokio::test]
async fn a_log_in_through_biz_content_is_rejected() {
    let gateway = Gateway::start().await.expect("a gateway");
    let grant = json!({"grant_type": "authorization_code", "code": test_values::USER_CODE});
    let form = Form::new(&gateway, LOG_IN).with("biz_content", grant);
    let response = form.call(&gateway).await;
    assert_eq!(response["sub_code"], "isv.grant-type-invalid");
    let expected = response["expected"].as_str().expect("a text");
    assert!(expected.contains("not in biz_content"), "{expected}");
}

#[tokio::test]
async fn an_object_beside_biz_content_is_its_json_text() {
    let gateway = Gateway::start().await.expect("a gateway");
    let form = |value: &str| {
        let form = Form::new(&gateway, "alipay.marketing.material.image.upload");
        form.with("file_key", "PROMO_LOGO").with("belong_merchant_info", value)
    };
    let response = form(r#"{"merchant_id": "2088", "business_type": null}"#).call(&gateway).await;
    assert_eq!(response["code"], "10000", "{response}");
    for (value, field) in [
        ("merchant 2088", "belong_merchant_info"),
        ("[]", "/belong_merchant_info"),
        (r#"{"merchant_id": {}}"#, "/belong_merchant_info/merchant_id"),
    ] {
        let response = form(value).call(&gateway).await;
        assert_eq!(response["sub_code"], "isv.invalid-parameter", "{value}");
        assert_eq!(response["details"][0]["field"], field);
    }
}

#[tokio::test]
async fn what_every_method_has_is_no_field_of_one() {
    let gateway = Gateway::start().await.expect("a gateway");
    // `version` is a parameter of the protocol, and no version of anything.
    let query = Form::new(&gateway, "alipay.trade.query").with("out_trade_no", "unknown");
    let response = query.with("prod_code", "1").call(&gateway).await;
    assert_eq!(response["sub_code"], "ACQ.TRADE_NOT_EXIST");
}
