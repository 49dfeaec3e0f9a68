//! An unsigned response proves nothing about a write, but by the codes of the list.

use alipay_sdk::model::{AlipayTradePayModel, AlipayTradeQueryModel, AlipayTradeRefundModel};
use alipay_sdk::top::TopClient;
use alipay_sdk::{EncryptKey, Error, ErrorKind, RetryPolicy};

use crate::platform::key_mode;
use crate::platform::script::{Script, Then, Waits};
use crate::platform::signed;
use crate::{complete, of_read, of_write, unsigned, v2_signature};

fn told(error: &Error) -> (bool, bool, bool) {
    (error.is_unknown_outcome(), error.is_retryable(), error.is_business())
}

const UNKNOWN: (bool, bool, bool) = (true, false, false);
const NOT_DONE: (bool, bool, bool) = (false, false, false);

#[test]
fn without_a_code_nothing_is_known_whatever_the_status() {
    for status in [300, 400, 401, 403, 404, 405, 408, 413, 415, 429, 431, 499, 500, 502, 503, 504] {
        for body in ["", "<html>", "{}", r#"{"message":"m"}"#, r#"{"error":"rate limited"}"#] {
            let error = of_write(unsigned(status, body));
            assert_eq!(told(&error), UNKNOWN, "{status} {body}: {error}");
        }
    }
}

