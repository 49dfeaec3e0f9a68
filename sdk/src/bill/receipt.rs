//! Electronic receipts (电子回单): applied for, waited for, downloaded.

use bytes::Bytes;

use super::bills::Bills;
use super::download::PDF;
use super::error::BillError;
use crate::generated::model::AlipayDataBillEreceiptApplyModel;
use crate::generated::operation::AlipayDataBillEreceiptQueryParams;
use alipay_sdk_core::{clock::Countdown, redact};

/// The subject of a receipt (`type`), which determines the form of its `key`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ReceiptType {
    /// One movement of the balance. The key is the number of the movement.
    AccountLogDetail,
    /// The movements of a period. The key is of the form `20220301-20220331`.
    AccountFlowDetail,
    /// One transfer. The key is its order number.
    FundDetail,
    /// The sums of a day. The key is of the form `2022-01-01`.
    AccountLogSumDaily,
    /// The sums of a month. The key is of the form `2022-01`.
    AccountLogSumMonthly,
}

impl ReceiptType {
    /// Returns the value of `type`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AccountLogDetail => "ACCOUNT_LOG_DETAIL",
            Self::AccountFlowDetail => "ACCOUNT_FLOW_DETAIL",
            Self::FundDetail => "FUND_DETAIL",
            Self::AccountLogSumDaily => "ACCOUNT_LOG_SUM_DAILY",
            Self::AccountLogSumMonthly => "ACCOUNT_LOG_SUM_MONTHLY",
        }
    }
}

/// For the setter `type_` of the model.
impl From<ReceiptType> for String {
    fn from(receipt: ReceiptType) -> Self {
        receipt.as_str().to_owned()
    }
}

impl Bills {
    /// Applies for a receipt, waits until it is ready, and downloads it as a PDF file.
    ///
    /// ```
    /// use alipay_sdk::Client;
    /// use alipay_sdk::bill::{BillError, Bills, ReceiptType};
    /// use alipay_sdk::model::AlipayDataBillEreceiptApplyModel;
    ///
    /// # async fn example(client: &Client) -> Result<(), BillError> {
    /// let wanted = AlipayDataBillEreceiptApplyModel::new()
    ///     .type_(ReceiptType::FundDetail)
    ///     .key("20261125110070000000000000000001");
    /// // The platform currently returns http addresses for receipts.
    /// let pdf = Bills::new(client).allow_http(true).receipt(&wanted).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// The errors of the calls and of the download, and [`BillError::Receipt`] when the platform
    /// does not create the receipt in time.
    pub async fn receipt(
        &self,
        wanted: &AlipayDataBillEreceiptApplyModel,
    ) -> Result<Bytes, BillError> {
        let response = self.client.alipay_data_bill_ereceipt().apply(wanted).await?;
        let file_id = response.into_inner().file_id.ok_or_else(|| failed("it has no file_id"))?;
        self.receipt_of(&file_id).await
    }

    /// Waits for a receipt that was applied for earlier, and downloads it. The `file_id` is valid
    /// for two days.
    ///
    /// # Errors
    /// As for [`receipt`](Self::receipt).
    pub async fn receipt_of(&self, file_id: impl AsRef<str>) -> Result<Bytes, BillError> {
        let address = self.wait_for(file_id.as_ref()).await?;
        let source = self.get(&address, &self.receipts, PDF).await?;
        source.into_bytes().map_err(BillError::Io)
    }

    /// Asks until the receipt is made: its address.
    async fn wait_for(&self, file_id: &str) -> Result<String, BillError> {
        let params = AlipayDataBillEreceiptQueryParams::new().file_id(file_id);
        let clock = self.client.clock();
        let time = Countdown::begin(clock, self.patience);
        loop {
            let response = self.client.alipay_data_bill_ereceipt().query(&params).await?;
            let response = response.into_inner();
            match response.status.as_deref() {
                Some("SUCCESS") => {
                    return response.download_url.ok_or_else(|| failed("it has no address"));
                }
                Some("FAIL") => {
                    let says = response.error_message.unwrap_or_default();
                    return Err(failed(&format!(
                        "the platform did not create it: {}",
                        redact::line(&says)
                    )));
                }
                _ if time.left(clock).is_zero() => {
                    return Err(failed(
                        "it was not ready in time; request it later by its file_id (`receipt_of`)",
                    ));
                }
                _ => clock.sleep(self.poll).await,
            }
        }
    }
}

fn failed(problem: &str) -> BillError {
    BillError::Receipt(problem.to_owned())
}
