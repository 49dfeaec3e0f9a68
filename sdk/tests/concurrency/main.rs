//! Many calls at once, and calls that are given up, slow, cut off or never answered.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod blocking;
mod broken;
mod given_up;
mod many;
#[path = "../platform/mod.rs"]
mod platform;
mod server;

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use alipay_sdk::model::{AlipayTradePayModel, AlipayTradePayResponseModel};
use alipay_sdk::{Client, Error, ErrorKind, Response, TransportErrorKind};
use platform::key_mode;

const LONG: Duration = Duration::from_secs(20);

fn client(address: SocketAddr) -> Client {
    key_mode().base_url(format!("http://{address}")).build().unwrap()
}

fn order(number: impl ToString) -> AlipayTradePayModel {
    AlipayTradePayModel::new().out_trade_no(number.to_string())
}

async fn pay(client: &Client) -> Result<Response<AlipayTradePayResponseModel>, Error> {
    client.alipay_trade().pay(&order("T1")).await
}

#[track_caller]
fn transport(error: &Error) -> TransportErrorKind {
    let ErrorKind::Transport(source) = error.kind() else { panic!("{error:?}") };
    source.kind()
}

/// Waits until something holds, and fails when it never does.
async fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < LONG, "{what} never happened");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
