//! Responses that come as server-sent events, and those that could have.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod platform;

use std::pin::pin;
use std::sync::Mutex;
use std::task::{Context, Waker};

use alipay_sdk::model::{
    GrandsecurityBizrisksFactCheckModel, GrandsecurityBizrisksFactCheckResponseModel,
};
use alipay_sdk::{
    Body, Error, ErrorKind, EventStream, EventStreamError, Response, Transport, TransportFuture,
};
use bytes::Bytes;
use platform::{Pieces, Platform, header, key_mode, signed};
use tokio::sync::mpsc;

type Answer = Response<EventStream<GrandsecurityBizrisksFactCheckResponseModel>>;

const EVENTS: &str =
    "data: {\"content\":\"a\"}\n\nid: 7\ndata: {\"content\":\"b\"}\n\ndata: [DONE]\n\n";

fn events(body: impl Into<Vec<u8>>) -> axum::http::Response<Vec<u8>> {
    let answer =
        axum::http::Response::builder().header("content-type", "text/event-stream;charset=UTF-8");
    answer.body(body.into()).unwrap()
}

async fn asked(platform: &Platform) -> Result<Answer, Error> {
    let question = GrandsecurityBizrisksFactCheckModel::new().query("is it so?");
    platform.client.grandsecurity_bizrisks_fact().check(&question).await
}

/// The texts of the events until the end, or until an error.
async fn texts(answer: Answer) -> (Vec<String>, Option<EventStreamError>) {
    let (mut events, mut texts) = (answer.into_inner(), Vec::new());
    loop {
        match events.next().await {
            Some(Ok(event)) => texts.push(event.data().to_owned()),
            Some(Err(error)) => {
                assert!(events.next().await.is_none(), "nothing comes behind an error");
                return (texts, Some(error));
            }
            None => return (texts, None),
        }
    }
}

#[tokio::test]
async fn events_are_read_with_their_types_and_are_not_verified() {
    let mut platform = Platform::with(key_mode(), events(EVENTS)).await;
    let answer = asked(&platform).await.unwrap();
    assert!(!answer.is_verified());
    assert!(!format!("{answer:?}").contains("content"));
    let mut events = answer.into_inner();
    let first = events.next().await.unwrap().unwrap();
    assert_eq!(first.read().unwrap().content.as_deref(), Some("a"));
    let second = events.next().await.unwrap().unwrap();
    assert_eq!((second.id(), second.name()), (Some("7"), "message"));
    let done = events.next().await.unwrap().unwrap();
    assert_eq!(done.data(), "[DONE]");
    assert!(done.read().is_err() && events.next().await.is_none());
    let (request, _) = platform.request().await;
    assert_eq!(header(&request.headers, "accept"), Some("text/event-stream, application/json"));
}

