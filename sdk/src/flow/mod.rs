//! Payments, refunds and transfers to their end: what to do when an answer is lost.
//!
//! A call that gets no answer leaves open whether the customer paid. A *flow* goes on until that
//! is known: it asks, repeats with the same number, or cancels, as the platform's documents have
//! it, and ends as [`Outcome::Paid`], [`Outcome::Closed`] or, when the platform cannot be reached
//! for too long, [`Outcome::Unknown`].
//!
//! | flow | what it does |
//! | --- | --- |
//! | [`Pay`] | face to face (当面付): pay, ask every few seconds, cancel when time is over |
//! | [`Precreate`] | a QR code for the buyer to scan, ask until it is paid, cancel when time is over |
//! | [`Refund`] | refund under one number, ask, repeat under the same number |
//! | [`Transfer`] | transfer under one number, ask, repeat under the same number |
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
//!     Outcome::Paid(receipt) => println!("paid: {} yuan", receipt.amount),
//!     Outcome::Closed(closed) => println!("not paid: {closed}"),
//!     Outcome::Unknown(unknown) => println!("run it again later: {unknown}"),
//!     _ => {}
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # When the process dies
//!
//! A flow is data: serialise it and keep it before it runs, and run it again in any process. A flow
//! that was deserialised takes nothing for granted: a [`Pay`] is then not sent any more, even if it
//! never was, and money moves only after a question. With a [store](Flows::store) that happens by itself: each step is kept before
//! it is taken, [`Flows::unfinished`] gives what a dead process left, replicas do not get in each
//! other's way, and a flow that has ended is not run again but gives its outcome.

mod answer;
mod check;
mod close;
mod error;
mod flows;
mod form;
mod kept;
mod numbered;
mod outcome;
mod pay;
mod payment;
mod precreate;
mod refund;
mod run;
mod timing;
mod trade;
mod transfer;

pub use close::Close;
pub use error::FlowError;
pub use flows::Flows;
pub use outcome::{Closed, Outcome, Receipt, Unknown};
pub use pay::Pay;
pub use precreate::Precreate;
pub use refund::Refund;
pub use timing::Timing;
pub use transfer::Transfer;

/// One of the flows of this module.
pub trait Flow: steps::Steps {}

/// What all flows can do. Out of reach, so that only the flows of this module are flows.
#[allow(unreachable_pub, reason = "in the bounds of `Flow`")]
mod steps {
    use std::time::SystemTime;

    use serde::Serialize;
    use serde::de::DeserializeOwned;

    use super::run::Run;
    use super::{FlowError, Outcome};

    /// The steps of a flow.
    pub trait Steps: Serialize + DeserializeOwned + Send + Sync {
        /// What kind it is.
        const KIND: &'static str;

        /// What tells it from others of its kind: the merchant's numbers.
        fn key(&self) -> String;

        /// The merchant's number of this flow.
        fn number(&self) -> &str;

        /// It is run now, perhaps for the first time.
        fn start(&mut self, now: SystemTime);

        /// The flow as a store kept it, which must be about the same order.
        fn resumed(self, kept: Self) -> Result<Self, FlowError>;

        /// Takes the steps until the outcome is known, or the time is over.
        fn drive(
            self,
            run: &Run<'_>,
        ) -> impl Future<Output = Result<Outcome<Self>, FlowError>> + Send;

        /// Sends nothing more that would move money, and sees to it that none will.
        fn give_up(
            self,
            run: &Run<'_>,
        ) -> impl Future<Output = Result<Outcome<Self>, FlowError>> + Send;
    }
}
