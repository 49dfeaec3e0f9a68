//! Why a bill cannot be had, or cannot be read.

use std::fmt;
use std::io;

use http::StatusCode;

use super::address::AddressProblem;
use crate::error::Error;
use alipay_sdk_core::transport::TransportError;

/// Why a bill or a receipt cannot be downloaded or read.
///
/// It holds no value of a bill, and no address of a download, because the address holds a token.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BillError {
    /// The call failed, so there is no address.
    #[error(transparent)]
    Call(#[from] Error),
    /// The request is not valid, for instance its date.
    #[error("{0}")]
    Request(String),
    /// The address is not allowed.
    #[error("the address of the download: {0}")]
    Address(AddressProblem),
    /// The download broke off, or did not begin.
    #[error("the download failed: {0}")]
    Transport(#[source] TransportError),
    /// The server responded with another status than 200. Redirects are not followed.
    #[error(
        "the response to the download has status {0}; the address may have expired: request a new \
         one"
    )]
    Status(StatusCode),
    /// The server responded with status 200 and other content than the file.
    #[error("{}", not_the_file(.expected, *.is_page))]
    #[non_exhaustive]
    NotTheFile {
        /// The expected kind of file.
        expected: &'static str,
        /// Whether the content looks like an HTML page, which the platform sends when the address
        /// has expired.
        is_page: bool,
    },
    /// Something is larger than a limit of [`BillLimits`](super::BillLimits).
    #[error(
        "{what} exceeds the limit of {limit}; raise the limit in `BillLimits` if the size is right"
    )]
    #[non_exhaustive]
    TooLarge {
        /// The thing that is too large.
        what: &'static str,
        /// The limit.
        limit: u64,
    },
    /// The zip file is damaged, or is not the zip file of a bill.
    #[error("the zip: {0}")]
    Archive(String),
    /// The disk failed, or is full.
    #[error("the file of the bill: {0}")]
    Io(#[source] io::Error),
    /// A file in the zip file is not the requested table.
    #[error("the table: {0}")]
    Content(String),
    /// A row cannot be read. The rows after it can still be read.
    #[error("line {line}: {problem}")]
    #[non_exhaustive]
    Row {
        /// The line in the file, from 1.
        line: u64,
        /// The mistake, and its column.
        problem: String,
    },
    /// The rows of the bill do not add up to the sums that it states.
    #[error(transparent)]
    Difference(#[from] Difference),
    /// The platform did not create the receipt.
    #[error("the receipt: {0}")]
    Receipt(String),
}

/// A sum that a bill states, and that differs from the sum of its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Difference {
    /// The place in the bill where the sum is stated.
    pub place: &'static str,
    /// The name of the sum.
    pub what: &'static str,
    /// The sum as the bill states it.
    pub stated: String,
    /// The sum of the rows.
    pub counted: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, what, stated, counted } = self;
        write!(
            formatter,
            "the {place} states {stated} for {what}, but the rows add up to {counted}: the bill \
             is incomplete or was changed; download it again"
        )
    }
}

impl std::error::Error for Difference {}

impl BillError {
    /// A failure while a file of the zip is unpacked: the zip is wrong, unless the disk is.
    pub(super) fn unpacking(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::InvalidData
            | io::ErrorKind::InvalidInput
            | io::ErrorKind::UnexpectedEof => {
                Self::Archive("a file in it is damaged: download it again".to_owned())
            }
            _ => Self::Io(error),
        }
    }
}

fn not_the_file(expected: &str, is_page: bool) -> String {
    if is_page {
        format!(
            "the download is an HTML page, not a {expected}: the address has expired after 30 \
             seconds; request a new one"
        )
    } else {
        format!("the file is not a {expected}: the address may have expired; request a new one")
    }
}
