//! Runs payments, refunds and transfers to their end, also when a response is lost.
//!
//! After a call without a response it is unknown whether the customer paid. A *flow* goes on until
//! the outcome is known. It queries, sends again with the same number, or cancels, as the
//! platform's documents say. It ends as [`Outcome::Succeeded`] or [`Outcome::Failed`], or as
//! [`Outcome::Unknown`] when the platform cannot be reached for too long.
//!
//! | kind | what it does |
//! | --- | --- |
//! | [`Pay`] | face to face (当面付): pay, ask every few seconds, cancel when time is over |
//! | [`Precreate`] | a QR code for the buyer to scan, ask until it is paid, cancel when time is over |
//! | [`Refund`] | refund under one number, ask, send again under the same number |
//! | [`Transfer`] | transfer under one number, ask, send again under the same number |
//! | [`Close`] | close a trade that waits for its buyer |
//!
//! ```
//! use alipay_sdk::flow::{Flows, Outcome, Pay};
//! use alipay_sdk::model::AlipayTradePayModel;
//! use alipay_sdk::{Amount, Client, OutTradeNo};
//!
//! # async fn example(client: &Client) -> Result<(), Box<dyn std::error::Error>> {
//! let order = AlipayTradePayModel::new()
//!     .out_trade_no(OutTradeNo::generate())
//!     .total_amount("88.88".parse::<Amount>()?)
//!     .subject("Coffee")
//!     .scene("bar_code")
//!     .auth_code("281234567890123456");
//! match Flows::new(client).run(Pay::new(order)?).await? {
//!     Outcome::Succeeded(receipt) => println!("paid: {} yuan", receipt.amount),
//!     Outcome::Failed(failure) => println!("not paid: {failure}"),
//!     Outcome::Unknown(unknown) => println!("run it again later: {unknown}"),
//!     _ => {}
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # When the process dies
//!
//! A [`Task`] is data: serialize and keep it before it runs, and run it again in any process. A
//! deserialized task assumes nothing: it queries the platform before money moves, and a [`Pay`] is
//! not sent any more, even if it never was. With a [store](Flows::store) this is automatic. Each
//! step is saved before it is taken, and [`Flows::resume_every`] continues the tasks of a dead
//! process. Replicas do not run a task twice, and a task that has ended returns its outcome.
//!
//! # Many tasks
//!
//! [`Flows::run_all`] runs a list of any length, with limits for the tasks at a time and per
//! second. It reports events, and returns a [`Report`]. [`Flows::resume_all`] does the same with
//! all open tasks of a store.

mod cancel;
mod check;
mod driver;
mod entry;
mod error;
mod event;
mod failure;
mod kind;
mod list;
mod mark;
mod order;
mod order_check;
mod outcome;
mod platform;
mod receipt;
mod run;
mod runner;
mod session;
mod status;
mod stop;
mod store_key;
mod stored;
mod task;
mod timing;

pub use cancel::{CancelHandle, Cancelable};
pub use error::FlowError;
pub use event::Event;
pub use failure::{Failure, FailureReason};
pub use kind::{Close, Pay, Precreate, Refund, Transfer};
pub use list::{ListEvent, ListEvents, Report, RunAll, Standing, Tally};
pub use outcome::{Outcome, Unknown};
pub use receipt::{Buyer, Receipt};
pub use runner::Flows;
pub use task::{Kind, Task};
pub use timing::Timing;
