//! A signed rejection stays one, whatever stands beside its code.

use alipay_sdk::model::AlipayTradePayModel;
use alipay_sdk::{Client, EncryptKey, Error, ErrorKind};
use http::Method;

use crate::platform::{key_mode, signed};
use crate::{complete, unsigned, v2_signature};

/// Fields beside the code that a strict reader fails on, or takes for a sign of something else.
fn oddities() -> Vec<String> {
    let deep = format!("{}1{}", "[".repeat(200), "]".repeat(200));
    let many: String = (0..100).map(|number| format!(r#","m{number}":{{"a":[1,2]}}"#)).collect();
    vec![
        String::new(),
        r#","message":null"#.to_owned(),
        r#","message":"m","expected":"x""#.to_owned(),
        r#","message":"m","more":1"#.to_owned(),
        r#","sub_msg":"a \ud800 b""#.to_owned(),
        r#","message":"\udfff""#.to_owned(),
        r#","\ud800":1"#.to_owned(),
        r#","sub_msg":1e999"#.to_owned(),
        r#","n":-123456789012345678901234567890.5E+400"#.to_owned(),
        format!(r#","sub_msg":{deep}"#),
        format!(r#","deep":{}{}"#, r#"{"a":"#.repeat(200), format!("1{}", "}".repeat(200))),
        format!(r#","message":"{}""#, "x".repeat(70_000)),
        format!(r#","filler":"{}""#, "中".repeat(50_000)),
        many,
    ]
}

fn client() -> Client {
    key_mode().encrypt_key("aYA0GP8JEW+D7/UFaskCWA==").build().unwrap()
}

/// The errors that v3 calls of known and unknown operations end with, plain and encrypted.
fn of_v3(status: u16, body: &str) -> Vec<Error> {
    let (client, order) = (client(), AlipayTradePayModel::new().out_trade_no("1"));
    let pay = || client.alipay_trade().pay(&order);
    let untyped = || client.untyped("a.b", Method::POST, "/v3/a/b");
    let answer = || signed(status, body.as_bytes());
    let key = EncryptKey::from_base64("aYA0GP8JEW+D7/UFaskCWA==").unwrap();
    let mut errors = vec![
        complete(pay().encrypt(false), answer()).expect_err(body),
        complete(untyped().encrypt(false), answer()).expect_err(body),
        complete(pay().encrypt(true), answer()).expect_err(body),
    ];
    if status == 200 {
        let answer = signed(status, key.encrypt(body.as_bytes()).as_bytes());
        errors.push(complete(pay().encrypt(true), answer).expect_err(body));
    }
    errors
}

#[test]
fn a_signed_rejection_of_v3_is_one_under_any_status() {
    for status in [200, 201, 400, 429, 500] {
        for oddity in oddities() {
            let body = format!(r#"{{"code":"ACQ.SYSTEM_ERROR"{oddity}}}"#);
            for error in of_v3(status, &body) {
                assert!(error.has_code("ACQ.SYSTEM_ERROR"), "{status} {body:.80}: {error:.300}");
                assert!(error.is_unknown_outcome() && error.api().unwrap().verified);
            }
        }
    }
}

#[test]
fn what_cannot_be_judged_is_a_decode_error_of_unknown_outcome() {
    for body in [
        r#"{"code":{"a":1}}"#,
        r#"{"code":true}"#,
        r#"{"code":["ACQ.SYSTEM_ERROR"]}"#,
        r#"{"code":"A","code":"B"}"#,
        r#"{"code":"A"#,
        r#"{"trade_no":"1"} {"code":"A"}"#,
    ] {
        let client = client();
        let call = client.untyped("a.b", Method::POST, "/v3/a/b").encrypt(false);
        let v3 = complete(call, signed(200, body.as_bytes())).unwrap_err();
        assert!(matches!(v3.kind(), ErrorKind::Decode(_)), "{body}: {v3:?}");
        assert!(v3.is_unknown_outcome() && !v3.is_retryable(), "{v3}");
        if let Some(error) = of_v2(body) {
            assert!(matches!(error.kind(), ErrorKind::Decode(_)), "{body}: {error:?}");
            assert!(error.is_unknown_outcome() && !error.is_retryable(), "{error}");
        }
    }
    for body in ["[]", "1", "true", r#"["40004"]"#] {
        let error = of_v2(body).unwrap();
        assert!(matches!(error.kind(), ErrorKind::Decode(_)), "{body}: {error:?}");
    }
}

/// The error of a signed response of the v2 gateway; none when the value is no JSON, which nothing
/// is read from.
fn of_v2(value: &str) -> Option<Error> {
    serde_json::from_str::<&serde_json::value::RawValue>(value).ok()?;
    let body = format!(r#"{{"a_b_response":{value},"sign":"{}"}}"#, v2_signature(value.as_bytes()));
    Some(complete(client().v2().untyped("a.b"), unsigned(200, body)).expect_err(value))
}

#[test]
fn a_signed_rejection_of_the_v2_gateway_is_one_whatever_its_text() {
    let key = EncryptKey::from_base64("aYA0GP8JEW+D7/UFaskCWA==").unwrap();
    for oddity in oddities() {
        let value = format!(r#"{{"code":"40004","sub_code":"ACQ.TRADE_NOT_EXIST"{oddity}}}"#);
        let encrypted = format!("\"{}\"", key.encrypt(value.as_bytes()));
        for value in [value, encrypted] {
            let error = of_v2(&value).unwrap();
            assert!(error.has_code("ACQ.TRADE_NOT_EXIST"), "{value:.80}: {error:.300}");
            assert!(error.is_business(), "{error:.300}");
        }
    }
}

#[test]
fn a_field_that_the_documents_call_code_is_none_of_a_rejection() {
    let client = client();
    let taken = |body: &str| {
        let call = client.untyped("a.b", Method::GET, "/v3/a").encrypt(false);
        complete(call, signed(200, body.as_bytes())).is_ok()
    };
    for body in [r#"{"code":10000}"#, r#"{"code":"200","data":{"code":"A.B"}}"#, r#"{"code":null}"#]
    {
        assert!(taken(body), "{body}");
    }
    for body in [r#"{"code":"SYSTEM_ERROR"}"#, r#"{"code":"40004","sub_code":"A.B"}"#] {
        assert!(!taken(body), "{body}");
    }
    let pay = client.alipay_trade().pay(&AlipayTradePayModel::new()).encrypt(false);
    assert!(complete(pay, signed(200, br#"{"code":"40004","msg":"m"}"#)).is_err());
}
