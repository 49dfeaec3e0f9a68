//! What is done once per number: ask, and repeat under the same number.

use std::time::SystemTime;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::answer::{self, Failure};
use super::steps::Steps;
use super::{Closed, FlowError, Outcome, Receipt, check, run::Run};
use crate::error::Error;

/// What the platform says of the number.
pub(super) enum Known {
    Paid(Receipt),
    Closed(Closed),
    /// It is being worked on, or the question was not answered.
    NotYet(Option<Error>),
    /// Nothing was done under this number.
    Nothing,
}

/// What became of sending.
pub(super) enum Sent {
    Paid(Receipt),
    Closed(Closed),
    /// The platform has to be asked.
    Unknown(Option<Error>),
    /// The platform knows no such trade, and may come to know it.
    Open(Error),
    Failed(Failure),
}

/// A flow that may be sent again as long as nothing was done under its number.
pub(super) trait Numbered: Serialize + DeserializeOwned + Send + Sync {
    /// What kind it is.
    const KIND: &'static str;

    /// What is sent.
    type Order: PartialEq;

    fn order(&self) -> &Self::Order;

    /// Whether nobody has sent it yet, for certain.
    fn is_fresh(&self) -> bool;

    /// The number.
    fn number(&self) -> &str;

    /// What tells it from others of its kind.
    fn key(&self) -> String {
        self.number().to_owned()
    }

    /// Asks what became of the number.
    fn look(&self, run: &Run<'_>) -> impl Future<Output = Result<Known, FlowError>> + Send;

    /// Sends it.
    fn send(&self, run: &Run<'_>) -> impl Future<Output = Result<Sent, FlowError>> + Send;
}

impl<F: Numbered> Steps for F {
    const KIND: &'static str = F::KIND;

    fn key(&self) -> String {
        Numbered::key(self)
    }

    fn number(&self) -> &str {
        Numbered::number(self)
    }

    fn start(&mut self, _: SystemTime) {}

    fn resumed(self, kept: Self) -> Result<Self, FlowError> {
        check::same_order(self.order() == kept.order(), Numbered::number(&self))?;
        Ok(kept)
    }

    async fn drive(self, run: &Run<'_>) -> Result<Outcome<Self>, FlowError> {
        let mut deadline = run.within(run.timing.resolve);
        let mut in_doubt = !self.is_fresh();
        let mut refused = None;
        loop {
            let mut error = None;
            let mut nothing_done = !in_doubt;
            if in_doubt {
                match self.look(run).await? {
                    Known::Paid(receipt) => return Ok(Outcome::Paid(receipt)),
                    Known::Closed(closed) => return Ok(Outcome::Closed(closed)),
                    Known::Nothing if refused.is_some() => return Ok(Outcome::closed(refused)),
                    Known::Nothing => nothing_done = true,
                    Known::NotYet(reason) => error = reason,
                }
            }
            if nothing_done {
                match attempt(&self, in_doubt, run).await? {
                    Attempt::Ended(ended) => return Ok(ended.into()),
                    Attempt::Open(error) => return Ok(Outcome::open(self, error)),
                    Attempt::Refused(closed) => refused = Some(closed),
                    Attempt::Unknown(reason) => error = reason,
                }
                in_doubt = true;
            }
            if !run.wait(&self, &mut deadline).await? {
                return Ok(Outcome::unknown(self, error));
            }
        }
    }

    async fn give_up(self, run: &Run<'_>) -> Result<Outcome<Self>, FlowError> {
        // Asked twice: an attempt that nobody waits for any more may still be on its way.
        let mut deadline = run.within(run.timing.poll);
        loop {
            match self.look(run).await? {
                Known::Paid(receipt) => return Ok(Outcome::Paid(receipt)),
                Known::Closed(closed) => return Ok(Outcome::Closed(closed)),
                Known::NotYet(error) => return Ok(Outcome::unknown(self, error)),
                Known::Nothing => {}
            }
            if !run.wait(&self, &mut deadline).await? {
                return Ok(Outcome::abandoned());
            }
        }
    }
}

/// What one attempt says, with those before it in mind.
enum Attempt {
    Ended(End),
    Open(Error),
    /// It counts once nothing comes of the attempts before it, either.
    Refused(Closed),
    Unknown(Option<Error>),
}

enum End {
    Paid(Receipt),
    Closed(Closed),
}

impl<F> From<End> for Outcome<F> {
    fn from(end: End) -> Self {
        match end {
            End::Paid(receipt) => Self::Paid(receipt),
            End::Closed(closed) => Self::Closed(closed),
        }
    }
}

/// Sends it. `in_doubt` says whether an attempt before may have been processed.
async fn attempt<F: Numbered>(
    flow: &F,
    in_doubt: bool,
    run: &Run<'_>,
) -> Result<Attempt, FlowError> {
    if in_doubt {
        // The question has taken its time.
        run.keep(flow).await?;
    }
    Ok(match flow.send(run).await? {
        Sent::Paid(receipt) => Attempt::Ended(End::Paid(receipt)),
        Sent::Closed(closed) => Attempt::Ended(End::Closed(closed)),
        Sent::Unknown(reason) => Attempt::Unknown(reason),
        Sent::Open(error) => Attempt::Open(error),
        Sent::Failed(failure) => match (failure, in_doubt) {
            (Failure::Refused(closed), false) => Attempt::Ended(End::Closed(closed)),
            (Failure::Refused(closed), true) => Attempt::Refused(closed),
            (Failure::Used, false) => return Err(answer::used_by_another(flow.number())),
            (Failure::Used, true) => Attempt::Unknown(None),
            (Failure::NotDone(error), false) => return Err(FlowError::NotDone(error)),
            (Failure::NotDone(error) | Failure::Unknown(error), _) => Attempt::Unknown(Some(error)),
        },
    })
}
