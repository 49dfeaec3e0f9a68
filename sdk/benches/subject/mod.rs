//! The measured work: one call without a network, and the cryptography that it cannot do without.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "shared by benchmarks that use parts of it, and may panic"
)]

#[path = "../../tests/platform/mod.rs"]
pub mod platform;

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use alipay_sdk::model::{AlipayTradeQueryModel, AlipayTradeQueryResponseModel};
use alipay_sdk::{Client, ClientBuilder, EncryptKey, PrivateKey, PublicKey, Response};
use platform::{key_mode, private_key, public_key, signed};

/// A response as the platform gives it for a paid trade: some twenty fields.
const PAID: &str = r#"{"trade_no":"2026061622001400001400000001","out_trade_no":"20260616000001","buyer_logon_id":"159****5620","buyer_open_id":"01501o8f93I3nJAGB1jG4ONlfMiFZgmEyVmr2YZyuTmDyI7","buyer_user_type":"PRIVATE","buyer_pay_amount":"88.80","trade_status":"TRADE_SUCCESS","total_amount":"88.88","receipt_amount":"88.80","invoice_amount":"88.80","point_amount":"0.00","mdiscount_amount":"0.00","discount_amount":"0.08","pay_currency":"CNY","settle_currency":"CNY","send_pay_date":"2026-06-16 15:26:41","store_id":"NJ_S_001","store_name":"证大五道口店","terminal_id":"NJ_T_001","subject":"冰美式 大杯","alipay_store_id":"2015040900077001000100001232","fund_bill_list":[{"fund_channel":"ALIPAYACCOUNT","amount":"88.80","real_amount":"88.80"},{"fund_channel":"MCOUPON","amount":"0.08"}],"passback_params":"merchantBizType%3d3C%26merchantBizNo%3d2016010101111"}"#;

/// A key for AES.
const ENCRYPT_KEY: &str = "aYA0GP8JEW+D7/UFaskCWA==";

/// How bodies are sent.
#[derive(Clone, Copy, Debug)]
pub enum Bodies {
    Plain,
    Encrypted,
}

impl Bodies {
    pub const ALL: [Self; 2] = [Self::Plain, Self::Encrypted];

    fn key(self) -> Option<EncryptKey> {
        matches!(self, Self::Encrypted).then(|| EncryptKey::from_base64(ENCRYPT_KEY).unwrap())
    }
}

/// A call of `alipay.trade.query`, and its response.
pub struct Query {
    pub client: Client,
    pub model: AlipayTradeQueryModel,
    response: http::Response<Vec<u8>>,
}

impl Query {
    pub fn new(bodies: Bodies) -> Self {
        match bodies.key() {
            Some(key) => {
                let text = key.encrypt(PAID.as_bytes());
                Self::with(key_mode().encrypt_key(key), &text)
            }
            None => Self::with(key_mode(), PAID),
        }
    }

    /// Of a client for this address.
    pub fn to(address: std::net::SocketAddr) -> Self {
        Self::with(key_mode().base_url(format!("http://{address}")), PAID)
    }

    fn with(builder: ClientBuilder, response: &str) -> Self {
        let model = AlipayTradeQueryModel::new()
            .out_trade_no("20260616000001")
            .query_options(["trade_settle_info", "fund_bill_list"]);
        let response = signed(200, response.as_bytes());
        Self { client: builder.build().unwrap(), model, response }
    }

    /// The response, signed once: what is signed does not depend on the request.
    pub fn response(&self) -> http::Response<Vec<u8>> {
        self.response.clone()
    }

    /// The call from the model to the decoded response.
    pub fn run(
        &self,
        response: http::Response<Vec<u8>>,
    ) -> Response<AlipayTradeQueryResponseModel> {
        let call = self.client.alipay_trade().query(&self.model);
        let (_, pending) = ready(call.prepare()).unwrap();
        pending.complete(response).unwrap()
    }
}

/// A future that never waits.
fn ready<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("it waits for something"),
    }
}

/// One signature and one verification, by the same keys over texts of the same length; and with
/// encrypted bodies the encryption of the request and the decryption of the response.
pub struct Bare {
    private_key: PrivateKey,
    public_key: PublicKey,
    request: Vec<u8>,
    response: Vec<u8>,
    signature: Vec<u8>,
    body: Option<(EncryptKey, Vec<u8>, String)>,
}

impl Bare {
    pub fn of(query: &Query, bodies: Bodies) -> Self {
        let call = query.client.alipay_trade().query(&query.model);
        let (request, _) = ready(call.prepare()).unwrap();
        let authorization = request.headers()["authorization"].to_str().unwrap();
        let (head, _) = authorization.rsplit_once(",sign=").unwrap();
        let head = head.split_once(' ').unwrap().1;
        let text = [head.as_bytes(), b"\nPOST\n", request.uri().path().as_bytes(), b"\n"].concat();
        let body = request.body().as_bytes().unwrap();
        let response = [&[b'1'; 47], &query.response.body()[..], b"\n"].concat();
        Self {
            private_key: private_key("app"),
            public_key: public_key("alipay"),
            request: [&text, &body[..], b"\n"].concat(),
            signature: private_key("alipay").sign(&response).unwrap(),
            response,
            body: bodies.key().map(|key| {
                let response = key.encrypt(PAID.as_bytes());
                (key, serde_json::to_vec(&query.model).unwrap(), response)
            }),
        }
    }

    pub fn run(&self) {
        if let Some((key, request, response)) = &self.body {
            std::hint::black_box(key.encrypt(request));
            std::hint::black_box(key.decrypt(response.as_bytes()).unwrap());
        }
        std::hint::black_box(self.private_key.sign(&self.request).unwrap());
        assert!(self.public_key.verify(&self.response, &self.signature));
    }
}
