//! A client without the SDK: signs with ring, speaks HTTP over a plain socket.

// Each test binary uses its own part of it.
#![allow(dead_code)]

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{SystemTime, UNIX_EPOCH};

use alipay_gateway::{App, Gateway};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};

/// Headers of pages of the web, and of a name of theirs that was made to point here.
pub(crate) const OF_THE_WEB: [&str; 6] = [
    "host: rebound.example\r\n",
    "origin: https://evil.example\r\n",
    "origin: null\r\n",
    "origin: http://127.0.0.1.evil.example\r\n",
    "referer: https://evil.example/page\r\n",
    "sec-fetch-site: cross-site\r\n",
];

/// A response.
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Response {
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).expect("JSON")
    }
}

/// The sent and the signed text.
pub(crate) struct Call {
    pub(crate) method: &'static str,
    pub(crate) target: String,
    pub(crate) body: String,
    pub(crate) token: Option<String>,
    /// The change of the text before it is signed.
    pub(crate) slip: fn(String) -> String,
}

impl Call {
    pub(crate) fn new(method: &'static str, target: &str, body: &str) -> Self {
        let (target, body) = (target.to_owned(), body.to_owned());
        Self { method, target, body, token: None, slip: |text| text }
    }

    pub(crate) fn slip(mut self, slip: fn(String) -> String) -> Self {
        self.slip = slip;
        self
    }

    pub(crate) fn token(mut self, token: &str) -> Self {
        self.token = Some(token.to_owned());
        self
    }

    pub(crate) async fn send(self, gateway: &Gateway) -> Response {
        let app = gateway.app();
        let header = self.authorization(&app, &app.private_key);
        self.send_with(gateway, &header).await
    }

    pub(crate) fn authorization(&self, app: &App, key: &str) -> String {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_millis();
        let nonce: String = std::iter::repeat_with(fastrand::alphanumeric).take(20).collect();
        let parameters = format!("app_id={},nonce={nonce},timestamp={now}", app.app_id);
        let Self { method, target, body, .. } = self;
        let mut text = format!("{parameters}\n{method}\n{target}\n{body}\n");
        if let Some(token) = &self.token {
            text += &format!("{token}\n");
        }
        format!("ALIPAY-SHA256withRSA {parameters},sign={}", sign(key, (self.slip)(text)))
    }

    pub(crate) async fn send_with(self, gateway: &Gateway, authorization: &str) -> Response {
        let mut headers = format!("authorization: {authorization}\r\n");
        if let Some(token) = &self.token {
            headers += &format!("alipay-app-auth-token: {token}\r\n");
        }
        if !self.body.is_empty() {
            headers += "content-type: application/json\r\n";
        }
        http(gateway, self.method, &self.target, &headers, &self.body).await
    }
}

/// RSA with SHA-256, in Base64.
pub(crate) fn sign(pem: &str, text: impl AsRef<[u8]>) -> String {
    let base64: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    let key = RsaKeyPair::from_pkcs8(&BASE64_STANDARD.decode(base64).expect("Base64"));
    let key = key.expect("a key");
    let mut signature = vec![0; key.public().modulus_len()];
    key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_ref(), &mut signature)
        .expect("a signature");
    BASE64_STANDARD.encode(signature)
}

/// One exchange; the host is the gateway's unless the headers have one.
pub(crate) async fn http(
    gateway: &Gateway,
    method: &str,
    target: &str,
    headers: &str,
    body: &str,
) -> Response {
    let (status, head, body) = exchange(gateway, method, target, headers, body.as_bytes()).await;
    Response { status, head, body: String::from_utf8(body).expect("text") }
}

/// The same for bodies that are no text: status, head, body.
pub(crate) async fn exchange(
    gateway: &Gateway,
    method: &str,
    target: &str,
    headers: &str,
    body: &[u8],
) -> (u16, String, Vec<u8>) {
    let address = gateway.base_url().replace("http://", "");
    let host =
        if headers.starts_with("host:") { String::new() } else { format!("host: {address}\r\n") };
    let head = format!(
        "{method} {target} HTTP/1.1\r\n{host}connection: close\r\ncontent-length: {}\r\n\
         {headers}\r\n",
        body.len()
    );
    let request = [head.as_bytes(), body].concat();
    let exchange = tokio::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(address).expect("a connection");
        stream.write_all(&request).expect("sent");
        let mut response = Vec::new();
        stream.read_to_end(&mut response).expect("a response");
        response
    });
    let response = exchange.await.expect("an exchange");
    let end = response.windows(4).position(|bytes| bytes == b"\r\n\r\n").expect("a head");
    let head = String::from_utf8(response[..end].to_vec()).expect("text");
    let status = head.split(' ').nth(1).expect("a status").parse().expect("a number");
    (status, head, response[end + 4..].to_vec())
}

/// `GET`.
pub(crate) async fn get(gateway: &Gateway, target: &str) -> Response {
    http(gateway, "GET", target, "", "").await
}
