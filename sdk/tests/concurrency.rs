//! Many calls at once, and calls that are given up, slow, cut off or never answered.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod platform;

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use alipay_sdk::ErrorKind;
use alipay_sdk::model::{AlipayTradePayModel, AlipayTradePayResponseModel};
use alipay_sdk::operation::AlipayOpenMiniVersionAuditApplyParts;
use alipay_sdk::{Client, Error, FilePart, PrivateKey, PublicKey, Response, TransportErrorKind};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use futures_core::Stream;
use platform::{APP_ID, Platform, check_app, key_mode, private_key, public_key, serve, signed};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, mpsc};
use tokio::task::JoinSet;

const OTHER_APP: &str = "2021001122334455";
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

/// Answers with the order's number and the merchant's token, signed; refuses what is not signed
/// with the key of its application.
async fn echo(request: Request) -> axum::http::Response<Body> {
    static KEYS: LazyLock<[(&str, PublicKey); 2]> =
        LazyLock::new(|| [(APP_ID, public_key("app")), (OTHER_APP, public_key("unrelated"))]);
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, 1 << 20).await.unwrap();
    let authorization = platform::header(&parts.headers, "authorization").unwrap();
    let app = KEYS.iter().find(|(app, _)| authorization.contains(&format!("app_id={app},")));
    let Some((app, key)) = app else { return refusal("invalid-app-id") };
    if check_app(app, &parts, &body, key).is_err() {
        return refusal("invalid-signature");
    }
    let sent: serde_json::Value = serde_json::from_slice(&body).unwrap();
    let token = platform::header(&parts.headers, "alipay-app-auth-token").unwrap_or("none");
    let answer = serde_json::json!({
        "out_trade_no": sent["out_trade_no"],
        "trade_no": format!("{app}/{token}"),
    });
    let answer = signed(200, answer.to_string().as_bytes());
    if *app == APP_ID {
        answer.map(Body::from)
    } else {
        signed_by_the_other(answer).map(Body::from)
    }
}

fn refusal(code: &str) -> axum::http::Response<Body> {
    let body = serde_json::json!({ "code": code, "message": "" }).to_string();
    axum::http::Response::builder().status(401).body(Body::from(body)).unwrap()
}

/// The same answer as the platform of the other application signs it, with the key `app`.
fn signed_by_the_other(mut answer: http::Response<Vec<u8>>) -> http::Response<Vec<u8>> {
    static KEY: LazyLock<PrivateKey> = LazyLock::new(|| private_key("app"));
    let header = |name: &str| answer.headers()[name].as_bytes();
    let members = [header("alipay-timestamp"), header("alipay-nonce"), answer.body(), b""];
    let signature = STANDARD.encode(KEY.sign(&members.join(&b'\n')).unwrap());
    answer.headers_mut().insert("alipay-signature", signature.parse().unwrap());
    answer
}

async fn echo_server() -> SocketAddr {
    serve(Router::new().fallback(echo)).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_calls_at_once_get_each_its_own_answer() {
    let client = client(echo_server().await);
    let mut calls = JoinSet::new();
    for number in 0..1_000 {
        let merchant = client.for_merchant(format!("token-{number}")).unwrap();
        calls.spawn(async move { (number, merchant.alipay_trade().pay(&order(number)).await) });
    }
    let mut answered = 0;
    while let Some(call) = calls.join_next().await {
        let (number, paid) = call.unwrap();
        let paid = paid.unwrap();
        assert_eq!(paid.out_trade_no, Some(number.to_string()));
        assert_eq!(paid.trade_no, Some(format!("{APP_ID}/token-{number}")));
        answered += 1;
    }
    assert_eq!(answered, 1_000);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_applications_in_one_process_keep_their_keys_and_trust_apart() {
    let address = echo_server().await;
    let first = client(address);
    let second = key_mode()
        .app_id(OTHER_APP)
        .private_key(private_key("unrelated"))
        .alipay_public_key(public_key("app"))
        .base_url(format!("http://{address}"));
    let second = second.build().unwrap();
    let mut calls = JoinSet::new();
    for number in 0..100 {
        for (client, app) in [(first.clone(), APP_ID), (second.clone(), OTHER_APP)] {
            calls.spawn(
                async move { (number, app, client.alipay_trade().pay(&order(number)).await) },
            );
        }
    }
    while let Some(call) = calls.join_next().await {
        let (number, app, paid) = call.unwrap();
        let paid = paid.unwrap();
        assert_eq!(paid.out_trade_no, Some(number.to_string()));
        assert_eq!(paid.trade_no, Some(format!("{app}/none")));
    }
    let mixed = |app: &str, own: &str, alipay: &str| {
        key_mode()
            .app_id(app)
            .private_key(private_key(own))
            .alipay_public_key(public_key(alipay))
            .base_url(format!("http://{address}"))
            .build()
            .unwrap()
    };
    let error = pay(&mixed(OTHER_APP, "app", "alipay")).await.unwrap_err();
    assert!(error.has_code("invalid-signature"), "{error:?}");
    let error = pay(&mixed(OTHER_APP, "unrelated", "alipay")).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Signature(_)), "{error:?}");
}

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

