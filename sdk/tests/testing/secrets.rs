//! Keys and tokens in a `SecretString`.

use alipay_sdk::testing::TestPlatform;
use alipay_sdk::top::TopClient;
use alipay_sdk::{Client, Config, Secret};
use secrecy::SecretString;
use serde_json::json;

use crate::QUERY;

const TOKEN: &str = "202611BBappAuthToken";

#[tokio::test]
async fn tokens_are_sent_wherever_they_were_set() {
    let platform = TestPlatform::new();
    platform.on(QUERY, |request| json!({"number": request.app_auth_token()}));
    let token = SecretString::from(TOKEN);
    let plain = platform.client().build().unwrap();
    let merchant = plain.for_merchant(&token).unwrap();
    let built = platform.client().app_auth_token(token.clone()).build().unwrap();
    let query = |client: &Client| client.v2().untyped(QUERY).json(&json!({}));
    for call in [query(&merchant), query(&built), query(&plain).app_auth_token(&token)] {
        assert_eq!(call.await.unwrap()["number"], TOKEN);
    }
    query(&plain).auth_token(SecretString::from("user")).await.unwrap();
    assert_eq!(platform.requests()[3].parameter("auth_token"), Some("user"));
}

#[test]
fn keys_are_read_and_their_errors_do_not_show_them() {
    let builder = || Client::builder().app_id("2021000000000000");
    let encrypt_key = SecretString::from("aYA0GP8JEW+D7/UFaskCWA==");
    let error = builder().encrypt_key(&encrypt_key).build().unwrap_err().to_string();
    assert!(error.contains("private_key is missing"), "{error}");
    let wrong = SecretString::from("hush hush");
    for builder in [builder().private_key(&wrong), builder().encrypt_key(wrong.clone())] {
        let error = builder.build().unwrap_err().to_string();
        assert!(error.contains("_key") && !error.contains("hush"), "{error}");
    }
    let mut config = Config::default();
    config.set("private_key", wrong).unwrap();
    assert_eq!(config.get("private_key").next(), Some("hush hush"));
}

#[test]
fn a_client_of_top_takes_them() {
    let secret = SecretString::from("hush");
    let builder = || TopClient::builder().app_key("23456789").secret(&secret);
    let client = builder().session(secret.clone()).proxy(Secret::from("http://a:hush@b")).build();
    assert!(!format!("{:?}", client.unwrap()).contains("hush"));
    let empty = builder().session(SecretString::from(" ")).build().unwrap_err().to_string();
    assert!(empty.contains("session is empty"), "{empty}");
}
