//! Error codes: open, because the platform adds new ones at any time.

use std::fmt;

/// The code of a refusal, for instance `ACQ.TRADE_NOT_EXIST`.
///
/// The documented codes are associated constants of type `&str`, so that they can stand in
/// patterns; a code that is not among them is data like any other.
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
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ErrorCode(String);

impl ErrorCode {
    /// The code as the platform sent it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is a code of the platform itself, written in lower case with hyphens
    /// (`invalid-signature`), not one of an interface (`ACQ.TRADE_NOT_EXIST`, `isv.code-invalid`).
    pub fn is_platform(&self) -> bool {
        !self.0.is_empty()
            && self.0.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'-' | b','))
    }

    /// Whether the code says that the platform failed, so that the outcome is unknown:
    /// `ACQ.SYSTEM_ERROR`, `SYSTEM_ERROR`, `unknow-error`, `isp.unknow-error`.
    pub fn is_system_error(&self) -> bool {
        let name = self.0.rsplit('.').next().unwrap_or_default();
        matches!(name, "SYSTEM_ERROR" | "unknow-error" | "unknown-error" | "UNKNOWN_ERROR")
            || self.0.starts_with("isp.")
            || self.0.starts_with("aop.")
    }
}

impl<T: Into<String>> From<T> for ErrorCode {
    fn from(code: T) -> Self {
        Self(code.into())
    }
}

impl PartialEq<&str> for ErrorCode {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}
