//! A local Alipay gateway for tests.
//!
//! It plays the platform's side of the v3 protocol, the v2 gateway, the message channel and Taobao
//! TOP. It checks every request as the platform does, and responds to all operations of the
//! documents in `spec/`. It keeps trades and money, signs and encrypts its responses, sends
//! notifications and messages, and fails on request. It shares no protocol code with the SDK and
//! verifies with other libraries, so a mistake of one cannot hide in the other.
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
//! # Floors
//!
//! A module imports only from lower floors, and no files import each other in a circle. A `mod.rs`
//! only declares and re-exports.
//!
//! | floor | modules | what |
//! | --- | --- | --- |
//! | 14 | `gateway` | makes the parts, puts them together, starts; what a test calls |
//! | 13 | `server` | connections, and which endpoint a request is for |
//! | 12 | `site` | pages for people at `/`, control for programs below `/_gateway/` |
//! | 11 | `v3`, `v2`, `top` | the endpoints: check, business, response; they do not know each other |
//! | 10 | `parts` | what the endpoints, the pages and the control share |
//! | 10 | `cashier` | the pages that buyers pay on |
//! | 9 | `business` | the response: as scripted, from the state, or made up |
//! | 8 | `bills` | bills of what the state holds, as files |
//! | 7 | `state` | trades, transfers, tokens, files, mini programs |
//! | 6 | `notify`, `message`, `client_config`, `open_data` | calls receivers back; the message channel; configuration of clients; data for mini programs |
//! | 5 | `journal`, `apps`, `parameters`, `sample`, `wire` | calls; applications; forms; made up data; faults of connections |
//! | 4 | `diagnosis`, `platform`, `schema`, `script`, `multipart` | wrong signatures; the platform's keys; the documents' types |
//! | 3 | `crypto`, `catalog`, `fault`, `content`, `guard`, `page` | keys; operations; what goes wrong; whose requests are taken; pages |
//! | 2 | `request`, `rejection`, `rsa_sha1`, `serial`, `charset`, `clock`, `header`, `ids`, `qr` | requests, rejections, serials, clocks, codes |
//! | 1 | `der` | keys and certificates, as they are encoded |

// Code that only the pages use is compiled without them, too.
#![cfg_attr(not(feature = "pages"), allow(dead_code, unused_imports))]

mod apps;
mod bills;
mod business;
mod cashier;
mod catalog;
mod charset;
mod client_config;
mod clock;
mod content;
mod crypto;
mod der;
mod diagnosis;
mod fault;
mod gateway;
mod guard;
mod header;
mod ids;
mod journal;
mod message;
mod multipart;
mod notify;
mod open_data;
mod page;
mod parameters;
mod parts;
mod platform;
mod qr;
mod rejection;
mod request;
mod rsa_sha1;
mod sample;
mod schema;
mod script;
mod serial;
mod server;
mod site;
mod state;
mod top;
mod v2;
mod v3;
mod wire;

pub use apps::{App, NewApp};
pub use catalog::CatalogError;
pub use client_config::write as write_client_files;
pub use diagnosis::Diagnosis;
pub use fault::{Fault, FaultRule};
pub use gateway::{Gateway, GatewayBuilder, StartError};
pub use journal::{Call, Counts, Verdict};
pub use message::{MessageFault, MessageRecord, NewMessage, ProducedMessage};
pub use notify::{Attempt, Delivery, Notice, Outcome, PaidTrade};
pub use rejection::{Detail, Rejection};
pub use request::UploadedFile;
pub use sample::Sample;
pub use state::test_values;
pub use state::{Entry, EntryKind, Ledger, LedgerError, RefundRecord, Totals, TradeRecord, Upload};
pub use top::TopApp;

/// The code of the README is compiled, too.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
