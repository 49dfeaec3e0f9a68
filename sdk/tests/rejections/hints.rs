//! What stands in the place of a response is called by its name, with what to do about it.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use alipay_sdk::model::AlipayTradePayModel;
use alipay_sdk::operation::AlipayTradeAppPay;
use alipay_sdk::top::{Format, TopClient};
use alipay_sdk::v2::AppResult;
use alipay_sdk::{EncryptKey, Error, ErrorKind, SignatureError, SignatureProblem};

use crate::platform::{key_mode, signed};
use crate::{case, case_client, complete, of_write, unsigned, v2_signature};

#[track_caller]
fn signature(error: &Error) -> &SignatureError {
    let ErrorKind::Signature(unsigned) = error.kind() else { panic!("{error:?}") };
    assert_eq!(unsigned.problem, SignatureProblem::Missing);
    assert!(error.is_unknown_outcome() && !error.is_retryable());
    unsigned
}

/// The error of a response to a v3 call, and to one of the v2 gateway.
fn told(body: &str) -> [String; 2] {
    let client = case_client();
    let pay = client.alipay_trade().pay(&AlipayTradePayModel::new());
    let v3 = complete(pay, unsigned(200, body)).unwrap_err();
    let v2 = complete(client.v2().untyped("a.b"), unsigned(200, body)).unwrap_err();
    [v3, v2].map(|error| {
        signature(&error);
        error.to_string()
    })
}

