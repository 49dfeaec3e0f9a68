//! The test platform: what it shows of requests, how it responds, and what it refuses.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[cfg(unix)]
mod failures;
mod flows;
mod notification;
mod pages;
mod requests;
mod responses;
#[cfg(feature = "secrecy")]
mod secrets;
mod top;
mod v2;

use alipay_sdk::model::{AlipayTradeQueryModel, AlipayTradeQueryResponseModel};
use alipay_sdk::testing::TestPlatform;
use alipay_sdk::{Client, Error, Response};

/// A platform, and a client of it.
fn shop() -> (TestPlatform, Client) {
    let platform = TestPlatform::new();
    let client = platform.client().build().unwrap();
    (platform, client)
}

const QUERY: &str = "alipay.trade.query";

async fn query(client: &Client) -> Result<Response<AlipayTradeQueryResponseModel>, Error> {
    client.alipay_trade().query(&AlipayTradeQueryModel::new().out_trade_no("T1")).await
}
