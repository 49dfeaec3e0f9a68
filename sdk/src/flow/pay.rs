//! Payments face to face.

use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize, Serializer};

use super::answer::{self, Codes, Failure};
use super::form::{self, Form, Unreadable};
use super::payment::{self, Payment, Progress};
use super::run::Run;
use super::steps::Steps;
use super::{Flow, FlowError, Outcome, Receipt, check};
use crate::model::{AlipayTradePayModel, AlipayTradePayResponseModel};
use alipay_sdk_core::OutTradeNo;

/// Takes a payment face to face (`alipay.trade.pay`, 统一收单交易支付接口): the buyer shows a code, the
/// shop scans it.
///
/// When the buyer has to confirm, or the answer is lost, the trade is asked for every few seconds.
/// A payment under this number that is older than the flow, by a quarter of an hour, is somebody else's
/// ([`FlowError::OtherOrder`]).
///
/// When the [time](super::Timing::buyer) is over, it is cancelled, which gives the money back if it
/// was paid after all. A refused payment is cancelled, too: the platform may keep its trade, for the
/// buyer to pay by other means.
///
/// The payment itself is sent once, in the first run of the value that [`new`](Self::new) gave. One that
/// was serialised and read back, or that a store holds, asks what became of it and is **not sent
/// anew**, even when it was never sent: a new attempt is a new order with a number of its own.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "Form")]
#[must_use = "a flow does something when it is run"]
pub struct Pay {
    order: AlipayTradePayModel,
    progress: Progress,
}

impl Pay {
    /// A payment of `total_amount`. Without an `out_trade_no` it gets one.
    ///
    /// # Errors
    /// [`FlowError::Order`] when the amount is missing, or amount or number cannot be sent.
    pub fn new(mut order: AlipayTradePayModel) -> Result<Self, FlowError> {
        order.out_trade_no.get_or_insert_with(new_number);
        Self::check(&order)?;
        Ok(Self { order, progress: Progress::new() })
    }

    fn check(order: &AlipayTradePayModel) -> Result<(), FlowError> {
        check::amount("total_amount", order.total_amount.as_deref())?;
        check::number::<OutTradeNo>(order.out_trade_no.as_deref().unwrap_or_default())
    }

    /// What is sent, with its number.
    pub fn order(&self) -> &AlipayTradePayModel {
        &self.order
    }

    /// The receipt, when the answer says when it was paid. Without that the buyer has to confirm.
    fn receipt(&self, answer: AlipayTradePayResponseModel) -> Result<Option<Receipt>, FlowError> {
        let (number, total) = (self.number(), self.total().unwrap_or_default());
        let answered = answer.out_trade_no.as_deref();
        check::same_text("out_trade_no", Some(number), answered, number)?;
        check::same_amount("total_amount", total, answer.total_amount.as_deref(), number)?;
        let paid = answer.trade_no.zip(answer.gmt_payment);
        Ok(paid.map(|(platform_number, at)| Receipt {
            number: number.to_owned(),
            platform_number: Some(platform_number),
            amount: total.to_owned(),
            at: Some(at),
        }))
    }
}

/// A trade that was closed before nobody can pay: that is a refusal like others.
const CODES: Codes = Codes {
    used: &["ACQ.TRADE_HAS_SUCCESS"],
    other: &["ACQ.CONTEXT_INCONSISTENT", "ACQ.TRADE_BUYER_NOT_MATCH"],
};

/// A number for an order that has none.
pub(super) fn new_number() -> String {
    OutTradeNo::generate().into()
}

impl Flow for Pay {}

impl Serialize for Pay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        form::write(Self::KIND, &self.order, &self.progress, serializer)
    }
}

impl TryFrom<Form> for Pay {
    type Error = Unreadable;

    fn try_from(form: Form) -> Result<Self, Unreadable> {
        let (order, progress) = form.open(Self::KIND)?;
        Self::check(&order)?;
        Ok(Self { order, progress })
    }
}

impl Payment for Pay {
    fn total(&self) -> Option<&str> {
        self.order.total_amount.as_deref()
    }

    fn progress(&mut self) -> &mut Progress {
        &mut self.progress
    }
}

impl Steps for Pay {
    const KIND: &'static str = "pay";

    fn key(&self) -> String {
        self.number().to_owned()
    }

    fn number(&self) -> &str {
        self.order.out_trade_no.as_deref().unwrap_or_default()
    }

    fn start(&mut self, now: SystemTime) {
        self.progress.start(now);
    }

    fn resumed(self, kept: Self) -> Result<Self, FlowError> {
        check::same_order(self.order == kept.order, self.number())?;
        Ok(kept)
    }

    async fn drive(mut self, run: &Run<'_>) -> Result<Outcome<Self>, FlowError> {
        if std::mem::take(&mut self.progress.fresh) {
            match answer::signed(run.client.alipay_trade().pay(&self.order).await) {
                Ok(answer) => {
                    if let Some(receipt) = self.receipt(answer)? {
                        return Ok(Outcome::Paid(receipt));
                    }
                }
                Err(None) => {}
                Err(Some(error)) => match Failure::of(error, self.number(), &CODES)? {
                    Failure::Refused(closed) => self.progress.refused = Some(closed),
                    Failure::Used => self.progress.used = true,
                    Failure::NotDone(error) => return Err(FlowError::NotDone(error)),
                    Failure::Unknown(_) => {}
                },
            }
            run.keep(&self).await?;
        }
        payment::settle(self, run, run.timing.buyer).await
    }

    async fn give_up(self, run: &Run<'_>) -> Result<Outcome<Self>, FlowError> {
        payment::settle(self, run, Duration::ZERO).await
    }
}
