//! What flows on trades share: asking for a trade, waiting for its buyer, cancelling it.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::numbered::Sent;
use super::run::Run;
use super::steps::Steps;
use super::{Closed, FlowError, Outcome, Receipt};
use crate::error::{Error, ErrorCode};
use crate::model::{AlipayTradeCancelModel, AlipayTradeQueryModel};
use alipay_sdk_core::Amount;
use alipay_sdk_core::OutTradeNo;

/// What a query of a trade says.
pub(super) enum Seen {
    Paid(Receipt),
    Closed,
    Waiting,
    /// There is no such trade, or not yet.
    Missing,
    /// The question was not answered.
    Unsure(Error),
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
    let answer = match run.client.alipay_trade().query(&question).await {
        Ok(answer) => answer.into_inner(),
        Err(error) if error.has_code("ACQ.TRADE_NOT_EXIST") && error.is_business() => {
            return Ok(Seen::Missing);
        }
        Err(error) => return Ok(Seen::Unsure(error)),
    };
    let number = out_trade_no.or(trade_no).unwrap_or_default();
    if let Some(sent) = out_trade_no {
        same_text("out_trade_no", sent, answer.out_trade_no.as_deref(), number)?;
    }
    if let Some(total) = total {
        same_amount("total_amount", total, answer.total_amount.as_deref(), number)?;
    }
    Ok(match answer.trade_status.as_deref() {
        Some("TRADE_SUCCESS" | "TRADE_FINISHED") => Seen::Paid(Receipt {
            number: answer.out_trade_no.unwrap_or_else(|| number.to_owned()),
            platform_number: answer.trade_no.unwrap_or_default(),
            amount: answer.total_amount.or(total.map(str::to_owned)).unwrap_or_default(),
            at: answer.send_pay_date,
        }),
        Some("TRADE_CLOSED") => Seen::Closed,
        _ => Seen::Waiting,
    })
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
        let error = match run.client.alipay_trade().cancel(&order).await {
            Ok(answer) if answer.retry_flag.as_deref() != Some("Y") => {
                let number = flow.number();
                same_text("out_trade_no", number, answer.out_trade_no.as_deref(), number)?;
                let refunded = answer.action.as_deref() == Some("refund");
                return Ok(Outcome::Closed(Closed { refunded, ..Closed::default() }));
            }
            Ok(_) => None,
            Err(error) if error.is_business() => return not_cancelled(flow, run, error).await,
            Err(error) => Some(error),
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
        Seen::Unsure(error) => Outcome::unknown(flow, Some(error)),
    })
}

/// What a failed order says. A number that was used for the same order before is no refusal: the trade
/// has to be asked for.
pub(super) fn sent(error: Error, number: &str) -> Result<Sent, FlowError> {
    match error.code().filter(|_| error.is_business()).map(ErrorCode::as_str) {
        Some("ACQ.TRADE_HAS_SUCCESS" | "ACQ.TRADE_HAS_CLOSE") => Ok(Sent::Unknown(None)),
        Some("ACQ.CONTEXT_INCONSISTENT") => Err(other(number, "the platform says so")),
        _ => Ok(error.into()),
    }
}

/// A number must be there and be one that the platform takes.
pub(super) fn check_number(number: Option<&str>) -> Result<(), FlowError> {
    let Some(number) = number else {
        return Err(FlowError::Order("it names no trade: set `out_trade_no`".to_owned()));
    };
    let checked = OutTradeNo::try_from(number);
    checked.map(drop).map_err(|error| FlowError::Order(error.to_string()))
}

/// An amount must be there, be one that the platform takes, and be more than nothing.
pub(super) fn check_amount(name: &str, text: Option<&str>) -> Result<(), FlowError> {
    let invalid = |reason: &str| FlowError::Order(format!("`{name}` {reason}"));
    let amount = text.ok_or_else(|| invalid("is missing"))?;
    let amount: Amount = amount.parse().map_err(|error| invalid(&format!("{error}")))?;
    if amount == Amount::ZERO { Err(invalid("is zero")) } else { Ok(()) }
}

/// What a store holds under a number must be this order.
pub(super) fn same_order(same: bool, number: &str) -> Result<(), FlowError> {
    if same { Ok(()) } else { Err(other(number, "the store holds one with other contents")) }
}

/// An answer must be about what was asked.
pub(super) fn same_text(
    name: &str,
    sent: &str,
    answered: Option<&str>,
    number: &str,
) -> Result<(), FlowError> {
    match answered {
        Some(text) if text != sent => Err(other(number, &format!("the answer has another {name}"))),
        _ => Ok(()),
    }
}

/// The platform must have moved as much as was asked for; `1` and `1.00` are the same.
pub(super) fn same_amount(
    name: &str,
    sent: &str,
    answered: Option<&str>,
    number: &str,
) -> Result<(), FlowError> {
    let amount = |text: &str| text.parse::<Amount>().ok();
    match answered {
        Some(text) if text != sent && (amount(text).is_none() || amount(text) != amount(sent)) => {
            Err(other(number, &format!("the platform has the {name} {text}")))
        }
        _ => Ok(()),
    }
}

pub(super) fn other(number: &str, reason: &str) -> FlowError {
    FlowError::OtherOrder { number: number.to_owned(), reason: reason.to_owned() }
}
