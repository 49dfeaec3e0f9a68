//! Connections, and which protocol a request is of.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use http::Request;
use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use socket2::{SockRef, Socket};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::business::Business;
use crate::guard::{Origin, forbidden};
use crate::request::Received;
use crate::site::Site;
use crate::wire::{self, Reset, Transmitted};
use crate::{bills, cashier, message, top, v2, v3};

/// What responds to requests.
pub(crate) struct Endpoints {
    pub(crate) v3: v3::Endpoint,
    pub(crate) v2: v2::Endpoint,
    pub(crate) top: top::Endpoint,
    pub(crate) message: message::Endpoint,
    /// Its bills are downloaded.
    pub(crate) business: Arc<Business>,
    pub(crate) site: Site,
    /// Whether the protocols are for other machines, and for pages of any site, too.
    pub(crate) allow_remote: bool,
}

/// The largest request, in bytes.
const LARGEST: usize = 64 << 20;

/// Serves until the task is aborted; then all connections are closed, too.
pub(crate) async fn run(listener: TcpListener, endpoints: Arc<Endpoints>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => {
                    connections.spawn(connection(stream, peer, endpoints.clone()));
                }
                // Out of file descriptors, perhaps: others may be closed meanwhile.
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn connection(stream: TcpStream, peer: SocketAddr, endpoints: Arc<Endpoints>) {
    let _ = stream.set_nodelay(true);
    // A second handle, to reset the connection while the first is hyper's.
    let handle = SockRef::from(&stream).try_clone().ok();
    let service = service_fn(|request| {
        let endpoints = endpoints.clone();
        async move { endpoints.respond(peer, request).await }
    });
    let mut server = http1::Builder::new();
    let served = server.timer(TokioTimer::new()).serve_connection(TokioIo::new(stream), service);
    if served.with_upgrades().await.is_err() {
        reset(handle.as_ref());
    }
}

/// Without lingering, a connection that is closed is reset.
fn reset(socket: Option<&Socket>) {
    if let Some(socket) = socket {
        let _ = socket.set_linger(Some(Duration::ZERO));
    }
}

impl Endpoints {
    async fn respond(&self, peer: SocketAddr, mut request: Request<Incoming>) -> Transmitted {
        let upgrade = hyper::upgrade::on(&mut request);
        let (parts, body) = request.into_parts();
        let body = Limited::new(body, LARGEST).collect().await.map_err(|_| Reset)?.to_bytes();
        let (path, origin) = (parts.uri.path(), Origin { peer, headers: &parts.headers });
        let is_site = Site::serves(path);
        let admitted = if is_site {
            self.site.admits(path, &origin)
        } else {
            self.allow_remote || origin.is_local()
        };
        if !admitted {
            return wire::transmit(forbidden(), None).await;
        }
        let target = parts.uri.path_and_query().map_or("/", |target| target.as_str()).to_owned();
        let method = parts.method.to_string();
        let received = Received { method, target, headers: parts.headers, body };
        if is_site {
            return wire::transmit(self.site.respond(parts.uri.path(), &received), None).await;
        }
        match received.target.split('?').next().unwrap_or_default() {
            v2::PATH => self.v2.respond(received).await,
            cashier::PATH => self.v2.pay(received).await,
            top::PATH => self.top.respond(received).await,
            message::REGISTER => self.message.register(&received).await,
            message::CONNECT => self.message.connect(received, upgrade).await,
            bills::PATH => {
                let Business { bills, state, .. } = &*self.business;
                wire::transmit(bills.download(state, &received.target), None).await
            }
            _ => self.v3.respond(received).await,
        }
    }
}
