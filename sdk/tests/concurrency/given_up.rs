//! Calls that are given up leave nothing behind.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use alipay_sdk::operation::AlipayOpenMiniVersionAuditApplyParts;
use alipay_sdk::{FilePart, TransportErrorKind};
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use bytes::Bytes;
use futures_core::Stream;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::mpsc;

use crate::platform::{serve, signed};
use crate::server::{beside, raw_server};
use crate::{LONG, client, eventually, pay, transport};

/// Gives one piece and then nothing, for ever.
struct Stalling {
    piece: Option<Bytes>,
    /// Shows whether the stream is still there.
    _alive: Arc<()>,
}

impl Stream for Stalling {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.piece.take().map_or(Poll::Pending, |piece| Poll::Ready(Some(Ok(piece))))
    }
}

fn stalling_upload(alive: &Arc<()>) -> AlipayOpenMiniVersionAuditApplyParts {
    let piece = Some(Bytes::from(vec![7; 1 << 16]));
    let stream = Stalling { piece, _alive: alive.clone() };
    AlipayOpenMiniVersionAuditApplyParts::new().app_logo(FilePart::stream("a.png", stream))
}

/// Reads uploads as they come, tells when the first bytes are here, and when one broke off;
/// answers other calls.
async fn upload_server(
    begun: mpsc::UnboundedSender<()>,
    broken: mpsc::UnboundedSender<()>,
) -> SocketAddr {
    serve(Router::new().fallback(async move |request: Request| {
        if !request.uri().path().contains("/open/mini/") {
            return signed(200, b"{}").map(Body::from);
        }
        let mut body = request.into_body();
        let mut told = false;
        loop {
            let frame =
                std::future::poll_fn(|at| http_body::Body::poll_frame(Pin::new(&mut body), at));
            match frame.await {
                Some(Ok(_)) if !told => {
                    told = true;
                    begun.send(()).unwrap();
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => {
                    broken.send(()).unwrap();
                    return signed(200, b"{}").map(Body::from);
                }
            }
        }
    }))
    .await
}

#[test]
fn an_upload_that_is_given_up_leaves_nothing_behind() {
    let (begun, mut has_begun) = mpsc::unbounded_channel();
    let (broken, mut has_broken) = mpsc::unbounded_channel();
    let (server, address) = beside(upload_server(begun, broken));
    let here = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    here.block_on(async {
        let client = client(address);
        pay(&client).await.unwrap();
        let tasks = || tokio::runtime::Handle::current().metrics().num_alive_tasks();
        let before = tasks();
        for _ in 0..20 {
            let alive = Arc::new(());
            let audit = client.alipay_open_mini_version_audit();
            let call = audit.apply(stalling_upload(&alive)).into_future();
            {
                let mut call = std::pin::pin!(call);
                tokio::select! {
                    answer = &mut call => panic!("{answer:?}"),
                    begun = has_begun.recv() => begun.unwrap(),
                }
                assert_eq!(Arc::strong_count(&alive), 2, "the stream is not used");
            }
            eventually("the end of the stream", || Arc::strong_count(&alive) == 1).await;
            tokio::time::timeout(LONG, has_broken.recv()).await.expect("it goes on").unwrap();
            pay(&client).await.unwrap();
        }
        eventually("the end of all connections but one", || tasks() <= before).await;
    });
    server.shutdown_background();
}

#[test]
fn a_call_that_is_given_up_while_it_waits_leaves_nothing_behind() {
    let (asked, mut was_asked) = mpsc::unbounded_channel();
    let (server, address) = beside(raw_server(move |mut stream, _| {
        let asked = asked.clone();
        async move {
            // Half of the calls are given up before the response begins, half inside of it.
            static COUNT: AtomicUsize = AtomicUsize::new(0);
            if COUNT.fetch_add(1, Ordering::Relaxed) % 2 == 1 {
                stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n1").await.unwrap();
            }
            asked.send(()).unwrap();
            let _ = stream.read(&mut [0; 1]).await;
        }
    }));
    let here = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    here.block_on(async {
        let client = client(address);
        let tasks = || tokio::runtime::Handle::current().metrics().num_alive_tasks();
        let before = tasks();
        for _ in 0..20 {
            tokio::select! {
                answer = pay(&client) => panic!("{answer:?}"),
                asked = was_asked.recv() => asked.unwrap(),
            }
        }
        eventually("the end of all connections", || tasks() <= before).await;
    });
    server.shutdown_background();
}

#[tokio::test]
async fn a_stream_that_stalls_is_ended_by_the_timeout() {
    let (begun, _has_begun) = mpsc::unbounded_channel();
    let (broken, mut has_broken) = mpsc::unbounded_channel();
    let client = client(upload_server(begun, broken).await);
    let alive = Arc::new(());
    let audit = client.alipay_open_mini_version_audit();
    let call = audit.apply(stalling_upload(&alive)).timeout(Duration::from_millis(300));
    assert_eq!(transport(&call.await.unwrap_err()), TransportErrorKind::Timeout);
    eventually("the end of the stream", || Arc::strong_count(&alive) == 1).await;
    has_broken.recv().await.unwrap();
}
