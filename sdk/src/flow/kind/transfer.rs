//! Transfers.

use super::kind::kind;
use crate::flow::failure::{Failure, FailureReason};
use crate::flow::order::Order;
use crate::flow::platform::{not_retried, signed};
use crate::flow::status::{NoStatus, Status};
use crate::flow::task::{Steps, Task};
use crate::flow::{check, driver::Once, error::FlowError, receipt::Receipt, session::Session};
use crate::model::{AlipayFundTransCommonQueryResponseModel, AlipayFundTransUniTransferModel};
use crate::operation::{AlipayFundTransCommonQueryParams, AlipayFundTransUniTransfer};
use crate::protocol::Operation;
use alipay_sdk_core::{Amount, OutBizNo};

kind! {
    /// Transfers money to a payee (`alipay.fund.trans.uni.transfer`, 单笔转账接口).
    ///
    /// The transfer keeps one number (`out_biz_no`) from beginning to end. When a response is lost,
    /// or does not name the number and the amount, the task queries
    /// `alipay.fund.trans.common.query` before it sends the transfer again. When the account is
    /// empty, or a limit is exhausted, it ends as [`FlowError::Mendable`], and the next run goes on
    /// under the same number.
    ///
    /// A task that was deserialized, or that comes from a store, queries first, and **is sent**
    /// when the platform does not know the number.
    pub struct Transfer;

    /// Creates a transfer of `trans_amount` to `payee_info`. Without an `out_biz_no` it generates
    /// one. Without `product_code` and `biz_scene` it transfers to an Alipay account
    /// (`TRANS_ACCOUNT_NO_PWD`, `DIRECT_TRANSFER`).
    ///
    /// # Errors
    /// [`FlowError::Order`] when the amount or the payee is missing, or a field is not valid.
    new("transfer", AlipayFundTransUniTransfer(AlipayFundTransUniTransferModel), Once)
}

impl Steps for Transfer {
    const NOT_FOUND: &'static [&'static str] = &["ORDER_NOT_EXIST"];
    /// A number that is not unique may be that of a submission whose response was lost.
    const NUMBER_TAKEN: &'static [&'static str] = &["BIZ_UNIQUE_EXCEPTION"];
    const OTHER_ORDER: &'static [&'static str] =
        &["PAYMENT_INFO_INCONSISTENCY", "REP_INCONSISTENT"];
    const MENDABLE: &'static [&'static str] = AlipayFundTransUniTransfer::MENDABLE;

    async fn query(task: &Task<Self>, session: &Session<'_>) -> Result<Status, NoStatus> {
        let mut question = AlipayFundTransCommonQueryParams::new();
        question.out_biz_no.clone_from(&task.order.out_biz_no);
        question.product_code.clone_from(&task.order.product_code);
        question.biz_scene.clone_from(&task.order.biz_scene);
        let call = session.client.alipay_fund_trans_common().query(&question);
        status(task, signed(session, call).await?)
    }

    async fn submit(task: &mut Task<Self>, session: &Session<'_>) -> Result<Status, NoStatus> {
        let call = not_retried(session.client.alipay_fund_trans_uni().transfer(&task.order));
        let response = signed(session, call).await?;
        let seen = AlipayFundTransCommonQueryResponseModel {
            status: response.status,
            out_biz_no: response.out_biz_no,
            order_id: response.order_id,
            trans_amount: response.amount,
            pay_date: response.trans_date,
            ..Default::default()
        };
        status(task, seen)
    }
}

impl Order for AlipayFundTransUniTransferModel {
    fn complete(&mut self) {
        self.out_biz_no.get_or_insert_with(|| OutBizNo::generate().into());
        self.product_code.get_or_insert_with(|| "TRANS_ACCOUNT_NO_PWD".to_owned());
        self.biz_scene.get_or_insert_with(|| "DIRECT_TRANSFER".to_owned());
    }

    fn check(&self) -> Result<(), FlowError> {
        amount(self)?;
        if self.payee_info.is_none() {
            return Err(FlowError::Order("`payee_info` is missing".to_owned()));
        }
        check::number::<OutBizNo>(self.number())
    }

    fn value(&self) -> Amount {
        amount(self).unwrap_or(Amount::ZERO)
    }

    fn number(&self) -> &str {
        self.out_biz_no.as_deref().unwrap_or_default()
    }
}

fn amount(order: &AlipayFundTransUniTransferModel) -> Result<Amount, FlowError> {
    check::amount("trans_amount", order.trans_amount.as_deref())
}

fn status(
    task: &Task<Transfer>,
    seen: AlipayFundTransCommonQueryResponseModel,
) -> Result<Status, NoStatus> {
    let number = task.number();
    check::about(number, &[("out_biz_no", Some(number), seen.out_biz_no.as_deref())])?;
    let reason = match seen.status.as_deref() {
        Some("SUCCESS") => {
            let amount = amount(&task.order)?;
            check::same_amount("amount", amount, seen.trans_amount.as_deref(), number)?;
            let receipt = Receipt::new(number, seen.order_id, amount, seen.pay_date);
            return Ok(Status::Succeeded(receipt));
        }
        Some("FAIL" | "CLOSED") => FailureReason::NotCarriedOut,
        Some("REFUND") => FailureReason::GivenBack,
        _ => return Ok(Status::Pending),
    };
    Ok(Status::Failed(Failure { code: seen.error_code, ..reason.into() }))
}