#[tokio::test]
async fn one_document_instead_is_one_event() {
    let platform = Platform::answering(200, br#"{"content":"all"}"#).await;
    let answer = asked(&platform).await.unwrap();
    assert!(answer.is_verified());
    assert_eq!(texts(answer).await.0, [r#"{"content":"all"}"#]);
    let mut unsigned = signed(200, br#"{"content":"all"}"#);
    unsigned.headers_mut().remove("alipay-signature");
    let answer = asked(&Platform::with(key_mode(), unsigned).await).await.unwrap();
    assert!(!answer.is_verified());
    assert_eq!(texts(answer).await.0.len(), 1);
}

#[tokio::test]
async fn a_document_or_a_refusal_that_is_signed_must_be_signed_well() {
    for status in [200, 400] {
        let mut changed = signed(status, br#"{"code":"a","message":"b"}"#);
        *changed.body_mut() = br#"{"code":"c","message":"b"}"#.to_vec();
        let platform = Platform::with(key_mode(), changed).await;
        let error = asked(&platform).await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Signature(_)));
        let platform =
            Platform::answering(status, br#"{"code":"SYSTEM_ERROR","message":"b"}"#).await;
        assert!(asked(&platform).await.unwrap_err().has_code("SYSTEM_ERROR"));
    }
}

#[tokio::test]
async fn a_rejection_in_the_place_of_events_is_one_also_when_nobody_signed_it() {
    let mut unsigned = signed(200, br#"{"code":"SYSTEM_ERROR"}"#);
    unsigned.headers_mut().remove("alipay-signature");
    for (way, result) in by_every_way(unsigned).await {
        let error = result.unwrap_err();
        assert!(error.has_code("SYSTEM_ERROR") && !error.api().unwrap().verified, "{way}: {error}");
        assert!(error.is_unknown_outcome(), "{way}: {error}");
    }
}

#[tokio::test]
async fn a_202_that_nobody_signed_is_no_reason_for_a_retry() {
    let unsigned = axum::http::Response::builder().status(202).body(Vec::new()).unwrap();
    let mut platform = Platform::with(key_mode(), unsigned).await;
    let error = asked(&platform).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Signature(_)), "{error}");
    assert!(!error.is_retryable() && error.is_unknown_outcome());
    platform.request().await;
    assert!(platform.is_unasked());
}

#[tokio::test]
async fn too_much_is_an_error_behind_what_came_before() {
    let builder = key_mode().max_response_size(EVENTS.len() - 1);
    let platform = Platform::with(builder, events(EVENTS)).await;
    let (read, error) = texts(asked(&platform).await.unwrap()).await;
    assert!(
        read.len() < 3 && matches!(error, Some(EventStreamError::TooLarge { .. })),
        "{error:?}"
    );
    let endless = format!("data: a\n\ndata: {}", "x".repeat(2 << 20));
    let platform = Platform::with(key_mode(), events(endless)).await;
    let (read, error) = texts(asked(&platform).await.unwrap()).await;
    assert_eq!(read, ["a"]);
    assert!(matches!(error, Some(EventStreamError::TooLarge { limit: 1_048_576 })), "{error:?}");
}

/// Answers with the body once.
struct Once(Mutex<Option<Body>>);

impl Transport for Once {
    fn send(&self, _: http::Request<Body>) -> TransportFuture<'_> {
        let body = self.0.lock().unwrap().take().unwrap();
        let answer = events("").map(|_| body);
        Box::pin(async move { Ok(answer) })
    }
}

/// A body of pieces that the test sends when it likes; without a piece more it breaks off.
async fn live() -> (mpsc::UnboundedSender<Option<&'static str>>, Answer) {
    let (sender, mut receiver) = mpsc::unbounded_channel::<Option<&str>>();
    let pieces = Pieces(move |at: &mut Context<'_>| {
        receiver.poll_recv(at).map(|piece| match piece {
            Some(piece) => piece.map(|piece| Ok(Bytes::from(piece))),
            None => Some(Err(std::io::ErrorKind::ConnectionReset.into())),
        })
    });
    let body = Body::new(axum::body::Body::from_stream(pieces));
    let once = Once(Mutex::new(Some(body)));
    let client = key_mode().transport(once).build().unwrap();
    let question = GrandsecurityBizrisksFactCheckModel::new().query("is it so?");
    (sender, client.grandsecurity_bizrisks_fact().check(&question).await.unwrap())
}

#[tokio::test]
async fn a_read_that_is_given_up_loses_no_event() {
    let (sender, answer) = live().await;
    let mut events = answer.into_inner();
    let nothing_yet = |events: &mut EventStream<_>| {
        let next = pin!(events.next());
        assert!(next.poll(&mut Context::from_waker(Waker::noop())).is_pending());
    };
    nothing_yet(&mut events);
    sender.send(Some("data: a\n")).unwrap();
    nothing_yet(&mut events);
    sender.send(Some("\ndata: b\n\nda")).unwrap();
    assert_eq!(events.next().await.unwrap().unwrap().data(), "a");
    assert_eq!(events.next().await.unwrap().unwrap().data(), "b");
    nothing_yet(&mut events);
    sender.send(Some("ta: c\n\n")).unwrap();
    sender.send(None).unwrap();
    assert_eq!(events.next().await.unwrap().unwrap().data(), "c");
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_an_error_and_not_an_end() {
    let (sender, answer) = live().await;
    sender.send(Some("data: a\n\ndata: b")).unwrap();
    drop(sender);
    let (read, error) = texts(answer).await;
    assert_eq!(read, ["a"]);
    assert!(matches!(error, Some(EventStreamError::Transport(_))), "{error:?}");
}

#[test]
fn a_blocking_call_reads_events_to_the_last() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let platform = runtime.block_on(Platform::with(key_mode(), events(EVENTS)));
    let question = GrandsecurityBizrisksFactCheckModel::new().query("is it so?");
    let call = platform.client.grandsecurity_bizrisks_fact().check(&question);
    let answer = call.send_blocking().unwrap();
    let (read, error) = runtime.block_on(texts(answer));
    assert_eq!((read.len(), error.is_none()), (3, true));
}

/// What comes of a response by each of the three ways to send: awaited, on this thread, and by
/// somebody else.
async fn by_every_way(
    answer: axum::http::Response<Vec<u8>>,
) -> Vec<(&'static str, Result<bool, Error>)> {
    let platform = Platform::with(key_mode(), answer.clone()).await;
    let call = || {
        let question = GrandsecurityBizrisksFactCheckModel::new().query("is it so?");
        platform.client.grandsecurity_bizrisks_fact().check(&question)
    };
    let (awaited, blocking) = (call().await, call());
    let blocking = tokio::task::spawn_blocking(|| blocking.send_blocking()).await.unwrap();
    let completed = call().prepare().await.unwrap().1.complete(answer);
    [("awaited", awaited), ("blocking", blocking), ("completed", completed)]
        .map(|(way, result)| (way, result.map(|response| response.is_verified())))
        .into()
}

#[tokio::test]
async fn the_signature_rule_of_events_holds_for_every_way_to_send() {
    let document = br#"{"content":"all"}"#;
    let mut forged = signed(200, document);
    *forged.body_mut() = br#"{"content":"other"}"#.to_vec();
    let mut unsigned = signed(200, document);
    unsigned.headers_mut().remove("alipay-signature");
    for (answer, verified) in
        [(events(EVENTS), false), (signed(200, document), true), (unsigned, false)]
    {
        for (way, result) in by_every_way(answer).await {
            assert_eq!(result.unwrap(), verified, "{way}");
        }
    }
    for (way, result) in by_every_way(forged).await {
        let error = result.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Signature(_)), "{way}: {error:?}");
    }
}
