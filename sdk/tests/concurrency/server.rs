//! The servers that are asked.

use std::net::SocketAddr;
use std::sync::LazyLock;

use alipay_sdk::{PrivateKey, PublicKey};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tokio::io::AsyncReadExt;
use tokio::net::{TcpListener, TcpStream};

use crate::platform::{self, APP_ID, check_app, private_key, public_key, serve, signed};

pub(crate) const OTHER_APP: &str = "2021001122334455";

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

/// The same response as the platform of the other application signs it, with the key `app`.
fn signed_by_the_other(mut answer: http::Response<Vec<u8>>) -> http::Response<Vec<u8>> {
    static KEY: LazyLock<PrivateKey> = LazyLock::new(|| private_key("app"));
    let header = |name: &str| answer.headers()[name].as_bytes();
    let members = [header("alipay-timestamp"), header("alipay-nonce"), answer.body(), b""];
    let signature = STANDARD.encode(KEY.sign(&members.join(&b'\n')).unwrap());
    answer.headers_mut().insert("alipay-signature", signature.parse().unwrap());
    answer
}

pub(crate) async fn echo_server() -> SocketAddr {
    serve(Router::new().fallback(echo)).await
}

/// A runtime of its own for a server, so that tasks of the client can be counted.
pub(crate) fn beside<F: Future<Output = SocketAddr> + Send + 'static>(
    start: F,
) -> (tokio::runtime::Runtime, SocketAddr) {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let address = runtime.block_on(start);
    (runtime, address)
}

/// A server that is no HTTP library: `answer` gets the connection after the first bytes of a
/// request, and its number.
pub(crate) async fn raw_server<A, F>(answer: A) -> SocketAddr
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
