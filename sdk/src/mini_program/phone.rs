//! The mobile number of a user.

use std::fmt;

use serde_json::Value;

use super::error::OpenDataError;
use alipay_sdk_core::json;

/// The mobile number of the user of a mini program, as Alipay knows it. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct PhoneNumber(String);

impl PhoneNumber {
    pub(super) fn read(content: &str) -> Result<Self, OpenDataError> {
        let json = json::parse(content.as_bytes()).unwrap_or_default();
        let mobile = json.get("mobile").and_then(Value::as_str).filter(|text| !text.is_empty());
        let mobile = mobile.ok_or(OpenDataError::Malformed("its content has no `mobile`"))?;
        Ok(Self(mobile.to_owned()))
    }

    /// Returns the number.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the number by value.
    pub fn into_inner(self) -> String {
        self.0
    }
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("PhoneNumber(***)")
    }
}
