//! What payments share: waiting for the buyer, and cancelling.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::run::{Deadline, Run};
use super::steps::Steps;
use super::trade::{self, Seen};
use super::{Closed, FlowError, Outcome, Receipt, answer, check};
use crate::error::Error;
use crate::model::AlipayTradeCancelModel;
use crate::protocol::time::beijing;

/// How far a payment is.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Progress {
    /// When it was first run, in milliseconds since 1970.
    started_at: Option<u64>,
    /// Whether that was before anything was sent.
    #[serde(default)]
    dated: bool,
    /// Whether its cancellation was or is being sent: from then on no query may say "paid", because
    /// the cancellation may be processed after it.
    cancelling: bool,
    /// Why the platform refused the payment, whose trade has yet to be cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) refused: Option<Closed>,
    /// The text of the code, once the platform has given it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) code: Option<String>,
    /// Whether the platform says that somebody has paid under this number before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) used: bool,
    /// Whether nothing was sent yet, for certain.
    #[serde(skip)]
    pub(super) fresh: bool,
}

impl Progress {
    pub(super) fn new() -> Self {
        Self { fresh: true, ..Self::default() }
    }

    pub(super) fn start(&mut self, now: SystemTime) {
        let since = now.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
        if self.started_at.is_none() {
            self.started_at = Some(u64::try_from(since).unwrap_or(u64::MAX));
            self.dated = self.fresh;
        }
    }

    /// Whether a buyer may still pay.
    pub(super) fn is_open(&self, run: &Run<'_>, time: Duration) -> bool {
        !self.cancelling && !run.left(&self.deadline(run, time)).is_zero()
    }

    /// What is left of the buyer's time.
    pub(super) fn deadline(&self, run: &Run<'_>, time: Duration) -> Deadline {
        run.since(self.start_time(), time)
    }

    fn start_time(&self) -> SystemTime {
        let start = Duration::from_millis(self.started_at.unwrap_or_default());
        UNIX_EPOCH.checked_add(start).unwrap_or(UNIX_EPOCH)
    }

    /// Whether something was paid before this flow, if that can be told.
    fn is_before(&self, receipt: &Receipt) -> Option<bool> {
        let earliest = beijing(self.start_time().checked_sub(SKEW).unwrap_or(UNIX_EPOCH));
        // Both are `yyyy-MM-dd HH:mm:ss` in UTC+8.
        let at = receipt.at.as_ref().filter(|at| self.dated && at.len() == earliest.len())?;
        Some(*at < earliest)
    }
}

/// How far the platform's clock may be behind this machine's: one that is further off could make no
/// calls.
const SKEW: Duration = Duration::from_secs(15 * 60);

/// A flow that waits for a buyer.
pub(super) trait Payment: Steps {
    /// What is to be paid.
    fn total(&self) -> Option<&str>;

    fn progress(&mut self) -> &mut Progress;
}

/// Asks until the trade is paid or closed. When the buyer's time is over, it is cancelled; at once when
/// the payment was refused, so that nobody pays it by other means later.
pub(super) async fn settle<F: Payment>(
    mut flow: F,
    run: &Run<'_>,
    time: Duration,
) -> Result<Outcome<F>, FlowError> {
    if flow.progress().used {
        return own_or_foreign(flow, run).await;
    }
    let is_refused = flow.progress().refused.is_some();
    let mut deadline = match is_refused {
        true => run.within(run.timing.resolve),
        false => flow.progress().deadline(run, time),
    };
    while !flow.progress().cancelling {
        let seen = trade::look(run, Some(flow.number()), None, flow.total()).await?;
        flow.progress().cancelling = match seen {
            Seen::Paid(receipt) => return own(flow, receipt),
            Seen::Closed => return Ok(Outcome::closed(flow.progress().refused.take())),
            // What was paid before under this number must not be cancelled: that has to be known.
            Seen::Unsure(error) if is_refused => match run.wait(&flow, &mut deadline).await? {
                true => false,
                false => return Ok(Outcome::unknown(flow, error)),
            },
            Seen::Waiting | Seen::Missing if is_refused => true,
            Seen::Waiting | Seen::Missing | Seen::Unsure(_) => {
                !run.wait(&flow, &mut deadline).await?
            }
        };
    }
    run.keep(&flow).await?;
    cancel(flow, run).await
}

/// A payment that is older than the flow is somebody else's.
fn own<F: Payment>(mut flow: F, receipt: Receipt) -> Result<Outcome<F>, FlowError> {
    match flow.progress().is_before(&receipt) {
        Some(true) => Err(answer::used_by_another(flow.number())),
        Some(false) | None => Ok(Outcome::Paid(receipt)),
    }
}

/// Asks whose payment it is that the number was used for before. It is never cancelled.
async fn own_or_foreign<F: Payment>(mut flow: F, run: &Run<'_>) -> Result<Outcome<F>, FlowError> {
    let mut deadline = run.within(run.timing.resolve);
    loop {
        let error = match trade::look(run, Some(flow.number()), None, flow.total()).await? {
            Seen::Paid(receipt) if flow.progress().is_before(&receipt).is_some() => {
                return own(flow, receipt);
            }
            Seen::Closed => return Err(answer::used_by_another(flow.number())),
            Seen::Paid(_) | Seen::Waiting | Seen::Missing => None,
            Seen::Unsure(error) => error,
        };
        if !run.wait(&flow, &mut deadline).await? {
            return Ok(Outcome::unknown(flow, error));
        }
    }
}

/// Cancels the trade (`alipay.trade.cancel`), again as long as `retry_flag` or a lost answer asks for
/// it.
async fn cancel<F: Payment>(mut flow: F, run: &Run<'_>) -> Result<Outcome<F>, FlowError> {
    let order = AlipayTradeCancelModel::new().out_trade_no(flow.number());
    let mut deadline = run.within(run.timing.resolve);
    let mut is_lost = false;
    loop {
        let error = match answer::signed(run.client.alipay_trade().cancel(&order).await) {
            Ok(answer) if answer.retry_flag.as_deref() == Some("N") => {
                let number = flow.number();
                let answered = answer.out_trade_no.as_deref();
                check::same_text("out_trade_no", Some(number), answered, number)?;
                let refunded = answer.action.as_deref() == Some("refund");
                let refused = flow.progress().refused.take().unwrap_or_default();
                return Ok(Outcome::Closed(Closed { refunded, ..refused }));
            }
            Ok(_) => None,
            Err(Some(error)) if answer::refusal(&error).is_some() => {
                return not_cancelled(flow, run, error, is_lost).await;
            }
            Err(error) => {
                is_lost = true;
                error
            }
        };
        if !run.wait(&flow, &mut deadline).await? {
            return Ok(Outcome::unknown(flow, error));
        }
    }
}

/// The platform refuses to cancel: what the trade is now, it stays. Not for sure when an attempt
/// before was lost, which may be on its way: a later run asks again.
async fn not_cancelled<F: Payment>(
    mut flow: F,
    run: &Run<'_>,
    refusal: Error,
    is_lost: bool,
) -> Result<Outcome<F>, FlowError> {
    run.keep(&flow).await?;
    Ok(match trade::look(run, Some(flow.number()), None, flow.total()).await? {
        Seen::Paid(_) if is_lost => Outcome::unknown(flow, Some(refusal)),
        Seen::Paid(receipt) => return own(flow, receipt),
        Seen::Closed => Outcome::closed(flow.progress().refused.take()),
        Seen::Waiting | Seen::Missing => Outcome::unknown(flow, Some(refusal)),
        Seen::Unsure(error) => Outcome::unknown(flow, error),
    })
}
