//! Requests go where they are signed for, whatever HTTP client carries them.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod platform;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use alipay_sdk::ReqwestTransport;
use alipay_sdk::model::AlipayTradeQueryModel;
use axum::Router;
use axum::body::Body;
use platform::http::http_client;
use platform::{key_mode, serve};
use reqwest::redirect::Policy;

/// A platform that sends everybody on to this host.
async fn redirecting_to(address: SocketAddr) -> SocketAddr {
    let location = format!("http://{address}/");
    let app = Router::new().fallback(async move || {
        let response = axum::http::Response::builder().status(307).header("location", &location);
        response.body(Body::empty()).unwrap()
    });
    serve(app).await
}

/// The options of a client that follows redirects.
fn following() -> reqwest::ClientBuilder {
    http_client().redirect(Policy::limited(10)).no_proxy()
}

#[tokio::test]
async fn no_http_client_carries_the_token_of_a_merchant_to_another_host() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    let other = Router::new().fallback(async move || {
        count.fetch_add(1, Ordering::Relaxed);
    });
    let base = format!("http://{}", redirecting_to(serve(other).await).await);
    let transport = ReqwestTransport::new(following()).unwrap();
    for builder in [key_mode().http_client(following()), key_mode().transport(transport)] {
        let client = builder.base_url(&base).app_auth_token("token-of-a-merchant").build().unwrap();
        let order = AlipayTradeQueryModel::new().out_trade_no("T1");
        let error = client.alipay_trade().query(&order).await.unwrap_err();
        assert_eq!(error.status().unwrap().as_u16(), 307);
    }
    assert_eq!(asked.load(Ordering::Relaxed), 0, "the other host was asked");
}

#[test]
fn options_of_which_no_http_client_can_be_made_are_an_error() {
    let error = key_mode().http_client(following().user_agent("line\nfeed")).build().unwrap_err();
    assert!(error.to_string().contains("http_client"), "{error}");
}
