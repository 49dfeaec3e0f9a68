//! What is done once per number: ask, and repeat under the same number.

use serde::Serialize;

use super::steps::Steps;
use super::{Closed, FlowError, Outcome, Receipt, run::Run};
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
    /// Refused; an earlier attempt may have been processed all the same.
    Refused(Closed),
    /// Nothing was done, and it may be sent again.
    NotDone(Error),
    /// The platform has to be asked.
    Unknown(Option<Error>),
}

impl From<Error> for Sent {
    fn from(error: Error) -> Self {
        match error.api() {
            _ if error.is_unknown_outcome() => Self::Unknown(Some(error)),
            Some(refusal) if error.is_business() => Self::Refused(Closed::refused(refusal)),
            // Not even looked at: a wrong key, a missing permission, too many calls, no connection.
            _ => Self::NotDone(error),
        }
    }
}

/// A flow that may be sent again as long as nothing was done under its number.
pub(super) trait Numbered: Steps + Serialize + Sync {
    /// Asks what became of the number.
    fn look(&self, run: &Run<'_>) -> impl Future<Output = Result<Known, FlowError>> + Send;

    /// Sends it.
    fn send(&self, run: &Run<'_>) -> impl Future<Output = Result<Sent, FlowError>> + Send;
}

/// Runs the flow. When it is `fresh`, nobody has sent it yet; otherwise the platform is asked first.
pub(super) async fn drive<F: Numbered>(
    flow: F,
    fresh: bool,
    run: &Run<'_>,
) -> Result<Outcome<F>, FlowError> {
    let deadline = run.after(run.timing.resolve);
    let mut in_doubt = !fresh;
    let mut refused = None;
    loop {
        let mut error = None;
        let mut nothing_done = !in_doubt;
        if in_doubt {
            match flow.look(run).await? {
                Known::Paid(receipt) => return Ok(Outcome::Paid(receipt)),
                Known::Closed(closed) => return Ok(Outcome::Closed(closed)),
                Known::Nothing if refused.is_some() => return Ok(Outcome::closed(refused)),
                Known::Nothing => nothing_done = true,
                Known::NotYet(reason) => error = reason,
            }
        }
        if nothing_done {
            match flow.send(run).await? {
                Sent::Paid(receipt) => return Ok(Outcome::Paid(receipt)),
                Sent::Closed(closed) => return Ok(Outcome::Closed(closed)),
                Sent::Refused(closed) if !in_doubt => return Ok(Outcome::Closed(closed)),
                Sent::Refused(closed) => {
                    refused = Some(closed);
                    continue;
                }
                Sent::NotDone(error) if !in_doubt => return Err(FlowError::NotDone(error)),
                Sent::NotDone(reason) => error = Some(reason),
                Sent::Unknown(reason) => error = reason,
            }
            in_doubt = true;
        }
        if !run.wait(&flow, deadline).await? {
            return Ok(Outcome::unknown(flow, error));
        }
    }
}
