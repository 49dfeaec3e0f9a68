//! What payments share: waiting for the buyer, and cancelling.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::run::{Deadline, Run};
use super::steps::Steps;
use super::trade::{self, Seen};
use super::{Closed, FlowError, Outcome, answer, check};
use crate::error::Error;
use crate::model::AlipayTradeCancelModel;
use crate::protocol::time::beijing;

/// How far a payment is.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Progress {
    /// When it was first run, in milliseconds since 1970.
    started_at: Option<u64>,
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
        self.started_at.get_or_insert(u64::try_from(since).unwrap_or(u64::MAX));
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

    /// Whether something was paid since the start, by the time of an answer.
    fn is_since_start(&self, at: &str) -> bool {
        let earliest = self.start_time().checked_sub(SKEW).unwrap_or(UNIX_EPOCH);
        // Both are `yyyy-MM-dd HH:mm:ss` in UTC+8.
        at >= &*beijing(earliest)
    }
}

/// How far the platform's clock may be behind this machine's.
const SKEW: Duration = Duration::from_secs(60);

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
    let time = if flow.progress().refused.is_some() { Duration::ZERO } else { time };
    let mut deadline = flow.progress().deadline(run, time);
    while !flow.progress().cancelling {
        match trade::look(run, Some(flow.number()), None, flow.total()).await? {
            Seen::Paid(receipt) => return Ok(Outcome::Paid(receipt)),
            Seen::Closed => return Ok(Outcome::closed(flow.progress().refused.take())),
            Seen::Waiting | Seen::Missing | Seen::Unsure(_) => {}
        }
        flow.progress().cancelling = !run.wait(&flow, &mut deadline).await?;
    }
    run.keep(&flow).await?;
    cancel(flow, run).await
}

/// Asks whose payment it is that the number was used for before. It is never cancelled.
async fn own_or_foreign<F: Payment>(mut flow: F, run: &Run<'_>) -> Result<Outcome<F>, FlowError> {
    let mut deadline = run.within(run.timing.resolve);
    loop {
        let error = match trade::look(run, Some(flow.number()), None, flow.total()).await? {
            Seen::Paid(receipt) => {
                let at = receipt.at.as_deref();
                if at.is_some_and(|at| flow.progress().is_since_start(at)) {
                    return Ok(Outcome::Paid(receipt));
                }
                return Err(answer::used_by_another(flow.number()));
            }
            Seen::Closed => return Err(answer::used_by_another(flow.number())),
            Seen::Waiting | Seen::Missing => None,
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
                return not_cancelled(flow, run, error).await;
            }
            Err(error) => error,
        };
        if !run.wait(&flow, &mut deadline).await? {
            return Ok(Outcome::unknown(flow, error));
        }
    }
}

/// The platform refuses to cancel: what the trade is now, it stays.
async fn not_cancelled<F: Payment>(
    mut flow: F,
    run: &Run<'_>,
    refusal: Error,
) -> Result<Outcome<F>, FlowError> {
    run.keep(&flow).await?;
    Ok(match trade::look(run, Some(flow.number()), None, flow.total()).await? {
        Seen::Paid(receipt) => Outcome::Paid(receipt),
        Seen::Closed => Outcome::closed(flow.progress().refused.take()),
        Seen::Waiting | Seen::Missing => Outcome::unknown(flow, Some(refusal)),
        Seen::Unsure(error) => Outcome::unknown(flow, error),
    })
}
