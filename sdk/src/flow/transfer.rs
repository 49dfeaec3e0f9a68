//! Transfers.

use serde::{Deserialize, Serialize, Serializer};

use super::answer::{self, Codes, Failure};
use super::form::{self, Form, Unreadable};
use super::numbered::{Known, Numbered, Sent};
use super::run::Run;
use super::{Closed, Flow, FlowError, Receipt, check};
use crate::model::AlipayFundTransUniTransferModel;
use crate::operation::AlipayFundTransCommonQueryParams;
use alipay_sdk_core::OutBizNo;

/// Moves money to a payee (`alipay.fund.trans.uni.transfer`, 单笔转账接口).
///
/// The transfer has one number (`out_biz_no`) from the beginning to the end. When an answer is lost,
/// `alipay.fund.trans.common.query` is asked before it is sent again.
///
/// One that was serialised and read back, or that a store holds, asks first, and **is sent** when the
/// platform knows nothing of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "Form")]
#[must_use = "a flow does something when it is run"]
pub struct Transfer {
    order: AlipayFundTransUniTransferModel,
    fresh: bool,
}

impl Transfer {
    /// A transfer of `trans_amount` to `payee_info`. Without an `out_biz_no` it gets one; without
    /// `product_code` and `biz_scene` it is one to an Alipay account (`TRANS_ACCOUNT_NO_PWD`,
    /// `DIRECT_TRANSFER`).
    ///
    /// # Errors
    /// [`FlowError::Order`] when the amount or the payee is missing, or cannot be sent.
    pub fn new(mut order: AlipayFundTransUniTransferModel) -> Result<Self, FlowError> {
        order.out_biz_no.get_or_insert_with(|| OutBizNo::generate().into());
        order.product_code.get_or_insert_with(|| "TRANS_ACCOUNT_NO_PWD".to_owned());
        order.biz_scene.get_or_insert_with(|| "DIRECT_TRANSFER".to_owned());
        Self::check(&order)?;
        Ok(Self { order, fresh: true })
    }

    fn check(order: &AlipayFundTransUniTransferModel) -> Result<(), FlowError> {
        check::amount("trans_amount", order.trans_amount.as_deref())?;
        if order.payee_info.is_none() {
            return Err(FlowError::Order("`payee_info` is missing".to_owned()));
        }
        check::number::<OutBizNo>(order.out_biz_no.as_deref().unwrap_or_default())
    }

    /// What is sent, with its number.
    pub fn order(&self) -> &AlipayFundTransUniTransferModel {
        &self.order
    }

    /// What the platform says of the transfer.
    fn known(&self, said: Said) -> Result<Known, FlowError> {
        let number = self.number();
        check::same_text("out_biz_no", Some(number), said.number.as_deref(), number)?;
        let amount = self.order.trans_amount.as_deref().unwrap_or_default();
        Ok(match said.status.as_deref() {
            Some("SUCCESS") => {
                check::same_amount("amount", amount, said.amount.as_deref(), number)?;
                Known::Paid(Receipt {
                    number: number.to_owned(),
                    platform_number: said.order_id,
                    amount: amount.to_owned(),
                    at: said.at,
                })
            }
            // Failed, closed, or sent back by the bank.
            Some("FAIL" | "CLOSED" | "REFUND") => Known::Closed(Closed {
                code: said.code,
                refunded: said.status.as_deref() == Some("REFUND"),
                ..Closed::default()
            }),
            _ => Known::NotYet(None),
        })
    }
}

/// What the answers to a transfer and to its query have in common.
struct Said {
    status: Option<String>,
    number: Option<String>,
    order_id: Option<String>,
    amount: Option<String>,
    at: Option<String>,
    code: Option<String>,
}

/// A number that is not unique may be that of an attempt whose answer was lost.
const CODES: Codes = Codes {
    used: &["BIZ_UNIQUE_EXCEPTION"],
    other: &["PAYMENT_INFO_INCONSISTENCY", "REP_INCONSISTENT"],
};

impl Flow for Transfer {}

impl Serialize for Transfer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        form::write(<Self as Numbered>::KIND, &self.order, &(), serializer)
    }
}

impl TryFrom<Form> for Transfer {
    type Error = Unreadable;

    fn try_from(form: Form) -> Result<Self, Unreadable> {
        let (order, ()) = form.open(<Self as Numbered>::KIND)?;
        Self::check(&order)?;
        Ok(Self { order, fresh: false })
    }
}

impl Numbered for Transfer {
    const KIND: &'static str = "transfer";

    type Order = AlipayFundTransUniTransferModel;

    fn order(&self) -> &AlipayFundTransUniTransferModel {
        &self.order
    }

    fn is_fresh(&self) -> bool {
        self.fresh
    }

    fn number(&self) -> &str {
        self.order.out_biz_no.as_deref().unwrap_or_default()
    }

    async fn look(&self, run: &Run<'_>) -> Result<Known, FlowError> {
        let mut question = AlipayFundTransCommonQueryParams::new();
        question.out_biz_no.clone_from(&self.order.out_biz_no);
        question.product_code.clone_from(&self.order.product_code);
        question.biz_scene.clone_from(&self.order.biz_scene);
        let answer = run.client.alipay_fund_trans_common().query(&question).await;
        let answer = match answer::signed(answer) {
            Ok(answer) => answer,
            Err(Some(error)) if answer::refusal(&error) == Some("ORDER_NOT_EXIST") => {
                return Ok(Known::Nothing);
            }
            Err(error) => return Ok(Known::NotYet(error)),
        };
        self.known(Said {
            status: answer.status,
            number: answer.out_biz_no,
            order_id: answer.order_id,
            amount: answer.trans_amount,
            at: answer.pay_date,
            code: answer.error_code,
        })
    }

    async fn send(&self, run: &Run<'_>) -> Result<Sent, FlowError> {
        let call = run.client.alipay_fund_trans_uni().transfer(&self.order).repeatable(false);
        let answer = match answer::signed(call.await) {
            Ok(answer) => answer,
            Err(None) => return Ok(Sent::Unknown(None)),
            Err(Some(error)) => return Failure::of(error, self.number(), &CODES).map(Sent::Failed),
        };
        let known = self.known(Said {
            status: answer.status,
            number: answer.out_biz_no,
            order_id: answer.order_id,
            amount: answer.amount,
            at: answer.trans_date,
            code: None,
        })?;
        Ok(match known {
            Known::Paid(receipt) => Sent::Paid(receipt),
            Known::Closed(closed) => Sent::Closed(closed),
            Known::NotYet(_) | Known::Nothing => Sent::Unknown(None),
        })
    }
}
