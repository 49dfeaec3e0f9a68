//! The v2 gateway (`gateway.do`): payments on pages and in apps, which the v3 interface does not
//! offer, and any other method of the gateway.
//!
//! [`Client::v2`](crate::Client::v2) returns it, with the keys, certificates, environment and
//! transport of the client.
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
//! let html = page.form(); // respond to the buyer's browser with this,
//! let link = page.link(); // or redirect it here
//! # let _ = (html, link);
//! # Ok(())
//! # }
//! ```
//!
//! | the official SDKs call it | here | for |
//! | --- | --- | --- |
//! | `sdkExecute` | [`Call::sdk_execute`](crate::Call::sdk_execute) | the order string that an app hands to Alipay's SDK |
//! | `pageExecute` | [`Call::page_execute`](crate::Call::page_execute) | what the buyer's browser opens |
//! | `execute` | `.await` (or `send_blocking`) | calls from server to server |
//!
//! Responses are verified like those of v3: a success must be signed, and the signature of an API
//! error must be valid. The code of an [`ApiError`](crate::ApiError) is the `sub_code`; its
//! `gateway_code` is the gateway's own code (`40004`).
//!
//! Calls from server to server have the same retries, limits and options as all calls. An operation
//! counts as idempotent only when the documents say so; set
//! [`Call::idempotent`](crate::Call::idempotent) for a single call. The call of an operation that a
//! browser or an app carries is not a future, so it cannot be awaited.
//!
//! | the buyer comes back with | here |
//! | --- | --- |
//! | the parameters of a `return_url` | the query string, given to a `NotificationVerifier` (feature `notify`) |
//! | the `result` that the app got from Alipay's | [`Gateway::verify_result`] |
//!
//! Neither is a proof of payment. Wait for the notification, or query the trade.

pub use crate::client::v2::{AppResult, Gateway};
pub use crate::protocol::v2::{App, Browser, BrowserOrApp, Page, Server, V2};
