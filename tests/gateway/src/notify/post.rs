//! One attempt to deliver a notification.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::Request;
use http_body_util::{BodyExt, Full, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpStream, lookup_host};
use url::Url;

use super::delivery::Attempt;
use super::receivers::Receivers;

/// How long a receiver may take.
const PATIENCE: Duration = Duration::from_secs(15);

/// The longest response that is read.
const LONGEST: usize = 64 << 10;

/// The request that is posted again and again.
pub(crate) struct Post {
    pub(crate) url: String,
    pub(crate) form: String,
    pub(crate) receivers: Arc<Receivers>,
}

/// Why there is no response.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("not an http URL with a host: {0}")]
    Url(String),
    #[error("{0} is not on this machine: name it with allow_receiver (`--receiver`) to notify it")]
    Remote(SocketAddr),
    #[error(
        "{0} is not an allowed receiver: name it with allow_receiver (`--receiver`), because \
         other machines may call this gateway"
    )]
    NotNamed(SocketAddr),
    #[error("the host has no address")]
    NoAddress,
    #[error(transparent)]
    Connection(#[from] io::Error),
    #[error(transparent)]
    Protocol(#[from] hyper::Error),
    #[error("the request cannot be built: {0}")]
    Request(#[from] http::Error),
    #[error("the response cannot be read: {0}")]
    Body(Box<dyn std::error::Error + Send + Sync>),
    #[error("no response after {} s", PATIENCE.as_secs())]
    TooSlow(#[from] tokio::time::error::Elapsed),
}

impl Post {
    pub(crate) async fn attempt(&self) -> Attempt {
        let at = SystemTime::now();
        let response = tokio::time::timeout(PATIENCE, self.send()).await;
        match response.map_err(Failure::from).and_then(|response| response) {
            Ok((status, body)) => Attempt {
                at,
                status: Some(status),
                response: String::from_utf8_lossy(&body).into_owned(),
                acknowledged: status == 200 && *body == *b"success",
            },
            Err(failure) => {
                Attempt { at, status: None, response: failure.to_string(), acknowledged: false }
            }
        }
    }

    async fn send(&self) -> Result<(u16, Bytes), Failure> {
        let invalid = || Failure::Url(self.url.clone());
        let url = Url::parse(&self.url).map_err(|_| invalid())?;
        let host = url.host_str().filter(|_| url.scheme() == "http").ok_or_else(invalid)?;
        let port = url.port_or_known_default().unwrap_or(80);
        let address = self.address(host, port).await?;
        let stream = TokioIo::new(TcpStream::connect(address).await?);
        let (mut sender, connection) = http1::handshake(stream).await?;
        let target = &url[url::Position::BeforePath..url::Position::AfterQuery];
        let request = Request::post(target)
            .header("host", format!("{host}:{port}"))
            .header("content-type", "application/x-www-form-urlencoded; charset=utf-8")
            .body(Full::new(Bytes::from(self.form.clone())))?;
        let exchange = async {
            let response = sender.send_request(request).await?;
            let status = response.status().as_u16();
            let body = Limited::new(response.into_body(), LONGEST).collect().await;
            Ok((status, body.map_err(Failure::Body)?.to_bytes()))
        };
        // The connection does the work of the exchange, and may end together with it.
        tokio::pin!(exchange);
        tokio::select! {
            response = &mut exchange => response,
            ended = connection => { ended?; exchange.await }
        }
    }

    async fn address(&self, host: &str, port: u16) -> Result<SocketAddr, Failure> {
        let name = host.trim_matches(['[', ']']);
        let address = lookup_host((name, port)).await?.next().ok_or(Failure::NoAddress)?;
        if self.receivers.has_named(host, port) || self.receivers.admits(address) {
            return Ok(address);
        }
        let on_this_machine = address.ip().is_loopback();
        Err(if on_this_machine { Failure::NotNamed(address) } else { Failure::Remote(address) })
    }
}
