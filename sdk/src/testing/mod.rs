//! A test platform for the tests of your own code. It runs in the process of the test, and signs
//! its responses with its own keys. It needs no network and no key files.
//!
//! ```
//! use alipay_sdk::model::AlipayTradeQueryModel;
//! use alipay_sdk::testing::{TestPlatform, TestResponse};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
//! let platform = TestPlatform::new();
//! platform.on("alipay.trade.query", |request| match request.json()["out_trade_no"].as_str() {
//!     Some("T1") => serde_json::json!({"trade_status": "TRADE_SUCCESS"}).into(),
//!     _ => TestResponse::rejection("ACQ.TRADE_NOT_EXIST", "no such trade"),
//! });
//! let client = platform.client().build()?;
//!
//! let query = |number: &str| {
//!     let order = AlipayTradeQueryModel::new().out_trade_no(number);
//!     client.alipay_trade().query(&order)
//! };
//! assert_eq!(query("T1").await?.trade_status.as_deref(), Some("TRADE_SUCCESS"));
//! assert!(query("T2").await.is_err_and(|error| error.has_code("ACQ.TRADE_NOT_EXIST")));
//! assert_eq!(platform.requests().len(), 2);
//! # Ok(())
//! # })
//! # }
//! ```
//!
//! The platform verifies each request, so it rejects a client with other keys or another
//! application. Waits take no time, because the clients of a [`TestPlatform`] use its
//! [`TestClock`].
//!
//! It keeps no trades and no accounts. For these use the gateway of the package `alipay-gateway`.

mod clock;
mod keys;
mod notification;
mod parts;
mod platform;
mod posted;
mod request;
mod response;
mod side;
#[cfg_attr(not(feature = "top"), path = "no_top.rs")]
mod top;
mod transport;
mod v2;
mod v3;

pub use clock::TestClock;
pub use notification::sign_notification;
pub use platform::{APP_ID, TestPlatform};
pub use request::TestRequest;
pub use response::TestResponse;
#[cfg(feature = "top")]
pub use top::{APP_KEY, SECRET};
