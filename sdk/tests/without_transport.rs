//! A client has a transport, or was told to do without one. CI runs this file with the feature
//! `reqwest` and without it.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod platform;

use alipay_sdk::{Error, ErrorKind};
use axum::http::Method;
use platform::{key_mode, signed};

#[cfg(feature = "top")]
fn top() -> alipay_sdk::top::TopClientBuilder {
    alipay_sdk::top::TopClient::builder().app_key("1").secret("s")
}

#[cfg(not(feature = "reqwest"))]
#[test]
fn a_missing_transport_is_reported_when_the_client_is_built() {
    #[track_caller]
    fn names_the_feature(error: Error) {
        assert!(matches!(error.kind(), ErrorKind::Configuration { .. }), "{error:?}");
        assert!(error.to_string().contains("the feature `reqwest`"), "{error}");
    }

    names_the_feature(key_mode().build().unwrap_err());
    #[cfg(feature = "top")]
    names_the_feature(top().build().unwrap_err());
}

#[tokio::test]
async fn a_client_without_a_transport_prepares_and_completes_calls() {
    let client = key_mode().without_transport().build().unwrap();
    let call = client.untyped("a.b", Method::GET, "/v3/a/b");
    let (request, pending) = call.prepare().await.unwrap();
    assert_eq!(request.uri().path(), "/v3/a/b");
    pending.complete(signed(200, b"{}")).unwrap();
}

#[tokio::test]
async fn a_client_without_a_transport_says_so_when_it_is_to_send() {
    let client = key_mode().without_transport().build().unwrap();
    names_both(client.untyped("a.b", Method::POST, "/v3/a/b").await.unwrap_err());
    #[cfg(feature = "v2")]
    names_both(client.v2().untyped("a.b").await.unwrap_err());
}

#[cfg(feature = "top")]
#[tokio::test]
async fn a_client_of_top_without_a_transport_prepares_and_completes_calls() {
    let client = top().without_transport().build().unwrap();
    let (_, pending) = client.untyped("a.b").prepare().await.unwrap();
    pending.complete(http::Response::new(r#"{"a_b_response":{}}"#)).unwrap();
    names_both(client.untyped("a.b").await.unwrap_err());
}

/// The builder's method, and the feature that brings a transport.
#[track_caller]
fn names_both(error: Error) {
    assert!(matches!(error.kind(), ErrorKind::Request { .. }), "{error:?}");
    assert!(!error.is_unknown_outcome() && !error.is_retryable());
    let text = error.to_string();
    assert!(text.contains("`without_transport`") && text.contains("`reqwest`"), "{text}");
}