#[test]
fn each_situation_has_its_own_sentence() {
    let key = EncryptKey::from_base64("aYA0GP8JEW+D7/UFaskCWA==").unwrap();
    let ciphertext = key.encrypt(br#"{"code":"10000"}"#);
    let field = format!(r#"{{"a_b_response":"{ciphertext}"}}"#);
    let rejection = r#"{"code":"invalid-app-id","message":"m"}"#;
    for (bodies, words) in [
        (["", ""], "it is empty"),
        (["  \n", "\r\n"], "it is empty"),
        (["<html>x", "<!DOCTYPE html><p>"], "an HTML page"),
        ([rejection, rejection], "an unsigned rejection"),
        ([&*ciphertext, &*field], "it is encrypted"),
        (["{}", r#"{"a_b_response":{}}"#], "it carries no signature"),
        (["[1]", "[1]"], "it carries no signature"),
    ] {
        let found = [told(bodies[0])[0].clone(), told(bodies[1])[1].clone()];
        for found in found {
            assert!(found.contains(words), "{bodies:?}: {found}");
        }
    }
    let other = told(r#"{"a_c_response":{"code":"10000"},"sign":"x"}"#);
    assert!(other[1].contains("another method (`a_c_response`)"), "{}", other[1]);
}

#[test]
fn a_rejection_that_nobody_signed_is_claimed_and_its_code_is_shown() {
    let error = of_write(unsigned(200, r#"{"code":"invalid-app-id","message":"无效的应用标识"}"#));
    let claimed = signature(&error).claimed.as_ref().unwrap();
    assert!(claimed.has_code("invalid-app-id"));
    assert!(error.to_string().contains("invalid-app-id: 无效的应用标识"), "{error}");
}

#[test]
fn what_is_neither_utf_8_nor_gbk_is_called_so() {
    let utf_16: Vec<u8> =
        "{\"a\":1}".encode_utf16().flat_map(u16::to_le_bytes).chain([0xff]).collect();
    let error = complete(case_client().v2().untyped("a.b"), unsigned(200, utf_16)).unwrap_err();
    assert!(signature(&error).to_string().contains("neither UTF-8 nor GBK"), "{error}");
}

#[test]
fn a_page_names_the_proxy_whatever_its_status() {
    for status in [200, 403, 429, 502] {
        let mut page = unsigned(status, "<html><title>Blocked 13800000000</title></html>");
        page.headers_mut().insert("server", "squid/5.7".parse().unwrap());
        let error = of_write(page);
        let shown = error.to_string();
        assert!(shown.contains("an HTML page of `squid/5.7"), "{shown}");
        assert!(shown.contains("proxy") && !shown.contains("13800000000"), "{shown}");
    }
}

#[test]
fn an_operation_that_a_browser_carries_and_that_was_awaited_says_so() {
    let client = case_client();
    for (status, body) in [(200, "<html>cashier</html>"), (302, "")] {
        let call = client.v2().untyped("alipay.trade.page.pay");
        let error = complete(call, unsigned(status, body)).unwrap_err();
        assert!(error.to_string().contains("page_execute"), "{error}");
    }
}

fn result(text: Vec<u8>) -> Error {
    let text = String::from_utf8(text).unwrap();
    case_client().v2().verify_result::<AlipayTradeAppPay>(text).unwrap_err()
}

#[test]
fn what_an_app_passes_wrongly_is_told() {
    let whole = result(case("app_result_A11b.txt"));
    assert!(whole.to_string().contains("pass the field `result` unchanged"), "{whole}");
    let empty = String::from_utf8(case("app_result_A11e.txt")).unwrap();
    let empty = case_client().v2().verify_result::<AlipayTradeAppPay>(empty);
    assert!(matches!(empty, Ok(AppResult::Canceled)), "{empty:?}");
    // And the text inside is accepted.
    let whole: serde_json::Value = serde_json::from_slice(&case("app_result_A11b.txt")).unwrap();
    let inner = whole["result"].as_str().unwrap();
    assert!(case_client().v2().verify_result::<AlipayTradeAppPay>(inner).is_ok());
}

#[test]
fn a_page_in_the_place_of_a_response_of_top_is_no_success() {
    let page = case("top_answer_F6a.html");
    for builder in [
        TopClient::builder(),
        TopClient::builder().format(Format::Xml),
        TopClient::builder().simplify(true),
    ] {
        let client = builder.app_key("1").secret("s").without_transport().build().unwrap();
        for method in ["yunos.miniapp.offlinepkg.push", "a.b"] {
            let error = complete(client.untyped(method), unsigned(200, page.clone())).unwrap_err();
            assert!(matches!(error.kind(), ErrorKind::Decode(_)), "{error:?}");
            assert!(error.is_unknown_outcome() && !error.is_retryable(), "{error}");
            assert!(error.to_string().contains("an HTML page"), "{error}");
        }
    }
}

#[test]
fn what_was_expected_is_shown() {
    let body =
        r#"{"code":"invalid-signature","message":"无效签名","expected":"app_id=1\nPOST\n/v3/a"}"#;
    let error = of_write(signed(401, body.as_bytes()));
    assert_eq!(error.api().unwrap().expected.as_deref(), Some("app_id=1\nPOST\n/v3/a"));
    assert!(error.to_string().contains("; expected: app_id=1 POST /v3/a"), "{error}");
    let value = r#"{"code":"40002","sub_code":"isv.invalid-app-id","sub_msg":"s","expected":"another",
        "links":[{"link":"https://open.alipay.com/x"}]}"#;
    let body = format!(r#"{{"a_b_response":{value},"sign":"{}"}}"#, v2_signature(value.as_bytes()));
    let call = key_mode().build().unwrap();
    let error = complete(call.v2().untyped("a.b"), unsigned(200, body)).unwrap_err();
    assert!(error.to_string().contains("isv.invalid-app-id: s; expected: another"), "{error}");
    assert!(error.to_string().contains("see https://open.alipay.com/x"), "{error}");
}

#[test]
fn a_clock_that_is_off_is_told_by_how_much() {
    let now = UNIX_EPOCH + Duration::from_secs(1_781_590_001);
    let date = |mut response: http::Response<Vec<u8>>, seconds: i64| {
        response.headers_mut().insert("date", later(now, seconds).parse().unwrap());
        response
    };
    let client = key_mode().clock(move || now).build().unwrap();
    let pay = || client.alipay_trade().pay(&AlipayTradePayModel::new());
    let body = r#"{"code":"illegal-timestamp","message":"m"}"#;
    let ahead = complete(pay(), date(unsigned(401, body), -725)).unwrap_err().to_string();
    assert!(ahead.contains("clock is 12 min 5 s ahead of"), "{ahead}");
    let behind =
        complete(pay(), date(signed(401, body.as_bytes()), 3_600)).unwrap_err().to_string();
    assert!(behind.contains("clock is 1 h 0 min behind"), "{behind}");
    let v2 = r#"{"a_b_response":{"code":"40002","sub_code":"isv.invalid-timestamp"}}"#;
    let v2 = complete(client.v2().untyped("a.b"), date(unsigned(200, v2), 86_400)).unwrap_err();
    assert!(v2.to_string().contains("clock is 1 d 0 h behind"), "{v2}");
    let top = TopClient::builder().app_key("1").secret("s").clock(move || now).without_transport();
    let top = top.build().unwrap();
    let body = r#"{"error_response":{"code":31,"msg":"Invalid timestamp"}}"#;
    let top = complete(top.untyped("a.b"), date(unsigned(200, body), -61)).unwrap_err();
    assert!(top.to_string().contains("clock is 1 min 1 s ahead of"), "{top}");
}

/// So many seconds later, as `Date` writes it.
fn later(now: SystemTime, seconds: i64) -> String {
    let off = Duration::from_secs(seconds.unsigned_abs());
    httpdate::fmt_http_date(if seconds < 0 { now - off } else { now + off })
}
