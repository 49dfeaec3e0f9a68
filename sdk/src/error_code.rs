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
