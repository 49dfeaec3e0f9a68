//! A local Alipay gateway to test against.
//!
//! It plays the other side of the v3 protocol, of the v2 gateway, and of Taobao TOP: checks every request as the platform does, answers
//! all operations of the documents in `spec/`, keeps trades and money where payment logic
//! matters, signs and encrypts its answers, and misbehaves on request. It shares no protocol code
//! and no crypto library with the SDK, so a mistake of one cannot hide in the other.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), alipay_gateway::StartError> {
//! let gateway = alipay_gateway::Gateway::start().await?;
//! println!("{} for app {}", gateway.base_url(), gateway.app().app_id);
//! # Ok(())
//! # }
//! ```
//!
//! One request goes through [`server`](self): `check` (authorization, signature, time, body,
//! schema), then `state` (trades, funds, tokens) or `answer::fake`, then `answer` (encrypt, sign).
//! What is no part of the protocol has its own paths: `page` at `/`, `control` below `/_gateway/`.
//! `notify` calls back.

mod answer;
mod app;
mod catalog;
mod check;
mod client;
mod control;
mod crypto;
mod fault;
mod form;
mod gateway;
mod journal;
mod legacy;
mod notify;
mod page;
mod platform;
mod refusal;
mod serial;
mod server;
mod state;
mod top;
mod v2;

pub use answer::fake::Sample;
pub use app::{App, NewApp};
pub use catalog::CatalogError;
pub use check::Diagnosis;
pub use check::UploadedFile;
pub use client::write as write_client_files;
pub use fault::{Fault, FaultRule};
pub use gateway::{Gateway, GatewayBuilder, StartError};
pub use journal::{Call, Counts, Verdict};
pub use notify::{Attempt, Delivery, Notice, Outcome, PaidTrade};
pub use refusal::{Detail, Refusal};
pub use state::special;
pub use state::{Entry, EntryKind, Ledger, LedgerError, Totals, TradeRecord, Upload};
pub use top::TopApp;

/// The code of the README is compiled, too.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
