//! What an app reports of a payment: the field `result` as it got it, or something else.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod platform;

use alipay_sdk::operation::AlipayTradeAppPay;
use alipay_sdk::v2::AppResult;
use alipay_sdk::{Error, ErrorKind, SignatureProblem};
use platform::key_mode;
use serde_json::{Value, json};

/// The object that an app gets.
const OBJECT: &str = include_str!("fixtures/cases/app_result_A11b.txt");

/// The result of a buyer who turned back.
const EMPTY: &str = include_str!("fixtures/cases/app_result_A11e.txt");

type Read = AppResult<<AlipayTradeAppPay as alipay_sdk::Operation>::Response>;

fn read(result: &str) -> Result<Read, Error> {
    let client = key_mode().without_transport().build().unwrap();
    client.v2().verify_result::<AlipayTradeAppPay>(result)
}

/// What the error says of a text that is not the field `result`.
fn told(result: &str) -> String {
    let error = read(result).unwrap_err();
    assert!(error.is_unknown_outcome(), "{error}");
    match error.kind() {
        ErrorKind::Signature(error) => match &error.problem {
            SignatureProblem::NotAsReceived(what) => what.clone(),
            other => panic!("{result}: {other}"),
        },
        other => panic!("{result}: {other}"),
    }
}

fn object() -> Value {
    serde_json::from_str(OBJECT).unwrap()
}

fn result() -> String {
    object()["result"].as_str().unwrap().to_owned()
}

#[test]
fn the_field_of_the_object_is_verified() {
    let paid = read(&result()).unwrap().signed().unwrap();
    assert_eq!((paid.out_trade_no.as_deref(), paid.is_verified()), (Some("T1"), true));
}

#[test]
fn the_object_around_the_result_is_told_from_it() {
    let says = "pass the field `result` unchanged, not the object around it";
    assert!(told(OBJECT).starts_with(says));
    for (status, meaning) in [
        ("9000", "succeeded"),
        ("8000", "query the trade"),
        ("6004", "query the trade"),
        ("6002", "query the trade"),
        ("6001", "the buyer canceled"),
        ("4000", "failed"),
    ] {
        for result in [json!(result()), json!(""), json!({}), Value::Null] {
            let mut object = object();
            object["result"] = result;
            object["resultStatus"] = status.into();
            let told = told(&object.to_string());
            assert!(told.starts_with(says) && told.contains(meaning), "{status}: {told}");
        }
    }
    let only = json!({"memo": "", "resultStatus": 6001}).to_string();
    assert!(told(&only).contains("the buyer canceled"));
}

#[test]
fn an_empty_result_is_a_canceled_payment() {
    for empty in [EMPTY, " ", "\r\n"] {
        let read = read(empty).unwrap();
        assert!(matches!(read, AppResult::Canceled), "{read:?}");
        assert!(read.signed().is_none());
    }
}

#[test]
fn what_was_made_of_the_result_on_the_way_is_told() {
    let text = result();
    for wrong in [
        Value::String(text.clone()).to_string(),
        json!([object()]).to_string(),
        "undefined".to_owned(),
        "{resultStatus=6001, result=, memo=}".to_owned(),
        "resultStatus={6001};memo={};result={}".to_owned(),
        text.replace('{', "%7B").replace('"', "%22"),
        "out_trade_no=T1&sign=x".to_owned(),
    ] {
        assert!(told(&wrong).starts_with("pass the field `result` unchanged"), "{wrong}");
    }
    let blanks = text.replace('+', " ");
    assert_ne!(blanks, text);
    assert!(told(&blanks).contains("blanks where `+` belongs"));
}

#[test]
fn an_error_shows_no_value_of_the_result() {
    let mut object = object();
    object["memo"] = "13912345678".into();
    object["resultStatus"] = "13912345678".into();
    let error = read(&object.to_string()).unwrap_err();
    assert!(!format!("{error} {error:?}").contains("13912345678"), "{error:?}");
}

#[test]
fn what_is_longer_than_the_limit_is_not_looked_at() {
    const LIMIT: usize = 64 << 10;
    let result = result();
    let longest = format!("{result}{}", " ".repeat(LIMIT - result.len()));
    assert!(read(&longest).unwrap().signed().is_some());
    let error = read(&(longest + " ")).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::TooLarge { limit: LIMIT, .. }), "{error}");
}
