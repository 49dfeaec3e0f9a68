//! From the call to a bill.

use std::time::Duration;

use super::address::Allowed;
use super::bill::Bill;
use super::bill_type::BillType;
use super::download::{FileKind, ZIP, download};
use super::error::BillError;
use super::limits::BillLimits;
use super::spool::Source;
use crate::client::Client;
use crate::error::Error;
use crate::generated::operation::AlipayDataDataserviceBillDownloadurlQueryParams;
use crate::setters::setters;

/// Where the platform's addresses of bills lead.
const HOST: &str = "dwbillcenter.alipay.com";

/// The codes of a period without a bill. They stand here as texts: older documents lack one.
const NONE: [&str; 2] = ["BILL_NOT_EXIST", "NO_BILL_DATA"];

/// Downloads bills and receipts, with options. Without options use [`download`](super::download()).
///
/// ```
/// use alipay_sdk::Client;
/// use alipay_sdk::bill::{BillError, BillType, Bills};
///
/// # async fn example(client: &Client) -> Result<(), BillError> {
/// // A local gateway has no TLS, and another host.
/// let bills = Bills::new(client).allow_host("127.0.0.1:8080").allow_http(true);
/// let bill = bills.download(BillType::SignCustomer, "2026-11").await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Bills {
    pub(super) client: Client,
    bills: Allowed,
    pub(super) receipts: Allowed,
    limits: BillLimits,
    timeout: Duration,
    smid: Option<String>,
    pub(super) poll: Duration,
    pub(super) patience: Duration,
}

impl Bills {
    /// Creates a downloader that accepts the platform's host by https, with the default
    /// [limits](BillLimits).
    pub fn new(client: &Client) -> Self {
        Self {
            client: client.clone(),
            bills: Allowed::host(HOST),
            receipts: Allowed::host("*.alipay.com"),
            limits: BillLimits::new(),
            timeout: Duration::from_secs(600),
            smid: None,
            poll: Duration::from_secs(2),
            patience: Duration::from_secs(60),
        }
    }

    /// Allows another host for downloads: `host`, `host:port`, or `*.domain`.
    pub fn allow_host(mut self, host: impl AsRef<str>) -> Self {
        self.bills.add(host.as_ref());
        self.receipts.add(host.as_ref());
        self
    }

    /// Sets whether an address may be `http`. The client asks for https in any case. By http
    /// anybody on the way can read and change a file.
    pub fn allow_http(mut self, allow: bool) -> Self {
        self.bills.http = allow;
        self.receipts.http = allow;
        self
    }

    setters! {
        /// Sets how large a bill may be.
        pub fn limits(limits: BillLimits) => limits = limits;

        /// Sets how long a download may take: ten minutes by default. The download begins at once,
        /// because an address is valid for 30 seconds only.
        pub fn timeout(timeout: Duration) => timeout = timeout;

        /// Sets the second-level merchant (`smid`) of a bill of [`BillType::TradeZftMerchant`].
        pub fn smid(smid: impl Into<String>) => smid = Some(smid.into());
    }

    /// Sets how often, and for how long, to ask whether a receipt is ready: every 2 seconds for a
    /// minute by default.
    pub fn poll(mut self, interval: Duration, patience: Duration) -> Self {
        self.poll = interval;
        self.patience = patience;
        self
    }

    /// Downloads the bill of a day (`2026-11-25`) or a month (`2026-11`). Returns `None` when the
    /// platform has no bill of that period. The bill of a day is available at about 9:00 of the
    /// next day (UTC+8).
    ///
    /// # Errors
    /// Those of the call, and [`BillError`] for the download.
    pub async fn download(
        &self,
        bill_type: impl Into<BillType>,
        date: impl AsRef<str>,
    ) -> Result<Option<Bill>, BillError> {
        match self.address(&bill_type.into(), date.as_ref()).await? {
            Some(address) => self.fetch(&address).await.map(Some),
            None => Ok(None),
        }
    }

    /// Downloads the bill at an address that another call returned, such as a call of the v2
    /// gateway.
    ///
    /// # Errors
    /// When the address is not allowed, or does not lead to a bill.
    pub async fn fetch(&self, address: impl AsRef<str>) -> Result<Bill, BillError> {
        let source = self.get(address.as_ref(), &self.bills, ZIP).await?;
        Bill::new(source, &self.limits)
    }

    pub(super) async fn get(
        &self,
        address: &str,
        allowed: &Allowed,
        kind: FileKind,
    ) -> Result<Source, BillError> {
        download(&self.client, (address, allowed), kind, &self.limits, self.timeout).await
    }

    async fn address(&self, bill_type: &BillType, date: &str) -> Result<Option<String>, BillError> {
        check_date(date)?;
        let mut params = AlipayDataDataserviceBillDownloadurlQueryParams::new()
            .bill_type(bill_type.as_str())
            .bill_date(date);
        params.smid = self.smid.clone();
        let call = self.client.alipay_data_dataservice_bill_downloadurl().query(&params);
        // Where the platform does not know the parameter, the address stays http.
        let response = match call.query("secure", "true").await {
            Ok(response) => response.into_inner(),
            Err(error) if is_none(&error) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        match (response.bill_download_url, response.bill_file_code) {
            (Some(address), _) if !address.is_empty() => Ok(Some(address)),
            (_, Some(_)) => Ok(None),
            _ => Err(BillError::Request("the response names no address".to_owned())),
        }
    }
}

/// Whether the platform says, and has signed, that there is no bill.
fn is_none(error: &Error) -> bool {
    error.is_business() && NONE.iter().any(|code| error.has_code(code))
}

fn check_date(date: &str) -> Result<(), BillError> {
    let shape: String =
        date.chars().map(|letter| if letter.is_ascii_digit() { '0' } else { letter }).collect();
    if matches!(&*shape, "0000-00-00" | "0000-00") {
        return Ok(());
    }
    Err(BillError::Request(
        "the date of a bill is a day as yyyy-MM-dd, or a month as yyyy-MM".to_owned(),
    ))
}
