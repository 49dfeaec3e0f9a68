//! Closing trades that nobody has paid.

use serde::{Deserialize, Serialize, Serializer};

use super::answer::{self, Codes, Failure};
use super::form::{self, Form, Unreadable};
use super::numbered::{Known, Numbered, Sent};
use super::run::Run;
use super::trade::{self, Seen};
use super::{Closed, Flow, FlowError, check};
use crate::model::{AlipayTradeCloseModel, AlipayTradeCloseResponseModel};

/// Closes a trade that waits for its buyer (`alipay.trade.close`, 统一收单交易关闭接口): of an order that
/// was placed on a page or in an app and is not wanted any more.
///
/// It ends as [`Outcome::Paid`](super::Outcome::Paid) when the buyer was faster, and as
/// [`Closed`](super::Outcome::Closed) when the platform says that the trade is closed.
///
/// An order that was placed, and whose page nobody has opened, or whose code nobody has scanned, is no
/// trade yet: the platform knows nothing to close, and yet it can be opened and paid until its time
/// expires. Then the flow ends as [`Unknown`](super::Outcome::Unknown), at once. Run it again later, and
/// [give it up](super::Flows::abandon) once the time of the order has expired: place such orders with a
/// `time_expire`.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "Form")]
#[must_use = "a flow does something when it is run"]
pub struct Close {
    order: AlipayTradeCloseModel,
    fresh: bool,
}

impl Close {
    /// Closes the trade that `out_trade_no` or `trade_no` names.
    ///
    /// # Errors
    /// [`FlowError::Order`] when neither is there, or it cannot be sent.
    pub fn new(order: AlipayTradeCloseModel) -> Result<Self, FlowError> {
        Self::check(&order)?;
        Ok(Self { order, fresh: true })
    }

    fn check(order: &AlipayTradeCloseModel) -> Result<(), FlowError> {
        check::trade(order.out_trade_no.as_deref(), order.trade_no.as_deref())
    }

    /// What is sent.
    pub fn order(&self) -> &AlipayTradeCloseModel {
        &self.order
    }

    /// Whether an answer names the trade of this order, and no other.
    fn is_named(&self, answer: &AlipayTradeCloseResponseModel) -> Result<bool, FlowError> {
        let (order, number) = (&self.order, self.number());
        let pairs = [
            ("out_trade_no", order.out_trade_no.as_deref(), answer.out_trade_no.as_deref()),
            ("trade_no", order.trade_no.as_deref(), answer.trade_no.as_deref()),
        ];
        for (name, sent, answered) in pairs {
            check::same_text(name, sent, answered, number)?;
        }
        Ok(pairs.iter().any(|(_, sent, answered)| sent.is_some() && sent == answered))
    }
}

const CODES: Codes = Codes { used: &[], other: &[] };

impl Flow for Close {}

impl Serialize for Close {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        form::write(<Self as Numbered>::KIND, &self.order, &(), serializer)
    }
}

impl TryFrom<Form> for Close {
    type Error = Unreadable;

    fn try_from(form: Form) -> Result<Self, Unreadable> {
        let (order, ()) = form.open(<Self as Numbered>::KIND)?;
        Self::check(&order)?;
        Ok(Self { order, fresh: false })
    }
}

impl Numbered for Close {
    const KIND: &'static str = "close";

    type Order = AlipayTradeCloseModel;

    fn order(&self) -> &AlipayTradeCloseModel {
        &self.order
    }

    fn is_fresh(&self) -> bool {
        self.fresh
    }

    fn number(&self) -> &str {
        let number = self.order.out_trade_no.as_deref().or(self.order.trade_no.as_deref());
        number.unwrap_or_default()
    }

    async fn look(&self, run: &Run<'_>) -> Result<Known, FlowError> {
        let (own, platform) = (self.order.out_trade_no.as_deref(), self.order.trade_no.as_deref());
        Ok(match trade::look(run, own, platform, None).await? {
            Seen::Paid(receipt) => Known::Paid(receipt),
            Seen::Closed => Known::Closed(Closed::default()),
            // Both can be closed: there is nothing to do twice.
            Seen::Waiting | Seen::Missing => Known::Nothing,
            Seen::Unsure(error) => Known::NotYet(error),
        })
    }

    async fn send(&self, run: &Run<'_>) -> Result<Sent, FlowError> {
        let call = run.client.alipay_trade().close(&self.order).repeatable(false);
        let error = match answer::signed(call.await) {
            Ok(answer) if self.is_named(&answer)? => return Ok(Sent::Closed(Closed::default())),
            Ok(_) | Err(None) => return Ok(Sent::Unknown(None)),
            Err(Some(error)) => error,
        };
        Ok(match answer::refusal(&error) {
            Some(_) if trade::is_missing(&error) => Sent::Open(error),
            // Paid, or closed before: asking tells which.
            Some(_) => Sent::Unknown(Some(error)),
            None => Sent::Failed(Failure::of(error, self.number(), &CODES)?),
        })
    }
}
