//! Responses of the v2 gateway in GBK, although UTF-8 was asked for.

use alipay_sdk::{Client, Error, ErrorKind, Json, Response, SignatureProblem};

use crate::platform::{certificate_mode, key_mode};
use crate::{case, case_client, complete, unsigned, v2_signature};

fn query(client: &Client, body: Vec<u8>, content_type: &str) -> Result<Response<Json>, Error> {
    let mut response = unsigned(200, body);
    response.headers_mut().insert("content-type", content_type.parse().unwrap());
    complete(client.v2().untyped("alipay.trade.query"), response)
}

const CONTENT_TYPES: [&str; 4] = [
    "text/html;charset=utf-8",
    "text/html;charset=GBK",
    "text/html",
    "text/html;charset=shift_jis",
];

#[test]
fn an_unsigned_rejection_in_gbk_keeps_its_codes_and_its_text() {
    for content_type in CONTENT_TYPES {
        let body = case("v2_answer_A1a.bin");
        let error = query(&case_client(), body.clone(), content_type).unwrap_err();
        let rejection = error.api().unwrap_or_else(|| panic!("{error:?}"));
        assert_eq!(rejection.gateway_code.as_deref(), Some("20000"));
        assert!(rejection.has_code("aop.unknow-error") && !rejection.verified);
        assert_eq!(rejection.message.as_deref(), Some("系统繁忙"));
        assert!(error.is_unknown_outcome());
        assert_eq!(&error.body().unwrap()[..], body, "as it was received");
    }
}

#[test]
fn a_success_in_gbk_is_verified_over_its_bytes_and_then_decoded() {
    for content_type in CONTENT_TYPES {
        let body = case("v2_answer_A1d.bin");
        let response = query(&case_client(), body.clone(), content_type).unwrap();
        assert_eq!(response["subject"], "大乐透2.1");
        assert_eq!(response["trade_status"], "TRADE_SUCCESS");
        assert!(response.is_verified());
        assert_eq!(&response.body()[..], body);
    }
    let mut changed = case("v2_answer_A1d.bin");
    let at = changed.iter().position(|byte| *byte > 0x80).unwrap();
    changed[at + 1] ^= 1;
    let error = query(&case_client(), changed, "text/html").unwrap_err();
    let ErrorKind::Signature(error) = error.kind() else { panic!("{error:?}") };
    assert_eq!(error.problem, SignatureProblem::Mismatch);
}

/// A signed response whose value is these bytes.
fn signed(value: &[u8]) -> Vec<u8> {
    let (before, sign) = (b"{\"alipay_trade_query_response\":", v2_signature(value));
    [before, value, format!(",\"sign\":\"{sign}\"}}").as_bytes()].concat()
}

#[test]
fn a_text_that_cannot_be_decoded_loses_itself_alone() {
    // 系统, and a text of which half a character is left.
    let value =
        b"{\"code\":\"40004\",\"sub_code\":\"ACQ.TRADE_NOT_EXIST\",\"msg\":\"\xcf\xb5\xcd\xb3\",\
        \"sub_msg\":\"\xbd\xbb\xd2\xd7\xb2\"}";
    for content_type in CONTENT_TYPES {
        let error = query(&key_mode().build().unwrap(), signed(value), content_type).unwrap_err();
        let rejection = error.api().unwrap_or_else(|| panic!("{error:?}"));
        assert!(rejection.has_code("ACQ.TRADE_NOT_EXIST") && rejection.verified);
        assert!(error.is_business(), "{error}");
        assert_eq!(rejection.gateway_code.as_deref(), Some("40004"));
        assert!(rejection.message.as_ref().unwrap().contains('\u{fffd}'), "{rejection}");
    }
    let mixed =
        [r#"{"a":"中文","b":""#.as_bytes(), b"\xb4\xf3\xc0\xd6\xcd\xb8\",\"c\":\"\xff\"}"].concat();
    let response = query(&key_mode().build().unwrap(), signed(&mixed), "text/html").unwrap();
    assert_eq!(*response, serde_json::json!({"a": "中文", "b": "大乐透", "c": "\u{fffd}"}));
    // Cut inside of a character, so that as GBK it would be a text.
    let cut = ["{\"a\":\"中文\",\"b\":\"交易".as_bytes(), b"\xe5\x8a\"}"].concat();
    let response = query(&key_mode().build().unwrap(), signed(&cut), "text/html").unwrap();
    assert_eq!(response["a"], "中文");
}

#[test]
fn no_charset_of_an_unsigned_header_moves_the_end_of_a_text() {
    // Read as GBK the last byte of 中 takes the backslash with it, and the status is the buyer's.
    let value = r#"{"subject":"中\",\"trade_status\":\"TRADE_SUCCESS","trade_status":"WAIT"}"#;
    for content_type in CONTENT_TYPES {
        let body = signed(value.as_bytes());
        let response = query(&key_mode().build().unwrap(), body, content_type).unwrap();
        assert_eq!(response["trade_status"], "WAIT", "{content_type}");
    }
}

#[test]
fn a_serial_that_is_no_text_names_no_certificate() {
    let client = certificate_mode().build().unwrap();
    let value = r#"{"code":"10000","msg":"Success"}"#;
    let sign = v2_signature(value.as_bytes());
    let with = |serial: &str| {
        let body = format!(
            r#"{{"alipay_trade_query_response":{value},"alipay_cert_sn":{serial},"sign":"{sign}"}}"#
        );
        query(&client, body.into(), "text/html")
    };
    let own = client.alipay_certificates()[0].serial().to_owned();
    assert!(with(&format!("\"{own}\"")).is_ok());
    for serial in ["7", "true", "[]", "{}", "\"7\"", &format!("[\"{own}\"]")] {
        let error = with(serial).unwrap_err();
        let ErrorKind::Signature(error) = error.kind() else { panic!("{serial}: {error:?}") };
        let problem = &error.problem;
        assert!(
            matches!(problem, SignatureProblem::UnknownCertificate { .. }),
            "{serial}: {error}"
        );
    }
}
