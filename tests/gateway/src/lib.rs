//! A local Alipay gateway to test against.
//!
//! It plays the other side of the v3 protocol: checks every request as the platform does, answers
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

mod answer;
mod app;
mod catalog;
mod check;
mod crypto;
mod fault;
mod gateway;
mod journal;
mod platform;
mod refusal;
mod serial;
mod server;
mod state;

pub use answer::fake::Sample;
pub use app::{App, NewApp};
pub use catalog::CatalogError;
pub use check::UploadedFile;
pub use fault::{Fault, FaultRule};
pub use gateway::{Gateway, GatewayBuilder, StartError};
pub use journal::{Call, Verdict};
pub use refusal::{Detail, Refusal};
pub use state::{Ledger, Totals};