#[test]
fn a_code_counts_when_it_is_raised_before_processing() {
    for (status, code, expected) in [
        (401, "invalid-signature", NOT_DONE),
        (400, "illegal-timestamp", NOT_DONE),
        (403, "insufficient-isv-permissions", NOT_DONE),
        // Who counts an application's calls knows it, and signs.
        (429, "app-call-limited", UNKNOWN),
        (400, "timeout", UNKNOWN),
        (403, "forbidden", UNKNOWN),
        (400, "some-new-code", UNKNOWN),
        (400, "unknow-error", UNKNOWN),
        (400, "invalid-response-data", UNKNOWN),
        (400, "ACQ.PAYMENT_FAIL", UNKNOWN),
        (403, "ACQ.ACCESS_FORBIDDEN", UNKNOWN),
        // Its time was over: the sender of this response does not know its outcome.
        (408, "invalid-signature", UNKNOWN),
        (502, "invalid-signature", UNKNOWN),
    ] {
        let error = of_write(unsigned(status, format!(r#"{{"code":"{code}","message":"m"}}"#)));
        assert_eq!(told(&error), expected, "{status} {code}: {error}");
        assert!(error.has_code(code) && !error.api().unwrap().verified);
    }
}

#[test]
fn of_a_large_body_that_nobody_signed_no_code_counts() {
    let body = |length| format!(r#"{{"code":"invalid-signature","x":"{}"}}"#, "y".repeat(length));
    assert_eq!(told(&of_write(unsigned(401, body(1_000)))), NOT_DONE);
    let error = of_write(unsigned(401, body(1 << 20)));
    assert_eq!(told(&error), UNKNOWN);
    assert_eq!(error.code(), None);
}

#[test]
fn a_signed_code_counts_and_not_the_status() {
    for (status, code, expected) in [
        (400, "ACQ.TRADE_NOT_EXIST", (false, false, true)),
        // Nobody signs the status.
        (429, "ACQ.TRADE_HAS_SUCCESS", (false, false, true)),
        (429, "ACQ.SYSTEM_ERROR", UNKNOWN),
        (429, "app-call-limited", (false, true, false)),
        (400, "app-call-limited", (false, true, false)),
        (429, "invalid-signature", NOT_DONE),
        (400, "some-new-code", UNKNOWN),
        (200, "ACQ.TRADE_NOT_EXIST", UNKNOWN),
        (500, "ACQ.TRADE_NOT_EXIST", UNKNOWN),
    ] {
        let body = format!(r#"{{"code":"{code}","message":"m"}}"#);
        let error = of_write(signed(status, body.as_bytes()));
        assert_eq!(told(&error), expected, "{status} {code}: {error}");
    }
}

#[test]
fn a_signed_success_is_no_rejection_under_any_status() {
    let paid = br#"{"trade_no":"2026","out_trade_no":"1","total_amount":"8.80"}"#;
    for status in [302, 400, 401, 403, 404, 408, 409, 429, 500, 502, 503] {
        for body in [paid.as_slice(), b"{}", b"", b"[]", br#"{"code":null}"#, br#"{"code":""#] {
            for error in [of_write(signed(status, body)), of_read(signed(status, body))] {
                assert!(matches!(error.kind(), ErrorKind::UnexpectedStatus), "{error:?}");
                assert!(error.api().is_none(), "{error:?}");
                assert_eq!(told(&error), UNKNOWN, "{error}");
                assert!(error.to_string().contains(&status.to_string()), "{error}");
            }
        }
    }
}

/// How often a call is sent that gets this response and then a success.
async fn sent(then: http::Response<Vec<u8>>, call: impl AsyncFn(&alipay_sdk::Client)) -> usize {
    let script = Script::new([Then::Answer(then), Then::Answer(signed(200, b"{}"))]);
    let client = key_mode().transport(script.clone()).clock(Waits::new()).build().unwrap();
    call(&client).await;
    script.sent()
}

async fn pay(client: &alipay_sdk::Client) {
    let order = AlipayTradePayModel::new().out_trade_no("1");
    drop(client.alipay_trade().pay(&order).await);
}

async fn refund(client: &alipay_sdk::Client) {
    let order = AlipayTradeRefundModel::new().out_trade_no("1").out_request_no("r1");
    drop(client.alipay_trade().refund(&order).await);
}

async fn query(client: &alipay_sdk::Client) {
    let order = AlipayTradeQueryModel::new().out_trade_no("1");
    drop(client.alipay_trade().query(&order).await);
}

#[tokio::test]
async fn an_unsigned_429_never_sends_a_write_again() {
    for body in ["", "<html>", r#"{"code":"app-call-limited","message":"m"}"#] {
        assert_eq!(sent(unsigned(429, body), pay).await, 1, "{body}");
        assert_eq!(sent(unsigned(429, body), refund).await, 1, "{body}");
        assert_eq!(sent(unsigned(429, body), query).await, 2, "{body}");
    }
    let limited = br#"{"code":"app-call-limited","message":"m"}"#;
    assert_eq!(sent(signed(429, limited), pay).await, 2, "the platform says so");
}

#[tokio::test]
async fn a_signed_body_without_a_code_never_sends_a_write_again() {
    for status in [202, 403, 429, 500, 503] {
        let body = br#"{"trade_no":"2026","out_trade_no":"1"}"#;
        assert_eq!(sent(signed(status, body), pay).await, 1, "{status}");
        assert_eq!(sent(signed(status, body), refund).await, 1, "{status}");
    }
    assert_eq!(sent(signed(202, b""), pay).await, 2, "the platform asks for it");
}

/// What becomes of a rejection of the v2 gateway that nobody signed.
fn v2(code: &str, sub_code: &str) -> Error {
    let client = key_mode().build().unwrap();
    let body = format!(r#"{{"a_b_response":{{"code":"{code}","sub_code":"{sub_code}"}}}}"#);
    complete(client.v2().untyped("a.b"), unsigned(200, body)).unwrap_err()
}

#[test]
fn the_same_holds_at_the_v2_gateway() {
    for (code, sub_code, expected) in [
        ("40002", "isv.invalid-signature", NOT_DONE),
        ("40001", "isv.missing-signature", NOT_DONE),
        ("20001", "aop.invalid-auth-token", NOT_DONE),
        ("40005", "isv.app-call-limited", UNKNOWN),
        ("40002", "isv.some-new-code", UNKNOWN),
        ("40002", "", UNKNOWN),
        ("40004", "isv.invalid-signature", UNKNOWN),
        ("40004", "ACQ.TRADE_NOT_EXIST", UNKNOWN),
        ("20000", "isv.invalid-signature", UNKNOWN),
        ("20000", "aop.unknow-error", UNKNOWN),
    ] {
        let error = v2(code, sub_code);
        assert_eq!(told(&error), expected, "{code} {sub_code}: {error}");
    }
    for status in [403, 429, 502] {
        let client = key_mode().build().unwrap();
        for body in ["<html>", "", r#"{"code":"timeout"}"#] {
            let error = complete(client.v2().untyped("a.b"), unsigned(status, body)).unwrap_err();
            assert_eq!(told(&error), UNKNOWN, "{status} {body}: {error}");
        }
    }
}

/// A response of the v2 gateway with this value, signed by the platform or by nobody.
fn of_v2(status: u16, value: &str, is_signed: bool) -> http::Response<Vec<u8>> {
    let sign = v2_signature(value.as_bytes());
    let sign = if is_signed { format!(r#","sign":"{sign}""#) } else { String::new() };
    unsigned(status, format!(r#"{{"alipay_trade_pay_response":{value}{sign}}}"#))
}

/// What becomes of it after a payment, which is a write.
fn v2_pay(response: http::Response<Vec<u8>>) -> Error {
    let client = key_mode().encrypt_key(ENCRYPT_KEY).build().unwrap();
    complete(client.v2().untyped("alipay.trade.pay"), response).unwrap_err()
}

const ENCRYPT_KEY: &str = "aYA0GP8JEW+D7/UFaskCWA==";

#[test]
fn a_signed_success_of_the_v2_gateway_is_no_rejection_under_any_status() {
    let key = EncryptKey::from_base64(ENCRYPT_KEY).unwrap();
    let paid = r#"{"code":"10000","trade_no":"2026","out_trade_no":"1","total_amount":"8.80"}"#;
    let encrypted = format!("\"{}\"", key.encrypt(paid.as_bytes()));
    let in_progress = r#"{"code":"10003","msg":"order success pay inprocess"}"#;
    for status in [302, 400, 401, 403, 404, 408, 409, 429, 500, 502, 503] {
        for value in [paid, &encrypted, in_progress, r#"{"access_token":"t"}"#, "{}"] {
            let error = v2_pay(of_v2(status, value, true));
            assert!(matches!(error.kind(), ErrorKind::UnexpectedStatus), "{error:?}");
            assert!(error.api().is_none(), "{error:?}");
            assert_eq!(told(&error), UNKNOWN, "{status} {value}: {error}");
            assert!(error.to_string().contains(&status.to_string()), "{error}");
        }
    }
}

#[test]
fn a_signed_rejection_of_the_v2_gateway_under_another_status_proves_nothing_without_an_early_code()
{
    for status in [400, 403, 408, 429, 500, 502] {
        for value in [
            r#"{"code":"40004","msg":"Business Failed"}"#,
            r#"{"code":"40004","sub_code":"ACQ.TRADE_NOT_EXIST"}"#,
            r#"{"code":"40004","sub_code":"isv.invalid-parameter"}"#,
            r#"{"code":"40002","sub_code":"isv.some-new-code"}"#,
            r#"{"code":"20000","sub_code":"aop.unknow-error"}"#,
            r#"{"sub_code":"ACQ.SYSTEM_ERROR"}"#,
        ] {
            let error = v2_pay(of_v2(status, value, true));
            assert!(error.api().is_some_and(|rejection| rejection.verified), "{error:?}");
            assert_eq!(told(&error), UNKNOWN, "{status} {value}: {error}");
        }
    }
    for (status, is_signed, expected) in [
        (403, true, NOT_DONE),
        (403, false, NOT_DONE),
        // Its time was over, or somebody failed on the way.
        (408, true, UNKNOWN),
        (408, false, UNKNOWN),
        (502, true, UNKNOWN),
        (502, false, UNKNOWN),
    ] {
        let value = r#"{"code":"40002","sub_code":"isv.invalid-signature"}"#;
        let error = v2_pay(of_v2(status, value, is_signed));
        assert_eq!(told(&error), expected, "{status} {is_signed}: {error}");
    }
}

#[tokio::test]
async fn no_response_of_the_v2_gateway_under_another_status_sends_a_write_again() {
    let pay = async |client: &alipay_sdk::Client| {
        drop(client.v2().untyped("alipay.trade.pay").await);
    };
    for status in [403, 429, 500, 503] {
        for value in [
            r#"{"code":"10000","trade_no":"2026"}"#,
            r#"{"code":"40004","sub_code":"ACQ.TRADE_NOT_EXIST"}"#,
            r#"{"code":"20000","sub_code":"aop.unknow-error"}"#,
        ] {
            for is_signed in [true, false] {
                let times = sent(of_v2(status, value, is_signed), pay).await;
                assert_eq!(times, 1, "{status} {value} {is_signed}");
            }
        }
    }
    let refund = async |client: &alipay_sdk::Client| {
        drop(client.v2().untyped("alipay.trade.pay").idempotent(true).await);
    };
    for status in [403, 429, 500, 503] {
        let refunded = r#"{"code":"10000","fund_change":"Y"}"#;
        assert_eq!(sent(of_v2(status, refunded, true), refund).await, 1, "{status}");
    }
    for sub_code in ["isv.app-call-limited", "isp.busy"] {
        let limited = format!(r#"{{"code":"40005","sub_code":"{sub_code}"}}"#);
        assert_eq!(sent(of_v2(429, &limited, true), pay).await, 2, "the platform says so");
        assert_eq!(sent(of_v2(429, &limited, false), pay).await, 1, "anybody says so");
    }
}

#[tokio::test]
async fn the_same_holds_at_top() {
    let busy = br#"{"error_response":{"code":7,"msg":"App Call Limited"}}"#;
    for (status, body, times, expected) in [
        (200, &busy[..], 2, None),
        (429, &busy[..], 1, Some(NOT_DONE)),
        (429, b"", 1, Some(UNKNOWN)),
        (502, &busy[..], 1, Some(UNKNOWN)),
        (408, br#"{"error_response":{"code":25,"msg":"Invalid signature"}}"#, 1, Some(UNKNOWN)),
        (403, b"<html>", 1, Some(UNKNOWN)),
        (200, br#"{"error_response":{"code":15,"sub_code":"isv.new"}}"#, 1, Some(UNKNOWN)),
        (200, br#"{"error_response":{"code":25,"msg":"Invalid signature"}}"#, 1, Some(NOT_DONE)),
        (200, br#"{"error_response":{"code":99}}"#, 1, Some(UNKNOWN)),
    ] {
        let done = unsigned(200, r#"{"a_b_response":{}}"#);
        let script = Script::new([Then::Answer(unsigned(status, body)), Then::Answer(done)]);
        let client = TopClient::builder().app_key("1").secret("s").retry(RetryPolicy::new());
        let client = client.transport(script.clone()).clock(Waits::new()).build().unwrap();
        let result = client.untyped("a.b").await;
        assert_eq!(script.sent(), times, "{status} {result:?}");
        assert_eq!(result.err().as_ref().map(told), expected, "{status} {body:?}");
    }
}
