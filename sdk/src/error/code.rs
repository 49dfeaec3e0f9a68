//! Error codes: open, because the platform adds new ones at any time.

use std::fmt;

use super::early::EarlyCodes;
use alipay_sdk_core::redact;

/// The code of an API error, for instance `ACQ.TRADE_NOT_EXIST`.
///
/// The documented codes are associated constants of type `&str`, so that you can use them in
/// patterns. A code that is not documented is no error.
///
/// ```
/// use alipay_sdk::ErrorCode;
///
/// let code = ErrorCode::from("invalid-signature");
/// assert_eq!(code, ErrorCode::INVALID_SIGNATURE);
/// match code.as_str() {
///     ErrorCode::INVALID_SIGNATURE => {}
///     other => panic!("unexpected code {other}"),
/// }
/// ```
///
/// `Display` and `Debug` give one line of at most 300 characters, with personal data masked,
/// because the code comes from outside. [`as_str`](Self::as_str) returns it unchanged.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ErrorCode(String);

/// What codes of an unknown outcome have in their names. The documented ones stand in
/// `tests/surface/tests/unknown_outcome.txt`.
const UNKNOWN_OUTCOME: &[&str] = &[
    "BANK_RESPONSE",
    "DATA_ACCESS",
    "DB_ERROR",
    "DEALING",
    "INTERNAL_ERROR",
    "INVOKE",
    "PROCESSING",
    "QUERY_TIMEOUT",
    "REMOTE",
    "RPC",
    "SYSTEM_BUSY",
    "SYSTEM_ERROR",
    "SYSTEM_EXCEPTION",
    "SYSTEM_FAILURE",
    "SYSTEM_TIMEOUT",
    "THIRD_BIZ",
    "UNAVAILABLE",
    "UNKNOW",
];

impl ErrorCode {
    /// Returns the code as the platform sent it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns whether this is a code of the platform itself, written in lower case with hyphens
    /// (`invalid-signature`), not one of an interface (`ACQ.TRADE_NOT_EXIST`, `isv.code-invalid`).
    pub fn is_platform(&self) -> bool {
        !self.0.is_empty()
            && self
                .0
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'-' | b',' | b' '))
    }

    /// Returns whether the code says that the outcome is unknown, or not known yet:
    /// `ACQ.SYSTEM_ERROR`, `REQUEST_PROCESSING`, `PAY_UNKNOWN`, `isp.unknow-error`. In doubt it
    /// returns `true`, because an additional query costs less than an additional payment. For a
    /// code of the platform itself it returns `true` unless `spec/decisions.yaml` lists the code as
    /// raised before processing.
    pub fn is_unknown_outcome(&self) -> bool {
        if self.is_platform() {
            return EarlyCodes::V3.find(&self.0).is_none();
        }
        let name = self.0.to_ascii_uppercase().replace('-', "_");
        name.starts_with("ISP.")
            || name.starts_with("AOP.")
            || UNKNOWN_OUTCOME.iter().any(|word| name.contains(word))
    }
}

impl<T: Into<String>> From<T> for ErrorCode {
    fn from(code: T) -> Self {
        Self(code.into())
    }
}

impl PartialEq<str> for ErrorCode {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl PartialEq<&str> for ErrorCode {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&redact::line(&self.0))
    }
}

impl fmt::Debug for ErrorCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("ErrorCode").field(&redact::line(&self.0)).finish()
    }
}
