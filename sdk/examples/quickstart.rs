//! The first call: builds a mini program, against a listener that this example starts itself.
//!
//! ```text
//! cargo run -p alipay-sdk --example quickstart
//! ```

use alipay_sdk::Client;
use alipay_sdk::model::AlipayOpenMiniInnerversionUploadModel;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let base = format!("http://{}", listener.local_addr()?);
    let platform = tokio::spawn(answer_once(listener));

    let client = Client::builder().base_url(base).build()?;
    let build = AlipayOpenMiniInnerversionUploadModel::new()
        .mini_app_id("2021000000000000")
        .build_version("0.0.1")
        .bundle_id("com.alipay.alipaywallet");
    let answer = client.alipay_open_mini_innerversion().upload(&build).await?;

    println!("request:\n{}\n", platform.await??);
    println!("build task {:?}, trace id {:?}", answer.build_status, answer.trace_id());
    println!("{:?}", *answer);
    Ok(())
}

/// Stands for the platform: reads one request, and answers as the documents say.
async fn answer_once(listener: TcpListener) -> std::io::Result<String> {
    let (mut stream, _) = listener.accept().await?;
    let request = read_request(&mut stream).await?;
    let body = r#"{"build_status":"1","need_rotation":"true"}"#;
    let answer = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nalipay-trace-id: 0a1b2c\r\n\
         content-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(answer.as_bytes()).await?;
    Ok(request)
}

/// Reads a request with a body of known length.
async fn read_request(stream: &mut (impl AsyncReadExt + Unpin)) -> std::io::Result<String> {
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
