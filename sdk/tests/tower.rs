//! Layers of tower around a transport, and services of tower as transports.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod platform;

use std::time::Duration;

use alipay_sdk::model::AlipayTradeQueryModel;
use alipay_sdk::{
    Body, ClientBuilder, ErrorKind, RetryPolicy, ServiceTransport, TransportErrorKind,
    TransportService,
};
use platform::{Platform, key_mode, signed};
use tower::limit::ConcurrencyLimitLayer;
use tower::{ServiceBuilder, service_fn};

/// The kind of the transport error that a query ends with, sent once.
async fn failure_of(builder: ClientBuilder) -> TransportErrorKind {
    let client = builder.retry(RetryPolicy::never()).build().unwrap();
    match client.alipay_trade().query(&order()).await.err().unwrap().kind() {
        ErrorKind::Transport(error) => error.kind(),
        other => panic!("{other}"),
    }
}

fn order() -> AlipayTradeQueryModel {
    AlipayTradeQueryModel::new().out_trade_no("T1")
}

#[tokio::test]
async fn layers_around_the_built_in_transport_let_calls_through() {
    let builder = key_mode().wrap_transport(|inner| {
        let layers = ServiceBuilder::new().layer(ConcurrencyLimitLayer::new(1));
        ServiceTransport::new(layers.service(TransportService::new(inner)))
    });
    let platform = Platform::with(builder, signed(200, br#"{"trade_no":"2026"}"#)).await;
    let trade = platform.client.alipay_trade().query(&order()).await.unwrap();
    assert_eq!(trade.trade_no.as_deref(), Some("2026"));
}

#[tokio::test]
async fn the_error_of_a_transport_behind_layers_says_what_was_sent() {
    let builder = key_mode().base_url("http://127.0.0.1:9");
    let kind = failure_of(
        builder.wrap_transport(|inner| ServiceTransport::new(TransportService::new(inner))),
    )
    .await;
    assert_eq!(kind, TransportErrorKind::NotSent);
}

#[tokio::test]
async fn an_error_of_a_service_leaves_the_outcome_unknown() {
    let service = service_fn(|_: http::Request<Body>| async {
        Err::<http::Response<Body>, _>(std::io::Error::other("the connection broke"))
    });
    let kind = failure_of(key_mode().transport(ServiceTransport::new(service))).await;
    assert_eq!(kind, TransportErrorKind::Interrupted);
}

#[tokio::test]
async fn a_service_that_does_not_respond_ends_with_the_time_of_the_call() {
    let service = service_fn(|_: http::Request<Body>| {
        std::future::pending::<Result<http::Response<Body>, std::io::Error>>()
    });
    let builder = key_mode().timeout(Duration::from_millis(150));
    let kind = failure_of(builder.transport(ServiceTransport::new(service))).await;
    assert_eq!(kind, TransportErrorKind::Timeout);
}
