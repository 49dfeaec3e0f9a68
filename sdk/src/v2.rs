//! The v2 gateway (`gateway.do`): payments on pages and in apps, which the v3 interface does not
//! have, and any other method of it.
//!
//! [`Client::v2`](crate::Client::v2) leads there, with the keys, certificates, environment and
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
//! | `sdkExecute` | [`Call::sdk_execute`](crate::Call::sdk_execute) | the order string that an app hands to Alipay's |
//! | `pageExecute` | [`Call::page_execute`](crate::Call::page_execute) | what the buyer's browser opens |
//! | `execute` | `.await` (or `send_blocking`) | calls from server to server |
//!
//! Responses are verified as those of v3 are: a success must be signed, and a signature that an API
//! error carries must hold. An [`ApiError`](crate::ApiError) has the `sub_code` as its code, and
//! the gateway's own (`40004`) beside it.
//!
//! Calls from server to server have the retries, limits and options of all calls. No operation
//! counts as idempotent unless the documents say so; [`Call::idempotent`](crate::Call::idempotent)
//! says it of one call. An operation that a browser or an app carries is not a future: its call
//! cannot be awaited.
//!
//! | the buyer comes back with | here |
//! | --- | --- |
//! | the parameters of a `return_url` | the query string, given to a `NotificationVerifier` (feature `notify`) |
//! | the `result` that the app got from Alipay's | [`Gateway::verify_result`] |
//!
//! Neither is a proof of payment: wait for the notification, or query the trade.

pub use crate::client::v2::{AppResult, Gateway};
pub use crate::protocol::v2::{App, Browser, BrowserOrApp, Page, Server, V2};
