//! What logs show of a response.

use alipay_sdk::model::{AlipayTradePayModel, AlipayTradeQueryModel};
use alipay_sdk::{
    Body, Client, DecodeError, Error, ErrorCode, RetryPolicy, SignError, Signer, SigningFuture,
    Transport, TransportError, TransportErrorKind, TransportFuture,
};

use crate::platform::logs::Log;
use crate::platform::script::{Script, Then, Waits};
use crate::platform::{key_mode, signed};
use crate::{complete, of_write, unsigned};

/// The log lines while something is done.
async fn logged(work: impl Future) -> String {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(log.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let _ = work.await;
    drop(guard);
    log.take()
}

fn answering(response: http::Response<Vec<u8>>) -> Client {
    let script = Script::new([Then::Answer(response)]);
    let builder = key_mode().retry(RetryPolicy::never()).clock(Waits::new());
    builder.transport(script).build().unwrap()
}

#[tokio::test]
async fn a_rejection_that_a_question_waits_through_is_no_warning() {
    let rejected =
        |code: &str| signed(400, format!(r#"{{"code":"{code}","message":"m"}}"#).as_bytes());
    let question = AlipayTradeQueryModel::new().out_trade_no("1");
    let order = AlipayTradePayModel::new().out_trade_no("1");
    let client = answering(rejected("ACQ.TRADE_NOT_EXIST"));
    let log = logged(client.alipay_trade().query(&question)).await;
    assert!(log.contains("DEBUG") && log.contains("ACQ.TRADE_NOT_EXIST"), "{log}");
    assert!(!log.contains("WARN"), "{log}");
    for (response, read) in [
        (rejected("ACQ.TRADE_HAS_CLOSE"), false),
        (rejected("ACQ.SYSTEM_ERROR"), true),
        (rejected("invalid-signature"), true),
        (unsigned(400, r#"{"code":"ACQ.TRADE_NOT_EXIST"}"#), true),
        (unsigned(502, "<html>"), true),
    ] {
        let client = answering(response);
        let log = match read {
            true => logged(client.alipay_trade().query(&question)).await,
            false => logged(client.alipay_trade().pay(&order)).await,
        };
        assert!(log.contains("WARN"), "{log}");
    }
}

#[track_caller]
fn is_one_short_line(shown: &str) {
    assert!(!shown.contains(['\n', '\r', '\u{2028}', '\u{1b}']), "{shown:?}");
    assert!(!shown.contains("13800000000") && !shown.contains("li.si@example.com"), "{shown:?}");
    assert!(shown.len() < 4_000, "{} bytes", shown.len());
}

const FORGED: &str = "x\\n2026-11-26 INFO paid 13800000000 \\u2028\\u001b[0m";

#[tokio::test]
async fn a_code_a_path_and_an_id_from_outside_are_one_line_of_a_log() {
    let long = "y".repeat(200_000);
    for body in [
        format!(r#"{{"code":"{FORGED}","message":"m"}}"#),
        format!(r#"{{"code":"{long}","message":"{long}","expected":"{long}"}}"#),
    ] {
        for response in [signed(400, body.as_bytes()), unsigned(400, body.clone())] {
            let client = answering(response);
            let log = logged(client.untyped("a", http::Method::POST, "/v3/a")).await;
            // A line for each event.
            assert!(log.lines().all(|line| line.contains("alipay_sdk")), "{log}");
            assert!(log.len() < 8_000 && !log.contains("13800000000"), "{log}");
        }
    }
    let top = alipay_sdk::top::TopClient::builder().app_key("1").secret("s");
    let body =
        format!(r#"{{"error_response":{{"code":25,"request_id":"{FORGED}","msg":"{FORGED}"}}}}"#);
    let script = Script::new([Then::Answer(unsigned(200, body))]);
    let top = top.transport(script).clock(Waits::new()).build().unwrap();
    let log = logged(top.untyped("a.b")).await;
    assert!(log.lines().all(|line| line.contains("alipay_sdk")), "{log}");
    assert!(!log.contains("13800000000"), "{log}");
}

#[test]
fn errors_show_one_short_line_of_what_came() {
    let long = "z".repeat(200_000);
    let code = ErrorCode::from("x\n2026 INFO paid 13800000000");
    is_one_short_line(&code.to_string());
    is_one_short_line(&format!("{code:?}"));
    is_one_short_line(&ErrorCode::from(long.as_str()).to_string());
    assert_eq!(code.as_str(), "x\n2026 INFO paid 13800000000", "the caller may see it");
    for body in [
        format!(r#"{{"code":"{FORGED}","message":"{FORGED}","links":"{FORGED}"}}"#),
        format!(
            r#"{{"code":"a","details":[{{"field":"{FORGED}","location":"{FORGED}","issue":"{FORGED}"}}],
            "links":[{{"link":"l","rel":"{FORGED}"}}]}}"#
        ),
        format!(r#"{{"code":"{long}","message":"{long}"}}"#),
    ] {
        let error = of_write(unsigned(400, body));
        is_one_short_line(&error.to_string());
        is_one_short_line(&format!("{error:?}"));
    }
    for body in [
        format!(r#"{{"fund_bill_list":[{{"{FORGED}":1,"amount":{{"{FORGED}":1}}}}]}}"#),
        format!(r#"{{"voucher_detail_list":{{"{FORGED}":1}}}}"#),
        format!(r#"{{"fund_bill_list":{{"{long}":1}}}}"#),
    ] {
        let error = of_write(signed(200, body.as_bytes()));
        is_one_short_line(&error.to_string());
        is_one_short_line(&format!("{error:?}"));
    }
}

/// A transport and a signer that fail with a long text.
struct Loud;

fn text() -> String {
    format!("a\nb 13800000000 {}", "w".repeat(200_000))
}

impl Transport for Loud {
    fn send(&self, _: http::Request<Body>) -> TransportFuture<'_> {
        Box::pin(async { Err(TransportError::new(TransportErrorKind::NotSent, text())) })
    }
}

impl Signer for Loud {
    fn sign<'a>(&'a self, _: &'a [u8]) -> SigningFuture<'a> {
        Box::pin(std::future::ready(Err(SignError::new(text()))))
    }
}

#[tokio::test]
async fn what_a_transport_and_a_signer_say_is_cut_and_masked() {
    let order = AlipayTradePayModel::new().out_trade_no("1");
    let client = key_mode().transport(Loud).retry(RetryPolicy::never()).build().unwrap();
    let error: Error = client.alipay_trade().pay(&order).await.unwrap_err();
    is_one_short_line(&error.to_string());
    is_one_short_line(&format!("{error:?}"));
    let client = key_mode().signer(Loud).build().unwrap();
    let error = complete_unsigned(&client, &order);
    is_one_short_line(&error.to_string());
    is_one_short_line(&format!("{error:?}"));
}

fn complete_unsigned(client: &Client, order: &AlipayTradePayModel) -> Error {
    crate::now(client.alipay_trade().pay(order).prepare()).map(drop).unwrap_err()
}

#[test]
fn a_path_to_a_value_is_one_short_line() {
    /// An untyped field of maps, which is data down to its names.
    fn of(body: &str) -> DecodeError {
        let client = key_mode().build().unwrap();
        let call = client.alipay_trade().pay(&AlipayTradePayModel::new());
        let error = complete(call, signed(200, body.as_bytes())).unwrap_err();
        match error.kind() {
            alipay_sdk::ErrorKind::Decode(error) => error.clone(),
            _ => panic!("{error:?}"),
        }
    }
    let error = of(r#"{"fund_bill_list":"13800000000"}"#);
    is_one_short_line(&error.to_string());
    assert_eq!(error.path, "fund_bill_list");
}
