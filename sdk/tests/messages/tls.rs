//! TLS of the channel, and of calls beside it.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use alipay_gateway::{Gateway, NewMessage};
use alipay_sdk::Client;
use rcgen::{CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// A server with TLS before the gateway.
struct Front {
    address: SocketAddr,
    /// The authority of its certificate, in PEM.
    root: String,
    /// Clients that did not accept its certificate.
    declined: Arc<AtomicUsize>,
}

impl Front {
    /// Its certificate is for this host name.
    async fn start(gateway: &Gateway, host: &str) -> Self {
        let (root, acceptor) = certified(host);
        let backend = gateway.base_url().strip_prefix("http://").unwrap().to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let declined = Arc::new(AtomicUsize::new(0));
        let count = declined.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, backend, count) = (acceptor.clone(), backend.clone(), count.clone());
                tokio::spawn(async move {
                    let Ok(mut stream) = acceptor.accept(stream).await else {
                        count.fetch_add(1, SeqCst);
                        return;
                    };
                    let mut backend = TcpStream::connect(backend).await.unwrap();
                    let _ = copy_bidirectional(&mut stream, &mut backend).await;
                });
            }
        });
        Self { address, root, declined }
    }

    /// A client that trusts the authority, and calls the server by its address.
    fn client(&self, gateway: &Gateway) -> Client {
        let app = gateway.app();
        let builder = Client::builder().app_id(app.app_id).private_key(app.private_key);
        let builder = builder.alipay_public_key(app.alipay_public_key);
        let builder = builder.tls_root_certificate(self.root.as_str());
        builder.base_url(format!("https://{}", self.address)).build().unwrap()
    }
}

/// An authority in PEM, and a server with its certificate for a host.
fn certified(host: &str) -> (String, TlsAcceptor) {
    let mut authority = CertificateParams::default();
    authority.is_ca = IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let server = CertificateParams::new([host.to_owned()]).unwrap();
    let server = server.signed_by(&key, &authority).unwrap();
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![server.der().clone()], key)
        .unwrap();
    (authority.pem(), TlsAcceptor::from(Arc::new(config)))
}

#[tokio::test]
async fn messages_come_over_tls_when_the_certificate_is_for_the_host() {
    let gateway = Gateway::start().await.unwrap();
    let front = Front::start(&gateway, "127.0.0.1").await;
    gateway.send_message(NewMessage::new("m", "{}"));
    let mut channel = front.client(&gateway).messages().open().unwrap();
    channel.next().await.unwrap().unwrap().ack();
    gateway.messages_settled().await;
    assert_eq!(front.declined.load(SeqCst), 0);
}

#[tokio::test]
async fn nothing_is_sent_to_a_host_whose_certificate_names_another() {
    let gateway = Gateway::start().await.unwrap();
    let front = Front::start(&gateway, "openchannel.alipay.com").await;
    let client = front.client(&gateway);
    let short = Duration::from_millis(10);
    let messages = client.messages().wait(short, short);
    let stop = messages.stop_handle();
    let running = tokio::spawn(messages.run(|_| std::future::ready(Ok::<_, String>(()))));
    while front.declined.load(SeqCst) < 2 {
        tokio::time::sleep(short).await;
    }
    stop.stop();
    running.await.unwrap().unwrap();
    client.untyped("a.query", http::Method::GET, "/v3/a/query").await.unwrap_err();
    assert_eq!((gateway.message_connections(), gateway.call_count()), (0, 0));
}
