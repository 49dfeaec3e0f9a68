//! Failures of the network, and time.

use std::time::{Duration, Instant};

use alipay_sdk::model::AlipayTradePayModel;
use alipay_sdk::testing::TestResponse;
use alipay_sdk::{ErrorKind, TransportErrorKind};
use serde_json::json;

use crate::{QUERY, query, shop};

const MINUTE: Duration = Duration::from_secs(60);

#[tokio::test]
async fn a_read_is_retried_and_the_wait_takes_no_time() {
    let (platform, client) = shop();
    platform.on(QUERY, |request| match request.number() {
        1 => TestResponse::failure(TransportErrorKind::Interrupted),
        2 => TestResponse::rejection("SYSTEM_ERROR", "busy").status(500),
        _ => json!({"trade_no": "2026"}).into(),
    });
    let start = Instant::now();
    assert_eq!(query(&client).await.unwrap().trade_no.as_deref(), Some("2026"));
    let numbers: Vec<_> = platform.requests().iter().map(|request| request.number()).collect();
    assert_eq!(numbers, [1, 2, 3]);
    assert!(start.elapsed() < MINUTE);
}

#[tokio::test]
async fn a_payment_whose_response_is_lost_is_of_unknown_outcome() {
    let (platform, client) = shop();
    platform.on("alipay.trade.pay", |_| TestResponse::failure(TransportErrorKind::Timeout));
    let error = client.alipay_trade().pay(&AlipayTradePayModel::new()).await.unwrap_err();
    assert!(error.is_unknown_outcome());
    assert_eq!(platform.requests().len(), 1);
}

#[tokio::test]
async fn a_delay_passes_by_the_clock_of_the_platform_and_ends_a_call_that_has_no_time() {
    let (platform, client) = shop();
    let start = Instant::now();
    platform.on(QUERY, |_| TestResponse::from(json!({})).after(MINUTE / 2));
    query(&client).await.unwrap();
    assert_eq!(platform.clock().passed(), MINUTE / 2);
    platform.on(QUERY, |_| TestResponse::from(json!({})).after(MINUTE));
    let error = query(&client).await.unwrap_err();
    let ErrorKind::Transport(error) = error.kind() else { panic!("{error}") };
    assert_eq!(error.kind(), TransportErrorKind::Timeout);
    assert_eq!(platform.clock().passed(), MINUTE * 3 / 2);
    assert!(start.elapsed() < MINUTE);
}

#[tokio::test]
async fn what_is_no_json_fails_and_says_so() {
    let (platform, client) = shop();
    platform.on(QUERY, |_| std::collections::BTreeMap::from([((1, 2), "a key that is no text")]));
    let error = query(&client).await.unwrap_err().to_string();
    assert!(error.contains("the response is not JSON: key must be a string"), "{error}");
}
