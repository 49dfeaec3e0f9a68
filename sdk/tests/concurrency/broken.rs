//! Responses that are too large, lead elsewhere, break off, or never come.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use alipay_sdk::{ErrorKind, TransportErrorKind};
use axum::Router;
use axum::body::Body;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::Notify;

use crate::platform::{Platform, key_mode, serve, signed};
use crate::server::{beside, echo_server, raw_server};
use crate::{LONG, client, eventually, order, pay, transport};

async fn answering_raw(text: &'static [u8]) -> SocketAddr {
    raw_server(move |mut stream, _| async move {
        let _ = stream.write_all(text).await;
        let _ = stream.shutdown().await;
    })
    .await
}

#[tokio::test]
async fn an_endless_answer_is_refused_while_it_comes() {
    let sent = Arc::new(AtomicUsize::new(0));
    let stopped = Arc::new(Notify::new());
    let (count, stop) = (sent.clone(), stopped.clone());
    let address = raw_server(move |mut stream, _| {
        let (count, stop) = (count.clone(), stop.clone());
        async move {
            let head = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
            stream.write_all(head).await.unwrap();
            let chunk = [b"10000\r\n".as_slice(), &[b' '; 0x10000], b"\r\n"].concat();
            while stream.write_all(&chunk).await.is_ok() {
                count.fetch_add(0x10000, Ordering::Relaxed);
            }
            stop.notify_one();
        }
    })
    .await;
    let builder = key_mode().base_url(format!("http://{address}")).max_response_size(1 << 20);
    let client = builder.build().unwrap();
    let error = tokio::time::timeout(LONG, pay(&client)).await.unwrap().unwrap_err();
    let ErrorKind::TooLarge { limit, .. } = error.kind() else { panic!("{error:?}") };
    assert_eq!((*limit, error.status().unwrap().as_u16()), (1 << 20, 200));
    assert!(error.is_unknown_outcome() && !error.is_retryable());
    tokio::time::timeout(LONG, stopped.notified()).await.expect("the server goes on sending");
    let sent = sent.load(Ordering::Relaxed);
    assert!(sent < 32 << 20, "the client took {sent} bytes");
}

#[tokio::test]
async fn an_answer_that_announces_too_much_is_not_read_and_one_of_the_limit_is() {
    let body = format!("{{\"trade_no\":\"{}\"}}", "7".repeat(985));
    for (limit, taken) in [(1_000, true), (999, false)] {
        let builder = key_mode().max_response_size(limit);
        let platform = Platform::with(builder, signed(200, body.as_bytes())).await;
        let paid = pay(&platform.client).await;
        assert_eq!(paid.is_ok(), taken, "{limit}: {paid:?}");
    }
    // The body never comes: the head alone must do.
    let address = raw_server(|mut stream, _| async move {
        let head = b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n";
        stream.write_all(head).await.unwrap();
        let _ = stream.read(&mut [0; 1]).await;
    })
    .await;
    let error = pay(&client(address)).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::TooLarge { .. }), "{error:?}");
}

#[tokio::test]
async fn a_redirection_is_not_followed() {
    for status in [301, 302, 303, 307, 308] {
        let asked = Arc::new(AtomicUsize::new(0));
        let count = asked.clone();
        let app = Router::new().fallback(async move || {
            count.fetch_add(1, Ordering::Relaxed);
            axum::http::Response::builder()
                .status(status)
                .header("location", "/v3/elsewhere")
                .body(Body::empty())
                .unwrap()
        });
        let error = pay(&client(serve(app).await)).await.unwrap_err();
        assert_eq!(error.status().unwrap().as_u16(), status);
        assert!(error.is_unknown_outcome() && !error.is_retryable());
        assert_eq!(asked.load(Ordering::Relaxed), 1, "it was followed");
    }
}

#[tokio::test]
async fn a_connection_that_breaks_is_an_interruption_of_unknown_outcome() {
    for answer in [
        b"".as_slice(),
        b"HTTP/1.1 200",
        b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"trade_no\"",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"tra\r\n",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n{}",
    ] {
        let error = pay(&client(answering_raw(answer).await)).await.unwrap_err();
        assert_eq!(transport(&error), TransportErrorKind::Interrupted, "{answer:?}");
        assert!(error.is_unknown_outcome() && !error.is_retryable());
    }
}

#[tokio::test]
async fn a_refused_connection_is_not_sent_and_can_be_tried_again() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let error = pay(&client(address)).await.unwrap_err();
    assert_eq!(transport(&error), TransportErrorKind::NotSent);
    assert!(error.is_retryable() && !error.is_unknown_outcome());
}

#[tokio::test]
async fn a_silent_platform_is_a_timeout_of_unknown_outcome() {
    const SHORT: Duration = Duration::from_millis(200);
    let silent = async |head: &'static [u8]| {
        raw_server(move |mut stream, _| async move {
            stream.write_all(head).await.unwrap();
            let _ = stream.read(&mut [0; 1]).await;
        })
        .await
    };
    for head in [b"".as_slice(), b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{"] {
        let base = format!("http://{}", silent(head).await);
        for builder in [key_mode().read_timeout(SHORT), key_mode().timeout(SHORT)] {
            let client = builder.base_url(&base).build().unwrap();
            let start = Instant::now();
            let error = pay(&client).await.unwrap_err();
            assert!(start.elapsed() < LONG / 2, "it took {:?}", start.elapsed());
            assert_eq!(transport(&error), TransportErrorKind::Timeout);
            assert!(error.is_unknown_outcome() && !error.is_retryable());
        }
        let client = key_mode().base_url(&base).build().unwrap();
        let error = client.alipay_trade().pay(&order("T1")).timeout(SHORT).await.unwrap_err();
        assert_eq!(transport(&error), TransportErrorKind::Timeout);
    }
}

#[tokio::test]
async fn a_get_that_got_no_answer_can_be_tried_again() {
    let address = raw_server(|_, _| async {}).await;
    let call = client(address).untyped("a", http::Method::GET, "/v3/a").query("a", "\"}");
    // The raw server waits for the end of a JSON body, which a GET has not: time is over first.
    let error = call.timeout(Duration::from_millis(200)).await.unwrap_err();
    assert_eq!(transport(&error), TransportErrorKind::Timeout);
    assert!(error.is_retryable() && error.is_unknown_outcome());
}

/// The response of a stopped server is no panic of ours.
#[tokio::test]
async fn a_platform_that_goes_away_between_calls_is_an_error_of_the_next_one() {
    let (server, address) = {
        let join = std::thread::spawn(|| beside(echo_server()));
        join.join().unwrap()
    };
    let client = client(address);
    pay(&client).await.unwrap();
    server.shutdown_background();
    eventually("the end of the server", || std::net::TcpStream::connect(address).is_err()).await;
    let error = pay(&client).await.unwrap_err();
    assert_ne!(transport(&error), TransportErrorKind::Timeout);
}
