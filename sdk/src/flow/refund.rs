//! Refunds.

use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::numbered::{self, Known, Numbered, Sent};
use super::run::Run;
use super::steps::Steps;
use super::{Closed, Flow, FlowError, Outcome, Receipt, trade};
use crate::model::{AlipayTradeFastpayRefundQueryModel, AlipayTradeRefundModel};
use alipay_sdk_core::OutRequestNo;

/// Gives back all or a part of what was paid for a trade (`alipay.trade.refund`, 统一收单交易退款接口).
///
/// The refund has one number (`out_request_no`) from the beginning to the end. When an answer is lost,
/// `alipay.trade.fastpay.refund.query` is asked before it is sent again.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[must_use = "a flow does something when it is run"]
pub struct Refund {
    order: AlipayTradeRefundModel,
    #[serde(skip)]
    fresh: bool,
}

impl Refund {
    /// A refund of `refund_amount` of the trade that `out_trade_no` or `trade_no` names. Without an
    /// `out_request_no` it gets one.
    ///
    /// # Errors
    /// [`FlowError::Order`] when one of these is missing, or cannot be sent.
    pub fn new(mut order: AlipayTradeRefundModel) -> Result<Self, FlowError> {
        trade::check_number(order.out_trade_no.as_deref().or(order.trade_no.as_deref()))?;
        trade::check_amount("refund_amount", order.refund_amount.as_deref())?;
        match &order.out_request_no {
            Some(number) => trade::check_number(Some(number))?,
            None => order.out_request_no = Some(OutRequestNo::generate().into()),
        }
        Ok(Self { order, fresh: true })
    }

    /// What is sent, with its number.
    pub fn order(&self) -> &AlipayTradeRefundModel {
        &self.order
    }

    fn amount(&self) -> &str {
        self.order.refund_amount.as_deref().unwrap_or_default()
    }

    fn request_number(&self) -> &str {
        self.order.out_request_no.as_deref().unwrap_or_default()
    }

    fn receipt(&self, trade_no: Option<String>, at: Option<String>) -> Receipt {
        Receipt {
            number: self.request_number().to_owned(),
            platform_number: trade_no.unwrap_or_default(),
            amount: self.amount().to_owned(),
            at,
        }
    }
}

impl Flow for Refund {}

impl Steps for Refund {
    const KIND: &'static str = "refund";

    fn key(&self) -> String {
        let trade = self.order.out_trade_no.as_deref().or(self.order.trade_no.as_deref());
        format!("{}/{}", trade.unwrap_or_default(), self.request_number())
    }

    fn start(&mut self, _: SystemTime) {}

    fn resumed(self, kept: Self) -> Result<Self, FlowError> {
        trade::same_order(self.order == kept.order, self.request_number())?;
        Ok(kept)
    }

    async fn drive(self, run: &Run<'_>) -> Result<Outcome<Self>, FlowError> {
        let fresh = self.fresh;
        numbered::drive(self, fresh, run).await
    }
}

impl Numbered for Refund {
    async fn look(&self, run: &Run<'_>) -> Result<Known, FlowError> {
        let order = &self.order;
        let mut question = AlipayTradeFastpayRefundQueryModel::new();
        question.out_trade_no.clone_from(&order.out_trade_no);
        question.trade_no.clone_from(&order.trade_no);
        question.out_request_no.clone_from(&order.out_request_no);
        question.org_pid.clone_from(&order.org_pid);
        question.query_options = Some(vec!["gmt_refund_pay".to_owned()]);
        let answer = match run.client.alipay_trade_fastpay_refund().query(&question).await {
            Ok(answer) => answer.into_inner(),
            Err(error) if error.has_code("ACQ.TRADE_NOT_EXIST") && error.is_business() => {
                return Ok(Known::Nothing);
            }
            Err(error) => return Ok(Known::NotYet(Some(error))),
        };
        let number = self.request_number();
        trade::same_text("out_request_no", number, answer.out_request_no.as_deref(), number)?;
        Ok(match answer.refund_status.as_deref() {
            Some("REFUND_SUCCESS") => {
                let refunded = answer.refund_amount.as_deref();
                trade::same_amount("refund_amount", self.amount(), refunded, number)?;
                Known::Paid(self.receipt(answer.trade_no, answer.gmt_refund_pay))
            }
            Some("REFUND_FAIL") => {
                Known::Closed(Closed { code: answer.error_code, ..Closed::default() })
            }
            Some(_) => Known::NotYet(None),
            None => Known::Nothing,
        })
    }

    async fn send(&self, run: &Run<'_>) -> Result<Sent, FlowError> {
        let call = run.client.alipay_trade().refund(&self.order).repeatable(false);
        Ok(match call.await {
            // `N`: this refund was made before, or is not made yet. Asking tells.
            Ok(answer) if answer.fund_change.as_deref() == Some("Y") => {
                let answer = answer.into_inner();
                Sent::Paid(self.receipt(answer.trade_no, answer.gmt_refund_pay))
            }
            Ok(_) => Sent::Unknown(None),
            Err(error) => error.into(),
        })
    }
}
