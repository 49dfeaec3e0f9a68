//! What errors say of the platform's side, and that they never say two things at once.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod platform;

use std::task::{Context, Poll, ready};
use std::time::Duration;

use alipay_sdk::ErrorKind;
use alipay_sdk::{
    Body, Error, FilePart, SignatureProblem, Transport, TransportErrorKind, TransportFuture, Upload,
};
use axum::Router;
use axum::body::Bytes;
use axum::http::{Method, Response};
use platform::{Pieces, Platform, key_mode, serve, signed};

/// The error of a response to a call of this method.
async fn error(method: Method, answer: Response<Vec<u8>>) -> Error {
    let client = key_mode().transport(Never).build().unwrap();
    let (_, pending) = client.untyped("test", method, "/v3/test").prepare().await.unwrap();
    pending.complete(answer).unwrap_err()
}

/// A transport that is not used, so that no TLS is set up.
struct Never;

impl Transport for Never {
    fn send(&self, _: http::Request<Body>) -> TransportFuture<'_> {
        panic!("somebody sends")
    }
}

fn unsigned(status: u16, body: &str) -> Response<Vec<u8>> {
    Response::builder().status(status).body(body.as_bytes().to_vec()).unwrap()
}

#[tokio::test]
async fn a_rejection_that_lost_its_code_is_of_unknown_outcome_to_a_write() {
    for (status, of_read) in [(400, true), (408, true), (499, true), (403, false), (429, false)] {
        let write = error(Method::POST, unsigned(status, "")).await;
        assert!(write.is_unknown_outcome() && !write.is_retryable(), "{write}");
        let read = error(Method::GET, unsigned(status, "")).await;
        assert_eq!(read.is_unknown_outcome(), of_read, "{read}");
    }
}

