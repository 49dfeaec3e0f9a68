//! Responses of TOP in GBK.

use alipay_sdk::top::TopClient;
use alipay_sdk::{Error, ErrorKind, Json, Response};
use encoding_rs::GBK;

use crate::{complete, unsigned};

fn answer(body: &[u8]) -> Result<Response<Json>, Error> {
    let client = TopClient::builder().app_key("1").secret("s").without_transport();
    complete(client.build().unwrap().untyped("a.b"), unsigned(200, body))
}

#[test]
fn a_rejection_in_gbk_keeps_its_codes_and_its_text() {
    let text = r#"{"error_response":{"code":25,"msg":"Invalid signature","sub_msg":"签名无效"}}"#;
    let error = answer(&GBK.encode(text).0).unwrap_err();
    let rejection = error.api().unwrap_or_else(|| panic!("{error:?}"));
    assert_eq!(rejection.gateway_code.as_deref(), Some("25"));
    assert_eq!(rejection.message.as_deref(), Some("签名无效"));
    assert!(!error.is_unknown_outcome() && !error.is_retryable(), "{error}");
    // A text of which half a character is left loses itself alone.
    let cut =
        b"{\"error_response\":{\"code\":25,\"msg\":\"Invalid signature\",\"sub_msg\":\"\xb4\"}}";
    assert_eq!(answer(cut).unwrap_err().api().unwrap().gateway_code.as_deref(), Some("25"));
}

#[test]
fn a_success_in_gbk_is_decoded() {
    let body = GBK.encode(r#"{"a_b_response":{"title":"大乐透"}}"#).0;
    let response = answer(&body).unwrap();
    assert_eq!(response["title"], "大乐透");
    assert_eq!(&response.body()[..], &body[..], "as it was received");
}

#[test]
fn a_name_that_is_lost_is_no_success() {
    let error = answer(b"{\"a_b_response\":{\"na\xffme\":1}}").unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Decode(_)), "{error}");
}

#[test]
fn half_a_character_hides_no_values_from_the_limit() {
    // The second byte of the character is a backslash.
    let values = r#"{"":0},"#.repeat(100_000);
    let body =
        [b"{\"a_b_response\":{\"a\":\"\x81\x5c\",\"b\":[", values.as_bytes(), b"0]}}"].concat();
    let error = answer(&body).unwrap_err();
    assert!(error.to_string().contains("too many values"), "{error:.200}");
}
