//! Many strangers at once.

use std::sync::{Arc, Barrier};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use alipay_sdk::mini_program::OpenData;
use alipay_sdk::notify::{NotificationVerifier, VerifiedNotification};
use alipay_sdk::operation::AlipayTradeAppPay;
use alipay_sdk::{CertificateFuture, CertificateSource, Client, EncryptKey};
use axum::body::Body;
use axum::extract::{FromRequest, Request};
use bytes::Bytes;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::platform::{Pieces, certificate_mode, key_mode, public_key};
use super::{peak, shapes};

/// How many there are.
pub const STRANGERS: usize = 300;

/// The most bytes in use when all of them are there at once, for each place.
pub fn together() -> Vec<(&'static str, usize)> {
    vec![
        ("notifications that name unknown certificates", peak(waiting_notifications).1),
        ("notifications that come slowly, by axum", peak(slow_notifications).1),
        ("results of apps", peak(results).1),
        ("open data", peak(open_data).1),
    ]
}

/// Looks for a while, and finds nothing.
struct Slow;

impl CertificateSource for Slow {
    fn fetch<'a>(&'a self, _: &'a str) -> CertificateFuture<'a> {
        Box::pin(async {
            tokio::time::sleep(Duration::from_millis(10)).await;
            Err("no such certificate".into())
        })
    }
}

fn client() -> Client {
    certificate_mode().without_transport().certificate_source(Slow).build().unwrap()
}

/// A notification of a megabyte, of a certificate that nobody knows.
fn notification(number: usize) -> Vec<u8> {
    let begin = format!("alipay_cert_sn={number:032x}&sign=AAAA&biz_content=");
    shapes::wrapped(1 << 20, begin.as_bytes(), b"x", b"")
}

/// They are received already: all read the same text, which is counted once.
fn waiting_notifications() {
    let verifier = NotificationVerifier::of(&client());
    run(async {
        let mut tasks = JoinSet::new();
        let posted = Arc::new(notification(0));
        for _ in 0..STRANGERS {
            let (verifier, posted) = (verifier.clone(), posted.clone());
            tasks.spawn(async move { assert!(verifier.verify_async(&*posted).await.is_err()) });
        }
        tasks.join_all().await;
    });
}

/// All send a megabyte but for the last byte, and wait.
fn slow_notifications() {
    let verifier = NotificationVerifier::of(&client());
    run(async {
        let mut tasks = JoinSet::new();
        let gate = Arc::new(Semaphore::new(0));
        let posted = Bytes::from(notification(0));
        for _ in 0..STRANGERS {
            let body = slow_body(posted.clone(), gate.clone());
            let verifier = verifier.clone();
            tasks.spawn(async move {
                let request = Request::new(body);
                assert!(VerifiedNotification::from_request(request, &verifier).await.is_err());
            });
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        gate.close();
        tasks.join_all().await;
    });
}

/// Comes in pieces of 16 KiB; the last one waits until the gate is opened.
fn slow_body(mut left: Bytes, gate: Arc<Semaphore>) -> Body {
    const PIECE: usize = 16 << 10;

    let mut opened = Box::pin(async move { drop(gate.acquire().await) });
    Body::from_stream(Pieces(move |at: &mut Context<'_>| {
        if left.is_empty() {
            return Poll::Ready(None);
        }
        if left.len() <= PIECE {
            ready!(opened.as_mut().poll(at));
        }
        let length = left.len().min(PIECE);
        Poll::Ready(Some(Ok(left.split_to(length))))
    }))
}

/// As many objects as are read, and then text, up to the limit of the size.
fn results() {
    let client = key_mode().without_transport().build().unwrap();
    let begin = format!("{{\"alipay_trade_app_pay_response\":[{}\"", "{\"\":0},".repeat(500));
    let text = shapes::wrapped(64 << 10, begin.as_bytes(), b"x", b"\"],\"sign\":\"AAAA\"}");
    let text = String::from_utf8(text).unwrap();
    at_once(|| assert!(client.v2().verify_result::<AlipayTradeAppPay>(&text).is_err()));
}

fn open_data() {
    let key = EncryptKey::from_base64("aYA0GP8JEW+D7/UFaskCWA==").unwrap();
    let data = OpenData::new(public_key("alipay"), key);
    let text = shapes::wrapped(64 << 10, b"{\"sign\":\"AAAA\",\"response\":\"", b"A", b"\"}");
    at_once(|| assert!(data.open(&text).is_err()));
}

/// On threads that all begin at the same moment.
fn at_once(work: impl Fn() + Sync) {
    let barrier = Barrier::new(STRANGERS);
    std::thread::scope(|scope| {
        for _ in 0..STRANGERS {
            scope.spawn(|| {
                barrier.wait();
                work();
            });
        }
    });
}

fn run(work: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(work);
}