/// Waits until something holds, and fails when it never does.
async fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < LONG, "{what} never happened");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
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

/// A runtime of its own for a server, so that tasks of the client can be counted.
fn beside<F: Future<Output = SocketAddr> + Send + 'static>(
    start: F,
) -> (tokio::runtime::Runtime, SocketAddr) {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let address = runtime.block_on(start);
    (runtime, address)
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
            // Half of the calls are given up before the answer begins, half inside of it.
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

/// A server that is no HTTP library: `answer` gets the connection after the first bytes of a
/// request, and its number.
async fn raw_server<A, F>(answer: A) -> SocketAddr
where
    A: Fn(TcpStream, usize) -> F + Send + Sync + 'static,
    F: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        for number in 0.. {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut sent = Vec::new();
            while !sent.windows(2).any(|end| end == b"\"}") {
                let mut buffer = [0; 4096];
                let read = stream.read(&mut buffer).await.unwrap();
                if read == 0 {
                    break;
                }
                sent.extend_from_slice(&buffer[..read]);
            }
            tokio::spawn(answer(stream, number));
        }
    });
    address
}

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

#[test]
fn a_client_outlives_the_runtime_that_it_was_first_used_in() {
    let (server, address) = beside(echo_server());
    let client = client(address);
    for _ in 0..3 {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(pay(&client)).unwrap();
        drop(runtime);
        client.alipay_trade().pay(&order("T1")).send_blocking().unwrap();
    }
    server.shutdown_background();
}

#[test]
fn threads_that_wait_get_each_their_own_answer() {
    let (server, address) = beside(echo_server());
    let client = client(address);
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let client = &client;
            scope.spawn(move || {
                for number in 0..25 {
                    let number = format!("{thread}-{number}");
                    let merchant = client.for_merchant(&number).unwrap();
                    let paid = merchant.alipay_trade().pay(&order(&number)).send_blocking();
                    let paid = paid.unwrap();
                    assert_eq!(paid.out_trade_no.as_deref(), Some(number.as_str()));
                    assert_eq!(paid.trade_no, Some(format!("{APP_ID}/{number}")));
                }
            });
        }
    });
    server.shutdown_background();
}

#[test]
fn waiting_on_a_thread_of_another_runtime_works_and_does_not_panic() {
    let (server, address) = beside(echo_server());
    let client = client(address);
    for flavor in
        [tokio::runtime::Builder::new_current_thread(), tokio::runtime::Builder::new_multi_thread()]
    {
        let runtime = { flavor }.enable_all().build().unwrap();
        runtime.block_on(async {
            client.alipay_trade().pay(&order("T1")).send_blocking().unwrap();
            let call = client.alipay_trade().pay(&order("T2"));
            tokio::task::spawn_blocking(|| call.send_blocking().unwrap()).await.unwrap();
        });
    }
    server.shutdown_background();
}

#[test]
fn a_client_can_be_dropped_in_asynchronous_code_after_it_waited() {
    let (server, address) = beside(echo_server());
    let client = client(address);
    client.alipay_trade().pay(&order("T1")).send_blocking().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async move { drop(client) });
    server.shutdown_background();
}

#[test]
fn a_blocking_call_of_a_silent_platform_ends_with_the_timeout() {
    let (server, address) = beside(raw_server(|mut stream, _| async move {
        let _ = stream.read(&mut [0; 1]).await;
    }));
    let call = client(address).alipay_trade().pay(&order("T1"));
    let error = call.timeout(Duration::from_millis(200)).send_blocking().unwrap_err();
    assert_eq!(transport(&error), TransportErrorKind::Timeout);
    server.shutdown_background();
}

/// The answer of a stopped server is no panic of ours.
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
