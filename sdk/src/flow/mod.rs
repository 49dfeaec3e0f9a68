//! Payments, refunds and transfers to their end: what to do when a response is lost.
//!
//! A call that gets no response leaves open whether the customer paid. A *flow* goes on until that
//! is known: it asks, sends again with the same number, or cancels, as the platform's documents
//! have it, and ends as [`Outcome::Succeeded`], [`Outcome::Failed`] or, when the platform cannot be
//! reached for too long, [`Outcome::Unknown`].
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
//! A [`Task`] is data: serialize it and keep it before it runs, and run it again in any process.
//! One that was deserialized takes nothing for granted: a [`Pay`] is then not sent any more, even
//! if it never was, and money moves only after a question. With a [store](Flows::store) that
//! happens by itself: each step is kept before it is taken, [`Flows::resume_every`] goes on with
//! what a dead process left, replicas do not get in each other's way, and a task that has ended is
//! not
//! run again but gives its outcome.
//!
//! # Many tasks
//!
//! [`Flows::run_all`] runs a list of any length, so many at once and so many per second, tells what
//! happens, and gives a [`Report`]. [`Flows::resume_all`] does that with all that a store holds
//! open.

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
