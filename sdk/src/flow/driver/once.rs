//! Work that is done once per number: ask, and send again under the same number.

use crate::flow::event::Event;
use crate::flow::failure::FailureReason;
use crate::flow::task::{Driver, Kind, Task};
use crate::flow::{error::FlowError, session::Session, status::Status};

/// Sends a task again as long as nothing was done under its number.
pub struct Once;

impl<K: Kind> Driver<K> for Once {
    const PENDING: Event = Event::Processing;
    const STOPS: bool = false;

    async fn run(task: &mut Task<K>, session: &Session<'_>) -> Result<Status, FlowError> {
        let mut deadline = session.within(session.timing.resolve);
        let mut in_doubt = !std::mem::take(&mut task.progress.fresh);
        let (mut rejected, mut sent) = (None, false);
        loop {
            let mut status = Status::NotFound(None);
            if in_doubt {
                status = task.query(session).await?;
            }
            let submits = rejected.is_none() && may_submit::<K>(&status, sent);
            if submits {
                status = submit(task, in_doubt, session).await?;
                sent = true;
            }
            let error = match status {
                // It names no number, so it may be another's. It counts once the platform knows
                // nothing of this submission, and after an interval, of those before it.
                Status::Failed(failure) if submits && failure.is_rejected() => {
                    rejected = Some(failure);
                    if !std::mem::replace(&mut in_doubt, true) {
                        continue;
                    }
                    None
                }
                Status::NotFound(error) => {
                    return Ok(rejected.map_or(Status::NotFound(error), Status::Failed));
                }
                // By an attempt of the client's own, or by somebody else: asking tells.
                Status::NumberTaken => {
                    task.progress.number_taken = true;
                    None
                }
                Status::Pending => None,
                Status::Unknown(error) => error,
                Status::Succeeded(receipt) if task.progress.number_taken => {
                    return task.own(receipt);
                }
                ended @ (Status::Succeeded(_) | Status::Failed(_)) => return Ok(ended),
            };
            in_doubt = true;
            if !session.wait(task, &mut deadline).await? {
                return Ok(Status::Unknown(error));
            }
        }
    }

    async fn give_up(task: &mut Task<K>, session: &Session<'_>) -> Result<Status, FlowError> {
        // Asked twice: a submission that nobody waits for any more may still be on its way.
        let mut deadline = session.within(session.timing.pause());
        loop {
            let status = task.query(session).await?;
            if !matches!(status, Status::NotFound(_)) {
                return Ok(status);
            }
            if !session.wait(task, &mut deadline).await? {
                return Ok(Status::Failed(FailureReason::Abandoned.into()));
            }
        }
    }
}

/// Whether nothing was done under the number, so that the order may be sent; in one run only once
/// more after a failure that was to be mended.
fn may_submit<K: Kind>(status: &Status, sent: bool) -> bool {
    match status {
        Status::NotFound(_) => true,
        Status::Failed(failure) => !sent && failure.is_mendable(K::MENDABLE),
        _ => false,
    }
}

/// Sends the order. `in_doubt` says whether a submission before may have been processed.
async fn submit<K: Kind>(
    task: &mut Task<K>,
    in_doubt: bool,
    session: &Session<'_>,
) -> Result<Status, FlowError> {
    if in_doubt {
        // The question has taken its time.
        session.keep(task).await?;
        return task.submit(session).await;
    }
    task.submit(session).await?.of_first_submission()
}
