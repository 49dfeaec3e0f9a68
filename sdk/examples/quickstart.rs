//! The first call: builds a mini program, against a listener that this example starts itself. The
//! request is signed, and the response is verified, as with the real platform.
//!
//! ```text
//! cargo run -p alipay-sdk --example quickstart
//! ```

use std::error::Error;
use std::io;

use alipay_sdk::model::AlipayOpenMiniInnerversionUploadModel;
use alipay_sdk::{Client, PrivateKey};
use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let (own_key, platform_key) = (new_key()?, new_key()?);
    let platform_public_key = platform_key.public_key().clone();
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let base = format!("http://{}", listener.local_addr()?);
    let platform = tokio::spawn(respond_once(listener, platform_key));

    let client = Client::builder()
        .app_id("2021000000000000")
        .private_key(own_key)
        .alipay_public_key(platform_public_key)
        .base_url(base)
        .build()?;
    let build = AlipayOpenMiniInnerversionUploadModel::new()
        .mini_app_id("2021000000000000")
        .build_version("0.0.1")
        .bundle_id("com.alipay.alipaywallet");
    let response = client.alipay_open_mini_innerversion().upload(&build).await?;

    println!("request:\n{}\n", platform.await??);
    println!("build task {:?}, trace id {:?}", response.build_status, response.trace_id());
    println!("{:?}", *response);
    Ok(())
}

/// A key for this run alone; a real one comes from a file or a key store.
fn new_key() -> Result<PrivateKey, Box<dyn Error>> {
    let pair = KeyPair::generate(KeySize::Rsa2048)?;
    let pkcs8: Pkcs8V1Der<'_> = pair.as_der()?;
    Ok(PrivateKey::parse(pkcs8.as_ref())?)
}

/// Stands for the platform: reads one request, and responds as the documents say.
async fn respond_once(listener: TcpListener, key: PrivateKey) -> io::Result<String> {
    let (mut stream, _) = listener.accept().await?;
    let request = read_request(&mut stream).await?;
    let body = r#"{"build_status":"1","need_rotation":"true"}"#;
    let (timestamp, nonce) = ("1781590001456", "5f9fba93bbb2");
    let signature = key.sign(format!("{timestamp}\n{nonce}\n{body}\n").as_bytes());
    let signature = BASE64_STANDARD.encode(signature.map_err(io::Error::other)?);
    let response = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nalipay-trace-id: 0a1b2c\r\n\
         alipay-timestamp: {timestamp}\r\nalipay-nonce: {nonce}\r\n\
         alipay-signature: {signature}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(response.as_bytes()).await?;
    Ok(request)
}

/// Reads a request with a body of known length.
async fn read_request(stream: &mut (impl AsyncReadExt + Unpin)) -> io::Result<String> {
    let mut request = Vec::new();
    loop {
        let mut buffer = [0; 1024];
        let count = stream.read(&mut buffer).await?;
        request.extend_from_slice(&buffer[..count]);
        let text = String::from_utf8_lossy(&request);
        let complete = text.split_once("\r\n\r\n").is_some_and(|(head, body)| {
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            Some(body.len()) == length.and_then(|length| length.parse().ok())
        });
        if complete || count == 0 {
            return Ok(text.into_owned());
        }
    }
}