#[tokio::test]
async fn a_write_of_unknown_outcome_is_neither_retryable_nor_business() {
    let codes = [
        "",
        "ACQ.SYSTEM_ERROR",
        "ACQ.TRADE_NOT_EXIST",
        "REQUEST_PROCESSING",
        "app-call-limited",
        "invalid-signature",
        "isp.unknow-error",
        "unknow-error",
    ];
    for status in [302, 400, 403, 404, 408, 429, 499, 500, 502, 503, 504] {
        for code in codes {
            let body = format!(r#"{{"code":"{code}","message":"m"}}"#);
            for answer in [signed(status, body.as_bytes()), unsigned(status, &body)] {
                let error = error(Method::POST, answer).await;
                let what = format!("{status} {code}: {error:?}");
                assert!(!(error.is_retryable() && error.is_unknown_outcome()), "{what}");
                assert!(!(error.is_retryable() && error.is_business()), "{what}");
                assert!(!(error.is_business() && error.is_unknown_outcome()), "{what}");
            }
        }
    }
}

#[tokio::test]
async fn outcomes_are_told_apart() {
    for (answer, unknown, retryable, business) in [
        (signed(400, br#"{"code":"ACQ.TRADE_NOT_EXIST","message":"m"}"#), false, false, true),
        (signed(400, br#"{"code":"REQUEST_PROCESSING","message":"m"}"#), true, false, false),
        (unsigned(400, r#"{"code":"ACQ.PAYMENT_FAIL","message":"m"}"#), true, false, false),
        (unsigned(401, r#"{"code":"invalid-signature","message":"m"}"#), false, false, false),
        (unsigned(403, "<html>"), true, false, false),
        (unsigned(408, ""), true, false, false),
        (unsigned(408, r#"{"code":"timeout","message":"m"}"#), true, false, false),
        (unsigned(499, r#"{"code":"closed","message":"m"}"#), true, false, false),
        (unsigned(429, ""), true, false, false),
        (unsigned(502, "<html>"), true, false, false),
    ] {
        let shown = format!("{answer:?}");
        let error = error(Method::POST, answer).await;
        let found = (error.is_unknown_outcome(), error.is_retryable(), error.is_business());
        assert_eq!(found, (unknown, retryable, business), "{shown}");
    }
}

#[tokio::test]
async fn a_signed_refusal_is_no_success_under_another_status() {
    let error = error(Method::POST, signed(200, br#"{"code":"ACQ.SYSTEM_ERROR","message":"m"}"#));
    let error = error.await;
    assert!(error.has_code("ACQ.SYSTEM_ERROR"), "{error:?}");
    assert!(error.is_unknown_outcome());
}

#[tokio::test]
async fn a_refusal_that_forges_lines_or_floods_is_shown_in_one_short_line() {
    let message = format!("x\\n2026-01-01 INFO paid ok {}", "y".repeat(100_000));
    let body = format!(r#"{{"code":"c\nd","message":"{message}"}}"#);
    let error = error(Method::POST, unsigned(400, &body)).await;
    for shown in [error.to_string(), format!("{error:?}")] {
        assert!(!shown.contains('\n') && !shown.contains("\\n2026"), "{shown}");
        assert!(shown.len() < 2_000);
    }
    assert!(error.api().unwrap().message.as_ref().unwrap().len() > 100_000, "it is lost");
}

#[tokio::test]
async fn an_upload_may_take_longer_than_the_platform_may_be_silent() {
    let address = serve(
        Router::new().fallback(async |_: Bytes| signed(200, b"{}").map(axum::body::Body::from)),
    )
    .await;
    let client = key_mode()
        .base_url(format!("http://{address}"))
        .read_timeout(Duration::from_millis(200))
        .build()
        .unwrap();
    let (mut ticks, mut left) = (tokio::time::interval(Duration::from_millis(50)), 12);
    let bytes = Pieces(move |at: &mut Context<'_>| {
        ready!(ticks.poll_tick(at));
        left -= 1;
        Poll::Ready((left >= 0).then(|| Ok(Bytes::from_static(b"x"))))
    });
    let upload = Upload::new().file("file", FilePart::stream("slow.bin", bytes));
    client.untyped("test", Method::POST, "/v3/test").multipart(upload).await.unwrap();
}

#[tokio::test]
async fn an_answer_that_breaks_off_keeps_its_head_and_what_came() {
    let answer = signed(200, b"0123456789");
    let builder = key_mode().transport(BreaksOff(answer));
    let client = builder.build().unwrap();
    let error = client.untyped("test", Method::POST, "/v3/test").await.unwrap_err();
    let ErrorKind::Transport(source) = error.kind() else { panic!("{error:?}") };
    assert_eq!(source.kind(), TransportErrorKind::Interrupted);
    assert_eq!(error.trace_id(), Some("trace-1"));
    assert_eq!(&error.body().unwrap()[..], b"01234");
}

/// Gives half of a body.
struct BreaksOff(Response<Vec<u8>>);

impl Transport for BreaksOff {
    fn send(&self, _: http::Request<Body>) -> TransportFuture<'_> {
        let answer = self.0.clone().map(|body| {
            let mut half = Some(Bytes::copy_from_slice(&body[..body.len() / 2]));
            let cut = || std::io::Error::other("the cable is cut");
            let pieces =
                Pieces(move |_: &mut Context<'_>| Poll::Ready(Some(half.take().ok_or_else(cut))));
            Body::new(axum::body::Body::from_stream(pieces))
        });
        Box::pin(async move { Ok(answer) })
    }
}

#[cfg(feature = "blocking")]
#[test]
fn a_transport_that_panics_leaves_the_outcome_unknown() {
    let client = key_mode().transport(Never).build().unwrap();
    let error = client.untyped("test", Method::POST, "/v3/test").send_blocking().unwrap_err();
    assert!(error.is_unknown_outcome() && !error.is_retryable(), "{error:?}");
}

#[tokio::test]
async fn a_missing_signature_is_named() {
    let platform = Platform::with(key_mode(), unsigned(200, "{}")).await;
    let call = platform.client.untyped("test", Method::POST, "/v3/test");
    let error = call.await.unwrap_err();
    let ErrorKind::Signature(unsigned) = error.kind() else { panic!("{error:?}") };
    assert_eq!(unsigned.problem, SignatureProblem::Missing);
}
