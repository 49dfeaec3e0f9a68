//! What a response proves that is no success: to writes, in its body, and to people.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod bodies;
mod hints;
#[path = "../platform/mod.rs"]
mod platform;
mod top_charset;
mod traces;
mod v2;
mod v3_charset;
mod writes;

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use alipay_sdk::model::{AlipayTradePayModel, AlipayTradeQueryModel};
use alipay_sdk::{Call, Client, Error, Operation, Response};
use platform::{key_mode, private_key, public_key};

/// A response without a signature.
fn unsigned(status: u16, body: impl Into<Vec<u8>>) -> http::Response<Vec<u8>> {
    http::Response::builder().status(status).body(body.into()).unwrap()
}

/// A client of the application that the cases are for.
fn case_client() -> Client {
    key_mode().app_id("2021000000000000").encrypt_key("aYA0GP8JEW+D7/UFaskCWA==").build().unwrap()
}

fn now<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("it waits for something"),
    }
}

/// What becomes of a response to a call.
fn complete<O: Operation>(
    call: Call<O>,
    response: http::Response<Vec<u8>>,
) -> Result<Response<O::Response>, Error> {
    now(call.prepare()).unwrap().1.complete(response)
}

/// The error that a payment, which is a write, ends with.
#[track_caller]
fn of_write(response: http::Response<Vec<u8>>) -> Error {
    let client = key_mode().build().unwrap();
    let order = AlipayTradePayModel::new().out_trade_no("1");
    complete(client.alipay_trade().pay(&order), response).unwrap_err()
}

/// The error that a question, which is a read, ends with.
#[track_caller]
fn of_read(response: http::Response<Vec<u8>>) -> Error {
    let client = key_mode().build().unwrap();
    let order = AlipayTradeQueryModel::new().out_trade_no("1");
    complete(client.alipay_trade().query(&order), response).unwrap_err()
}

/// The platform's signature of a text of the v2 gateway.
fn v2_signature(text: &[u8]) -> String {
    use base64::Engine;
    let signature = private_key("alipay").sign(text).unwrap();
    assert!(public_key("alipay").verify(text, &signature));
    base64::prelude::BASE64_STANDARD.encode(signature)
}

/// A file of `tests/fixtures/cases`.
fn case(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/cases");
    std::fs::read(format!("{folder}/{name}")).unwrap()
}
