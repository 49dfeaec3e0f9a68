//! What is done once per number: ask, and repeat under the same number.

use serde::Serialize;

use super::answer::{self, Failure};
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
    /// The platform has to be asked.
    Unknown(Option<Error>),
    Failed(Failure),
}

/// A flow that may be sent again as long as nothing was done under its number.
pub(super) trait Numbered: Steps + Serialize + Sync {
    /// The number.
    fn number(&self) -> &str;

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
                Sent::Unknown(reason) => error = reason,
                Sent::Failed(failure) => match (failure, in_doubt) {
                    (Failure::Refused(closed), false) => return Ok(Outcome::Closed(closed)),
                    // It counts once nothing comes of the attempts before it, either.
                    (Failure::Refused(closed), true) => refused = Some(closed),
                    (Failure::Used, false) => return Err(answer::used_by_another(flow.number())),
                    (Failure::Used, true) => {}
                    (Failure::NotDone(reason), false) => return Err(FlowError::NotDone(reason)),
                    (Failure::NotDone(reason) | Failure::Unknown(reason), _) => {
                        error = Some(reason);
                    }
                },
            }
            in_doubt = true;
        }
        if !run.wait(&flow, deadline).await? {
            return Ok(Outcome::unknown(flow, error));
        }
    }
}
