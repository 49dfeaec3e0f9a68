//! Payments: waiting for the buyer, and canceling when the time is over.

use std::time::Duration;

use crate::error::Error;
use crate::flow::session::{Deadline, Session};
use crate::flow::status::{Status, rejection};
use crate::flow::task::{Driver, Kind, Task};
use crate::flow::{check, error::FlowError, event::Event, failure::FailureReason};
use crate::flow::{platform::signed, timing::Timing};
use crate::model::AlipayTradeCancelModel;

/// Waits for a buyer, and cancels the trade when the buyer's time is over.
pub struct WaitAndCancel;

/// A status that ends the run, once the order is placed or cannot be.
pub(crate) type Placed = Result<Option<Status>, FlowError>;

/// A kind that waits for a buyer.
pub trait Payment: Kind {
    /// How long the buyer has.
    fn time(timing: &Timing) -> Duration;

    /// Places the order, unless that was done before.
    fn place(task: &mut Task<Self>, session: &Session<'_>) -> impl Future<Output = Placed> + Send;
}

impl<K: Payment> Driver<K> for WaitAndCancel {
    const PENDING: Event = Event::WaitingForBuyer;
    const STOPS: bool = true;

    async fn run(task: &mut Task<K>, session: &Session<'_>) -> Result<Status, FlowError> {
        session.listen().await?;
        if task.progress.fresh && session.stop.is_set() {
            // Nothing was sent.
            return Ok(Status::Failed(FailureReason::Canceled.into()));
        }
        match K::place(task, session).await? {
            Some(Status::Unknown(_)) if session.stop.is_set() => settle(task, session).await,
            Some(status) => Ok(status),
            None => settle(task, session).await,
        }
    }

    async fn give_up(task: &mut Task<K>, session: &Session<'_>) -> Result<Status, FlowError> {
        session.stop.set();
        settle(task, session).await
    }
}

/// Whether a buyer may still pay.
pub(crate) fn is_open<K: Payment>(task: &Task<K>, session: &Session<'_>) -> bool {
    let deadline = buyers_deadline(task, session);
    !task.progress.canceling && !session.left(&deadline).is_zero()
}

/// The rest of the buyer's time.
fn buyers_deadline<K: Payment>(task: &Task<K>, session: &Session<'_>) -> Deadline {
    session.since(task.progress.start_time(), K::time(session.timing))
}

/// Asks until the trade is paid or closed. When the buyer's time is over, or the run is to stop, it
/// is canceled; at once when the payment was rejected, so that nobody pays it by other means
/// later.
async fn settle<K: Payment>(
    task: &mut Task<K>,
    session: &Session<'_>,
) -> Result<Status, FlowError> {
    if task.progress.number_taken
        && let Some(status) = own_or_foreign(task, session).await?
    {
        return Ok(status);
    }
    let is_rejected = task.progress.rejected.is_some();
    let mut deadline = match is_rejected {
        true => session.within(session.timing.resolve),
        false => buyers_deadline(task, session),
    };
    while !task.progress.canceling {
        let status = task.query(session).await?;
        let event = Task::<K>::event(&status);
        task.progress.canceling = match status {
            Status::Succeeded(receipt) => return task.own(receipt),
            Status::Failed(failure) => {
                return Ok(Status::Failed(task.progress.rejected.take().unwrap_or(failure)));
            }
            // An earlier payment under this number must not be canceled: that has to be known.
            Status::Unknown(error) if is_rejected => {
                if !session.wait(task, &mut deadline).await? {
                    return Ok(Status::Unknown(error));
                }
                false
            }
            _ => is_rejected || !session.wait(task, &mut deadline).await?,
        };
        task.progress.over = event.filter(|_| !session.stop.is_set());
    }
    // Before it is sent: the next run of this task must not believe a query any more.
    session.keep(task).await?;
    cancel(task, session).await
}

/// Asks whose payment it is that the number was used for before. It is never canceled. None when
/// nobody has paid under the number. Then the rejection, which names no order, was another order's.
async fn own_or_foreign<K: Kind>(
    task: &mut Task<K>,
    session: &Session<'_>,
) -> Result<Option<Status>, FlowError> {
    let mut deadline = session.within(session.timing.resolve);
    // Whether the platform has known of no such trade each time.
    let mut is_unused = true;
    loop {
        let status = task.query(session).await?;
        is_unused &= matches!(status, Status::NotFound(_));
        let error = match status {
            Status::Succeeded(receipt) if task.progress.is_before(&receipt).is_some() => {
                return task.own(receipt).map(Some);
            }
            Status::Failed(_) => return Err(check::used_by_another(task.number())),
            Status::Pending => break,
            Status::NotFound(error) | Status::Unknown(error) => error,
            Status::Succeeded(_) | Status::NumberTaken => None,
        };
        if !session.wait(task, &mut deadline).await? {
            if is_unused {
                break;
            }
            return Ok(Some(Status::Unknown(error)));
        }
    }
    task.progress.number_taken = false;
    Ok(None)
}

/// Cancels the trade (`alipay.trade.cancel`), again as long as `retry_flag` or a lost response asks
/// for it.
async fn cancel<K: Kind>(task: &mut Task<K>, session: &Session<'_>) -> Result<Status, FlowError> {
    let order = AlipayTradeCancelModel::new().out_trade_no(task.number());
    let mut deadline = session.within(session.timing.resolve);
    loop {
        session.before_call(task).await?;
        session.tell(task.number(), Event::Canceling);
        let error = match signed(session, session.client.alipay_trade().cancel(&order)).await {
            // Of another trade: what became of this one is not known.
            Ok(response) if response.out_trade_no.as_deref() != Some(task.number()) => {
                task.progress.lose_cancel(session.now());
                None
            }
            Ok(response) if response.retry_flag.as_deref() == Some("N") => {
                return Ok(canceled(task, response.action.as_deref() == Some("refund")));
            }
            Ok(_) => None,
            Err(Some(error)) if rejection(&error).is_some() => {
                return not_canceled(task, session, error).await;
            }
            Err(error) => {
                task.progress.lose_cancel(session.now());
                error
            }
        };
        if !session.wait(task, &mut deadline).await? {
            session.keep(task).await?;
            return Ok(Status::Unknown(error));
        }
    }
}

/// A payment that was rejected stays one, unless its money moved all the same.
fn canceled<K: Kind>(task: &mut Task<K>, is_given_back: bool) -> Status {
    let rejected = task.progress.rejected.take();
    let over = task.progress.over.map_or(FailureReason::Canceled, FailureReason::TimeOver);
    let mut failure = rejected.unwrap_or_else(|| over.into());
    if is_given_back {
        failure.reason = FailureReason::GivenBack;
    }
    Status::Failed(failure)
}

/// The platform rejects the cancellation: what the trade is now, it stays. Not for sure when an
/// attempt before was lost and may be on its way, also one of an earlier run: a later run asks
/// again.
async fn not_canceled<K: Kind>(
    task: &mut Task<K>,
    session: &Session<'_>,
    error: Error,
) -> Result<Status, FlowError> {
    session.keep(task).await?;
    let is_lost = task.progress.may_yet_cancel(session.now(), session.call_time());
    Ok(match task.query(session).await? {
        Status::Succeeded(receipt) if !is_lost => return task.own(receipt),
        Status::Failed(failure) => Status::Failed(task.progress.rejected.take().unwrap_or(failure)),
        Status::Unknown(unanswered) => Status::Unknown(unanswered),
        _ => Status::Unknown(Some(error)),
    })
}
