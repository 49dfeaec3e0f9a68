//! Asynchronous notifications (异步通知): the posts of the platform about trades, and those of its
//! message service.
//!
//! Anybody can post a form to a `notify_url`. A [`NotificationVerifier`] takes the raw body, and
//! returns a [`Notification`] only when Alipay signed it for this application. Nothing can be read
//! from an unverified notification.
//!
//! In a handler, in this order:
//!
//! 1. Take the raw body, before any framework decodes it, and
//!    [`verify`](NotificationVerifier::verify) it, or
//!    [`verify_async`](NotificationVerifier::verify_async) where certificates are fetched. For axum
//!    use the extractor `VerifiedNotification` (feature `axum`).
//! 2. Read the [`event`](Notification::event). Look the order up by its
//!    [`out_trade_no`](TradeNotification::out_trade_no), and compare its amount with
//!    [`total_amount`](TradeNotification::total_amount): the signature proves what Alipay says, not
//!    that it is what you sold.
//! 3. Look at the [`fact`](TradeNotification::fact): [`Fact::Paid`] means paid. Several messages
//!    tell the same fact, with different ids and up to a year later. Therefore do the work in
//!    `handle_once` (feature `store`), which does it once per trade and fact.
//! 4. Respond with [`Reply::Success`] when the work is done, and [`Reply::Fail`] when it is not:
//!    the platform then sends the notification again, usually eight times in 25 hours.
//!
//! ```
//! use alipay_sdk::PublicKey;
//! use alipay_sdk::notify::{Event, Fact, NotificationError, NotificationVerifier, Reply};
//!
//! fn handle(verifier: &NotificationVerifier, body: &[u8]) -> Result<Reply, NotificationError> {
//!     let notification = verifier.verify(body)?;
//!     if let Event::Trade(trade) = notification.event()? {
//!         // … is this order ours, and is `trade.total_amount` its price? …
//!         if trade.fact() == Some(&Fact::Paid) {
//!             println!("{} is paid: {}", trade.out_trade_no, trade.total_amount);
//!         }
//!     }
//!     Ok(Reply::Success)
//! }
//! # let key = include_str!("../../../tests/vectors/keys/alipay_public.spki.pem");
//! # let verifier = NotificationVerifier::new(PublicKey::parse(key)?, "2021000000000000");
//! # assert!(handle(&verifier, b"trade_status=TRADE_SUCCESS").is_err());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The same verifier checks the parameters that the buyer's browser brings to a `return_url`: pass
//! the query string. They are not a proof of payment: wait for the notification, or query the
//! trade.
//!
//! An application gateway (应用网关) gets messages, and a check by the platform's console, which
//! expects signed XML. [`NotificationVerifier::receive`] tells them apart, and returns the reply.

#[cfg(feature = "axum")]
mod axum;
mod charset;
mod check;
mod check_reply;
mod error;
mod event;
mod fact;
mod form;
mod notification;
#[cfg(feature = "store")]
mod once;
mod posted;
mod reply;
mod room;
mod signature;
mod trade;
mod verifier;

#[cfg(feature = "axum")]
pub use self::axum::{NotificationRejection, VerifiedNotification};
pub use alipay_sdk_core::TradeStatus;
pub use check_reply::CheckReply;
pub use error::NotificationError;
pub use event::{Event, Message};
pub use fact::{Fact, TradeFact};
pub use notification::Notification;
#[cfg(feature = "store")]
pub use once::{ByMessage, HandleError, HandleOnce, Handled, LEASE, OnceKey, handle_once};
pub use posted::Posted;
pub use reply::Reply;
pub use trade::{FundBill, TradeNotification};
pub use verifier::{Incoming, NotificationVerifier};
