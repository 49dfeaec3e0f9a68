//! Encrypted calls of the v2 gateway.

use aes::cipher::block_padding::Pkcs7;
use aes::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
use alipay_gateway::Gateway;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use crate::form::{Form, Response, post};

fn key(gateway: &Gateway) -> [u8; 16] {
    let key = BASE64_STANDARD.decode(gateway.app().encrypt_key).expect("Base64");
    key.try_into().expect("16 bytes")
}

/// Sends content that is encrypted, or this one.
async fn send(gateway: &Gateway, content: Option<&str>) -> Response {
    let cipher = cbc::Encryptor::<aes::Aes128>::new(&key(gateway).into(), &[0; 16].into());
    let plain = json!({"out_trade_no": "1"}).to_string();
    let encrypted = BASE64_STANDARD.encode(cipher.encrypt_padded_vec::<Pkcs7>(plain.as_bytes()));
    let form = Form::new(gateway, "alipay.trade.query").with("encrypt_type", "AES");
    let form = form.with("biz_content", content.unwrap_or(&encrypted));
    post(gateway, "", &form.signed(gateway).encoded()).await
}

fn decrypted(gateway: &Gateway, text: &str) -> Value {
    let cipher = cbc::Decryptor::<aes::Aes128>::new(&key(gateway).into(), &[0; 16].into());
    let bytes = BASE64_STANDARD.decode(text).expect("Base64");
    let plain = cipher.decrypt_padded_vec::<Pkcs7>(&bytes).expect("the key of the application");
    serde_json::from_slice(&plain).expect("JSON")
}

#[tokio::test]
async fn a_rejection_of_the_business_is_encrypted() {
    let gateway = Gateway::start().await.expect("a gateway");
    let response = send(&gateway, None).await;
    assert!(response.is_signed(&gateway, "alipay_trade_query_response"));
    let content = response.content();
    let rejection = decrypted(&gateway, content.as_str().expect("Base64"));
    assert_eq!(rejection["code"], "40004");
    assert_eq!(rejection["sub_code"], "ACQ.TRADE_NOT_EXIST");
}

#[tokio::test]
async fn any_other_rejection_is_not_encrypted() {
    let gateway = Gateway::start().await.expect("a gateway");
    let response = send(&gateway, Some("AAAA")).await;
    assert!(response.is_signed(&gateway, "alipay_trade_query_response"));
    assert_eq!(response.content()["sub_code"], "isv.decryption-error-unknown");
    let other = alipay_gateway::Rejection::new(200, "app-call-limited", "应用调用次数超限");
    gateway.script("alipay.trade.query", Err(other));
    assert_eq!(send(&gateway, None).await.content()["sub_code"], "isv.app-call-limited");
}
