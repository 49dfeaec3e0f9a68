//! What flows on trades share: asking for a trade, waiting for its buyer, cancelling it.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::answer;
use super::run::Run;
use super::steps::Steps;
use super::{Closed, FlowError, Outcome, Receipt, check};
use crate::error::Error;
use crate::model::{AlipayTradeCancelModel, AlipayTradeQueryModel};

/// What a query of a trade says.
pub(super) enum Seen {
    Paid(Receipt),
    Closed,
    Waiting,
    /// There is no such trade, or not yet.
    Missing,
    /// The question was not answered.
    Unsure(Option<Error>),
}

/// Asks for a trade (`alipay.trade.query`). Its amount has to be `total`, where that is known.
pub(super) async fn look(
    run: &Run<'_>,
    out_trade_no: Option<&str>,
    trade_no: Option<&str>,
    total: Option<&str>,
) -> Result<Seen, FlowError> {
    let mut question = AlipayTradeQueryModel::new();
    question.out_trade_no = out_trade_no.map(str::to_owned);
    question.trade_no = trade_no.map(str::to_owned);
    let answer = match answer::signed(run.client.alipay_trade().query(&question).await) {
        Ok(answer) => answer,
        Err(Some(error)) if is_missing(&error) => return Ok(Seen::Missing),
        Err(error) => return Ok(Seen::Unsure(error)),
    };
    let number = out_trade_no.or(trade_no).unwrap_or_default();
    check::same_text("out_trade_no", out_trade_no, answer.out_trade_no.as_deref(), number)?;
    check::same_text("trade_no", trade_no, answer.trade_no.as_deref(), number)?;
    if let Some(total) = total {
        check::same_amount("total_amount", total, answer.total_amount.as_deref(), number)?;
    }
    Ok(match answer.trade_status.as_deref() {
        Some("TRADE_SUCCESS" | "TRADE_FINISHED") => Seen::Paid(Receipt {
            number: answer.out_trade_no.unwrap_or_else(|| number.to_owned()),
            platform_number: answer.trade_no.unwrap_or_default(),
            amount: answer.total_amount.or(total.map(str::to_owned)).unwrap_or_default(),
            at: answer.send_pay_date,
        }),
        Some("TRADE_CLOSED") => Seen::Closed,
        Some(_) => Seen::Waiting,
        None => Seen::Unsure(None),
    })
}

/// Whether there is no such trade. The query of refunds says it without `ACQ.`, too.
pub(super) fn is_missing(error: &Error) -> bool {
    matches!(answer::refusal(error), Some("ACQ.TRADE_NOT_EXIST" | "TRADE_NOT_EXIST"))
}

/// How far a payment is.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Progress {
    /// When it was first run, in milliseconds since 1970.
    started_at: Option<u64>,
    /// Whether its cancellation was or is being sent: from then on no query may say "paid", because
    /// the cancellation may be processed after it.
    cancelling: bool,
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

    fn after_start(&self, time: Duration) -> SystemTime {
        let start = Duration::from_millis(self.started_at.unwrap_or_default());
        UNIX_EPOCH.checked_add(start.saturating_add(time)).unwrap_or(UNIX_EPOCH)
    }
}

/// A flow that waits for a buyer.
pub(super) trait Payment: Steps + Serialize + Sync {
    /// The merchant's number of the trade.
    fn number(&self) -> &str;

    /// What is to be paid.
    fn total(&self) -> Option<&str>;

    fn progress(&mut self) -> &mut Progress;
}

/// Asks until the trade is paid or closed. When the buyer's time is over, it is cancelled.
pub(super) async fn settle<F: Payment>(
    mut flow: F,
    run: &Run<'_>,
    time: Duration,
) -> Result<Outcome<F>, FlowError> {
    let deadline = flow.progress().after_start(time);
    while !flow.progress().cancelling {
        match look(run, Some(flow.number()), None, flow.total()).await? {
            Seen::Paid(receipt) => return Ok(Outcome::Paid(receipt)),
            Seen::Closed => return Ok(Outcome::closed(None)),
            Seen::Waiting | Seen::Missing | Seen::Unsure(_) => {}
        }
        flow.progress().cancelling = !run.wait(&flow, deadline).await?;
    }
    run.keep(&flow).await?;
    cancel(flow, run).await
}

/// Cancels the trade (`alipay.trade.cancel`), again as long as `retry_flag` or a lost answer asks for
/// it.
async fn cancel<F: Payment>(flow: F, run: &Run<'_>) -> Result<Outcome<F>, FlowError> {
    let order = AlipayTradeCancelModel::new().out_trade_no(flow.number());
    let deadline = run.after(run.timing.resolve);
    loop {
        let error = match answer::signed(run.client.alipay_trade().cancel(&order).await) {
            Ok(answer) if answer.retry_flag.as_deref() == Some("N") => {
                let number = flow.number();
                let answered = answer.out_trade_no.as_deref();
                check::same_text("out_trade_no", Some(number), answered, number)?;
                let refunded = answer.action.as_deref() == Some("refund");
                return Ok(Outcome::Closed(Closed { refunded, ..Closed::default() }));
            }
            Ok(_) => None,
            Err(Some(error)) if answer::refusal(&error).is_some() => {
                return not_cancelled(flow, run, error).await;
            }
            Err(error) => error,
        };
        if !run.wait(&flow, deadline).await? {
            return Ok(Outcome::unknown(flow, error));
        }
    }
}

/// The platform refuses to cancel: what the trade is now, it stays.
async fn not_cancelled<F: Payment>(
    flow: F,
    run: &Run<'_>,
    refusal: Error,
) -> Result<Outcome<F>, FlowError> {
    Ok(match look(run, Some(flow.number()), None, flow.total()).await? {
        Seen::Paid(receipt) => Outcome::Paid(receipt),
        Seen::Closed => Outcome::closed(None),
        Seen::Waiting | Seen::Missing => Outcome::unknown(flow, Some(refusal)),
        Seen::Unsure(error) => Outcome::unknown(flow, error),
    })
}
