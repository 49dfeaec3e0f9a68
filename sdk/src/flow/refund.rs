//! Refunds.

use serde::{Deserialize, Serialize, Serializer};

use super::answer::{self, Codes, Failure};
use super::form::{self, Form, Unreadable};
use super::numbered::{Known, Numbered, Sent};
use super::run::Run;
use super::{Closed, Flow, FlowError, Receipt, check, trade};
use crate::model::{AlipayTradeFastpayRefundQueryModel, AlipayTradeRefundModel};
use alipay_sdk_core::OutRequestNo;

/// Gives back all or a part of what was paid for a trade (`alipay.trade.refund`, 统一收单交易退款接口).
///
/// The refund has one number (`out_request_no`) from the beginning to the end. When an answer is lost,
/// `alipay.trade.fastpay.refund.query` is asked before it is sent again.
///
/// One that was serialised and read back, or that a store holds, asks first, and **is sent** when the
/// platform knows nothing of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "Form")]
#[must_use = "a flow does something when it is run"]
pub struct Refund {
    order: AlipayTradeRefundModel,
    fresh: bool,
}

impl Refund {
    /// A refund of `refund_amount` of the trade that `out_trade_no` or `trade_no` names. Without an
    /// `out_request_no` it gets one.
    ///
    /// # Errors
    /// [`FlowError::Order`] when one of these is missing, or cannot be sent.
    pub fn new(mut order: AlipayTradeRefundModel) -> Result<Self, FlowError> {
        order.out_request_no.get_or_insert_with(|| OutRequestNo::generate().into());
        Self::check(&order)?;
        Ok(Self { order, fresh: true })
    }

    fn check(order: &AlipayTradeRefundModel) -> Result<(), FlowError> {
        check::trade(order.out_trade_no.as_deref(), order.trade_no.as_deref())?;
        check::amount("refund_amount", order.refund_amount.as_deref())?;
        check::number::<OutRequestNo>(order.out_request_no.as_deref().unwrap_or_default())
    }

    /// What is sent, with its number.
    pub fn order(&self) -> &AlipayTradeRefundModel {
        &self.order
    }

    fn amount(&self) -> &str {
        self.order.refund_amount.as_deref().unwrap_or_default()
    }

    /// An answer must be about the trade of this order.
    fn same_trade(
        &self,
        out_trade_no: Option<&str>,
        trade_no: Option<&str>,
    ) -> Result<(), FlowError> {
        let (order, number) = (&self.order, self.number());
        check::same_text("out_trade_no", order.out_trade_no.as_deref(), out_trade_no, number)?;
        check::same_text("trade_no", order.trade_no.as_deref(), trade_no, number)
    }

    fn receipt(&self, trade_no: Option<String>, at: Option<String>) -> Receipt {
        Receipt {
            number: self.number().to_owned(),
            platform_number: trade_no.or_else(|| self.order.trade_no.clone()),
            amount: self.amount().to_owned(),
            at,
        }
    }
}

const CODES: Codes = Codes { used: &[], other: &["ACQ.DISCORDANT_REPEAT_REQUEST"] };

impl Flow for Refund {}

impl Serialize for Refund {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        form::write(<Self as Numbered>::KIND, &self.order, &(), serializer)
    }
}

impl TryFrom<Form> for Refund {
    type Error = Unreadable;

    fn try_from(form: Form) -> Result<Self, Unreadable> {
        let (order, ()) = form.open(<Self as Numbered>::KIND)?;
        Self::check(&order)?;
        Ok(Self { order, fresh: false })
    }
}

impl Numbered for Refund {
    const KIND: &'static str = "refund";

    type Order = AlipayTradeRefundModel;

    fn order(&self) -> &AlipayTradeRefundModel {
        &self.order
    }

    fn is_fresh(&self) -> bool {
        self.fresh
    }

    fn number(&self) -> &str {
        self.order.out_request_no.as_deref().unwrap_or_default()
    }

    fn key(&self) -> String {
        let trade = self.order.out_trade_no.as_deref().or(self.order.trade_no.as_deref());
        format!("{}/{}", trade.unwrap_or_default(), self.number())
    }

    async fn look(&self, run: &Run<'_>) -> Result<Known, FlowError> {
        let (order, number) = (&self.order, self.number());
        let mut question = AlipayTradeFastpayRefundQueryModel::new();
        question.out_trade_no.clone_from(&order.out_trade_no);
        question.trade_no.clone_from(&order.trade_no);
        question.out_request_no.clone_from(&order.out_request_no);
        question.org_pid.clone_from(&order.org_pid);
        question.query_options = Some(vec!["gmt_refund_pay".to_owned()]);
        let answer = run.client.alipay_trade_fastpay_refund().query(&question).await;
        let answer = match answer::signed(answer) {
            Ok(answer) => answer,
            Err(Some(error)) if trade::is_missing(&error) => return Ok(Known::Nothing),
            Err(error) => return Ok(Known::NotYet(error)),
        };
        let answered = answer.out_request_no.as_deref();
        check::same_text("out_request_no", Some(number), answered, number)?;
        self.same_trade(answer.out_trade_no.as_deref(), answer.trade_no.as_deref())?;
        Ok(match answer.refund_status.as_deref() {
            Some("REFUND_SUCCESS") => {
                let refunded = answer.refund_amount.as_deref();
                check::same_amount("refund_amount", self.amount(), refunded, number)?;
                Known::Paid(self.receipt(answer.trade_no, answer.gmt_refund_pay))
            }
            Some("REFUND_FAIL") => {
                Known::Closed(Closed { code: answer.error_code, ..Closed::default() })
            }
            Some(_) => Known::NotYet(None),
            // What the platform documents for a refund that it does not know, or that failed.
            None => Known::Nothing,
        })
    }

    async fn send(&self, run: &Run<'_>) -> Result<Sent, FlowError> {
        let call = run.client.alipay_trade().refund(&self.order).repeatable(false);
        let answer = match answer::signed(call.await) {
            Ok(answer) => answer,
            Err(None) => return Ok(Sent::Unknown(None)),
            Err(Some(error)) => return Failure::of(error, self.number(), &CODES).map(Sent::Failed),
        };
        self.same_trade(answer.out_trade_no.as_deref(), answer.trade_no.as_deref())?;
        Ok(match answer.fund_change.as_deref() {
            Some("Y") => Sent::Paid(self.receipt(answer.trade_no, answer.gmt_refund_pay)),
            // `N`: this refund was made before, or is not made yet. Asking tells.
            _ => Sent::Unknown(None),
        })
    }
}
