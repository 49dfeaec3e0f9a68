//! The v2 gateway (`gateway.do`): payments on pages and in apps, which the v3 interface does not
//! have, and any other method of it.
//!
//! [`Client::v2`] leads there, with the keys, certificates, environment and transport of the client.
//!
//! ```
//! use alipay_sdk::Client;
//! use alipay_sdk::model::AlipayTradePagePayModel;
//!
//! # async fn pay(client: Client) -> Result<(), alipay_sdk::Error> {
//! let order = AlipayTradePagePayModel::new()
//!     .out_trade_no("T20260616001")
//!     .product_code("FAST_INSTANT_TRADE_PAY")
//!     .subject("tea")
//!     .total_amount("88.88");
//! let page = client
//!     .v2()
//!     .alipay_trade_page()
//!     .pay(&order)
//!     .return_url("https://shop.example/paid")
//!     .notify_url("https://shop.example/notify")
//!     .page_execute()
//!     .await?;
//! let html = page.form(); // answer the buyer's browser with this,
//! let link = page.link(); // or redirect it here
//! # let _ = (html, link);
//! # Ok(())
//! # }
//! ```
//!
//! | the official SDKs call it | here | for |
//! | --- | --- | --- |
//! | `sdkExecute` | [`Call::sdk_execute`] | the order string that an app hands to Alipay's |
//! | `pageExecute` | [`Call::page_execute`] | what the buyer's browser opens |
//! | `execute` | `.await` (or `send_blocking`) | calls from server to server |
//!
//! Answers are verified as those of v3 are: a success must be signed, a refusal that is signed must
//! be signed well. An [`ApiError`](crate::ApiError) has the `sub_code` as its code, and the
//! gateway's own (`40004`) beside it.
//!
//! A call is sent once. Nothing is repeated here, whatever [`RetryPolicy`](crate::RetryPolicy) says:
//! [`Error::is_retryable`](crate::Error::is_retryable) and
//! [`Error::is_unknown_outcome`](crate::Error::is_unknown_outcome) help to decide.
//!
//! | the buyer comes back with | here |
//! | --- | --- |
//! | the parameters of a `return_url` | the query string, given to a `NotificationVerifier` (feature `notify`) |
//! | the `result` that the app got from Alipay's | [`Gateway::verify_result`] |
//!
//! Neither is a proof of payment: wait for the notification, or query the trade.

mod call;
mod exchange;
mod members;
mod page;
mod request;
mod result;
mod untyped;

use crate::client::Client;
use crate::metadata::{Answer, MethodInfo};
use alipay_sdk_core::SignType;

pub use call::{Call, Pending};
#[cfg(feature = "certificate-download")]
pub(crate) use exchange::CERTIFICATE_DOWNLOAD;
pub use page::Page;
pub use untyped::Untyped;

/// One operation of the v2 gateway. Implemented by types in [`operation`](crate::operation).
pub trait Operation: 'static {
    /// What is sent as `biz_content`: a model, or `()`.
    type Body;
    /// What is answered.
    type Answer: Answer;
    /// Name and title.
    const INFO: MethodInfo;
}

/// The v2 gateway as a client reaches it: made by [`Client::v2`]. It has one accessor per group of
/// operations.
#[derive(Clone, Copy, Debug)]
pub struct Gateway<'a> {
    client: &'a Client,
    sign_type: SignType,
}

impl Client {
    /// The v2 gateway, for this application.
    pub fn v2(&self) -> Gateway<'_> {
        Gateway { client: self, sign_type: SignType::default() }
    }
}

impl Gateway<'_> {
    /// How this application signs, and is answered: `RSA2`, unless said otherwise.
    #[must_use]
    pub fn sign_type(self, sign_type: SignType) -> Self {
        Self { sign_type, ..self }
    }

    /// A call of an operation, by its type.
    pub fn call<O: Operation>(&self) -> Call<O> {
        Call::new(self.client, self.sign_type, O::INFO.into())
    }
}
