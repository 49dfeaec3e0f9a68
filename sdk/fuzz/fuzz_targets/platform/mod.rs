//! Clients without a network, and the platform's signature.
#![allow(dead_code, reason = "shared by targets that use parts of it")]

use std::pin::pin;
use std::sync::LazyLock;
use std::task::{Context, Poll, Waker};

use alipay_sdk::model::{AlipayTradeQueryModel, AlipayTradeQueryResponseModel};
use alipay_sdk::operation::AlipayTradeQuery;
use alipay_sdk::{
    Client, ClientBuilder, EncryptKey, Error, Pending, PrivateKey, Response, Signer, SigningFuture,
};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;

macro_rules! vector {
    ($name:literal) => {
        include_str!(concat!("../../../../tests/vectors/", $name))
    };
}

/// What the platform signs with.
static PLATFORM: LazyLock<PrivateKey> = LazyLock::new(|| {
    PrivateKey::parse(vector!("keys/alipay_private.pkcs8.pem")).expect("a key of the vectors")
});

/// The application of the certificate.
const APP_ID: &str = "2021009988776655";

pub static ENCRYPT_KEY: LazyLock<EncryptKey> = LazyLock::new(|| {
    EncryptKey::from_base64("aYA0GP8JEW+D7/UFaskCWA==").expect("a key of the vectors")
});

/// Key mode and certificate mode, each without and with encryption.
pub static CLIENTS: LazyLock<[Client; 4]> = LazyLock::new(|| {
    [(false, false), (true, false), (false, true), (true, true)].map(|(certificates, encrypt)| {
        let builder = Client::builder().app_id(APP_ID).signer(NoSigner).without_transport();
        let builder = if certificates { with_certificates(builder) } else { with_key(builder) };
        let builder = if encrypt { builder.encrypt_key(ENCRYPT_KEY.clone()) } else { builder };
        builder.build().expect("a client of the vectors")
    })
});

fn with_key(builder: ClientBuilder) -> ClientBuilder {
    builder.alipay_public_key(vector!("keys/alipay_public.spki.pem"))
}

fn with_certificates(builder: ClientBuilder) -> ClientBuilder {
    builder.certificates(
        vector!("certs/app_cert.crt"),
        vector!("certs/alipay_cert_leaf.crt"),
        vector!("certs/alipay_root_bundle.crt"),
    )
}

/// Requests are not looked at here, and signatures take time.
struct NoSigner;

impl Signer for NoSigner {
    fn sign<'a>(&'a self, _: &'a [u8]) -> SigningFuture<'a> {
        Box::pin(std::future::ready(Ok(vec![0; 256])))
    }
}

/// A call that waits for its response.
pub fn pending(client: &Client) -> Pending<AlipayTradeQuery> {
    let call = client.alipay_trade().query(&AlipayTradeQueryModel::new().out_trade_no("T1"));
    ready(call.prepare()).expect("a request").1
}

/// What comes of a future that waits for nothing.
pub fn ready<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("nothing to wait for"),
    }
}

/// What becomes of a response that a client without encryption gets in key mode.
pub fn complete(
    response: http::Response<Vec<u8>>,
) -> Result<Response<AlipayTradeQueryResponseModel>, Error> {
    pending(&CLIENTS[0]).complete(response)
}

/// A signature of the platform, in Base64.
pub fn signature(text: &[u8]) -> String {
    STANDARD.encode(PLATFORM.sign(text).expect("a signature"))
}

/// Signs a response as the platform does.
pub fn sign(response: &mut http::Response<Vec<u8>>) {
    let (timestamp, nonce) = ("1781590001456", "5f9fba93bbb240f0b32804d5ead3e131");
    let head = format!("{timestamp}\n{nonce}\n");
    let text = [head.as_bytes(), &response.body()[..], b"\n"].concat();
    let signature = signature(&text);
    let headers = response.headers_mut();
    headers.insert("alipay-timestamp", HeaderValue::from_static(timestamp));
    headers.insert("alipay-nonce", HeaderValue::from_static(nonce));
    headers.insert("alipay-signature", signature.try_into().expect("Base64"));
}
