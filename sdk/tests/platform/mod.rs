//! A platform on loopback: checks every request by the rules of the protocol, written here once
//! more, and signs its responses.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "shared by tests that use parts of it, and may panic"
)]

#[cfg(feature = "reqwest")]
pub mod http;
pub mod logs;
pub mod script;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::{Arc, LazyLock};
use std::task::{Context, Poll};

use alipay_sdk::{Client, ClientBuilder, PrivateKey, PublicKey};
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tokio::net::TcpListener;
use tokio::sync::mpsc;

/// A stream of what the function gives.
pub struct Pieces<F>(pub F);

impl<F> futures_core::Stream for Pieces<F>
where
    F: FnMut(&mut Context<'_>) -> Poll<Option<std::io::Result<Bytes>>> + Unpin,
{
    type Item = std::io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, at: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        (self.0)(at)
    }
}

/// The app id of all test clients.
pub const APP_ID: &str = "2021009988776655";

/// A file of the test vectors.
pub fn vector_file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors").join(name)
}

/// A key of the application, or of the platform.
pub fn private_key(name: &str) -> PrivateKey {
    PrivateKey::read(vector_file(&format!("keys/{name}_private.pkcs8.pem"))).unwrap()
}

pub fn public_key(name: &str) -> PublicKey {
    PublicKey::read(vector_file(&format!("keys/{name}_public.spki.pem"))).unwrap()
}

/// A client in key mode, for nowhere yet.
pub fn key_mode() -> ClientBuilder {
    Client::builder()
        .app_id(APP_ID)
        .private_key(private_key("app"))
        .alipay_public_key(public_key("alipay"))
        .base_url("http://127.0.0.1:1")
}

/// A client in certificate mode, for nowhere yet.
pub fn certificate_mode() -> ClientBuilder {
    let certificate = |name: &str| vector_file(&format!("certs/{name}.crt"));
    Client::builder()
        .app_id(APP_ID)
        .private_key(private_key("app"))
        .certificates(
            certificate("app_cert"),
            certificate("alipay_cert_leaf"),
            certificate("alipay_root_bundle"),
        )
        .base_url("http://127.0.0.1:1")
}

/// A response that the platform has signed.
pub fn signed(status: u16, body: &[u8]) -> axum::http::Response<Vec<u8>> {
    let (timestamp, nonce) = ("1781590001456", "5f9fba93bbb240f0b32804d5ead3e131");
    let text = [timestamp.as_bytes(), b"\n", nonce.as_bytes(), b"\n", body, b"\n"].concat();
    static KEY: LazyLock<PrivateKey> = LazyLock::new(|| private_key("alipay"));
    let signature = STANDARD.encode(KEY.sign(&text).unwrap());
    Response::builder()
        .status(status)
        .header("content-type", "application/json")
        .header("alipay-trace-id", "trace-1")
        .header("alipay-timestamp", timestamp)
        .header("alipay-nonce", nonce)
        .header("alipay-signature", signature)
        .body(body.to_vec())
        .unwrap()
}

/// A platform that gives one response to all, and keeps what it was asked.
pub struct Platform {
    pub address: SocketAddr,
    pub client: Client,
    requests: mpsc::UnboundedReceiver<(Parts, Vec<u8>)>,
}

impl Platform {
    /// One that signs its responses.
    pub async fn answering(status: u16, body: &[u8]) -> Self {
        Self::with(key_mode(), signed(status, body)).await
    }

    pub async fn with(builder: ClientBuilder, answer: Response<Vec<u8>>) -> Self {
        let (sender, requests) = mpsc::unbounded_channel();
        let answer = Arc::new(answer);
        let app = Router::new().fallback(async move |request: Request| {
            let (parts, sent) = request.into_parts();
            let sent = to_bytes(sent, 64 << 20).await.unwrap();
            sender.send((parts, sent.to_vec())).unwrap();
            (*answer).clone().map(Body::from)
        });
        let address = serve(app).await;
        let client = builder.base_url(format!("http://{address}")).build().unwrap();
        Self { address, client, requests }
    }

    /// The next request; its signature has been checked.
    pub async fn request(&mut self) -> (Parts, Vec<u8>) {
        let (parts, body) = self.requests.recv().await.unwrap();
        check(&parts, &body, &public_key("app")).unwrap();
        (parts, body)
    }

    /// Whether nothing was asked.
    pub fn is_unasked(&mut self) -> bool {
        self.requests.try_recv().is_err()
    }
}

/// Starts a server on a free port.
pub async fn serve(app: Router) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });
    address
}

/// The signature of a request of the test application, checked over the target as it was received.
pub fn check(parts: &Parts, body: &[u8], key: &PublicKey) -> Result<(), String> {
    check_app(APP_ID, parts, body, key)
}

/// The same for a request of any application.
pub fn check_app(app_id: &str, parts: &Parts, body: &[u8], key: &PublicKey) -> Result<(), String> {
    let authorization = header(&parts.headers, "authorization").ok_or("no Authorization")?;
    let members = authorization.strip_prefix("ALIPAY-SHA256withRSA ").ok_or("another scheme")?;
    let (auth_string, signature) = members.rsplit_once(",sign=").ok_or("no sign=")?;
    if !auth_string.starts_with(&format!("app_id={app_id},")) {
        return Err(format!("another app: {auth_string}"));
    }
    let content_type = header(&parts.headers, "content-type").unwrap_or_default();
    let data;
    let signed_body = match content_type.strip_prefix("multipart/form-data; boundary=") {
        Some(boundary) => {
            data = part(body, boundary, "data").unwrap_or_default();
            &data
        }
        None => body,
    };
    let target = parts.uri.path_and_query().unwrap().as_str();
    let mut text = format!("{auth_string}\n{}\n{target}\n", parts.method).into_bytes();
    text.extend_from_slice(signed_body);
    text.push(b'\n');
    if let Some(token) = header(&parts.headers, "alipay-app-auth-token") {
        text.extend_from_slice(token.as_bytes());
        text.push(b'\n');
    }
    let signature = STANDARD.decode(signature).map_err(|error| error.to_string())?;
    let text_shown = String::from_utf8_lossy(&text).into_owned();
    key.verify(&text, &signature).then_some(()).ok_or(format!("no signature of {text_shown:?}"))
}

pub fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).map(|value| value.to_str().unwrap())
}

/// The content of one part of a multipart body.
pub fn part(body: &[u8], boundary: &str, name: &str) -> Option<Vec<u8>> {
    let delimiter = format!("--{boundary}");
    let mut rest = body;
    while let Some(start) = find(rest, delimiter.as_bytes()) {
        rest = &rest[start + delimiter.len()..];
        let end = find(rest, format!("\r\n{delimiter}").as_bytes())?;
        let (part, head_end) = (&rest[..end], find(rest, b"\r\n\r\n")?);
        let head = String::from_utf8_lossy(&part[..head_end]);
        if head.contains(&format!("form-data; name=\"{name}\"")) {
            return Some(part[head_end + 4..].to_vec());
        }
    }
    None
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}
