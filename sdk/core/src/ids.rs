//! Numbers of payments, refunds and transfers as types of their own.

use std::fmt;
use std::str::FromStr;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::de::{Deserialize, Deserializer, Error as _, Visitor};
use serde::ser::{Serialize, Serializer};

use crate::clock::random_bytes;

/// How many characters the platform takes.
const LONGEST: usize = 64;

/// A text that cannot be a number of this kind. The error does not repeat the text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name} {problem}")]
pub struct InvalidNumber {
    name: &'static str,
    problem: &'static str,
}

fn check(name: &'static str, text: &str) -> Result<(), InvalidNumber> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let problem = if text.is_empty() {
        "is empty"
    } else if !text.bytes().all(allowed) {
        "has a character other than ASCII letters, digits and `_`"
    } else if text.len() > LONGEST {
        "has more than 64 characters"
    } else {
        return Ok(());
    };
    Err(InvalidNumber { name, problem })
}

/// 32 hexadecimal digits: milliseconds since 1970, then 74 random bits (a UUID of version 7).
fn unique(now: SystemTime) -> String {
    let since = now.duration_since(UNIX_EPOCH).unwrap_or_default();
    let millis = u64::try_from(since.as_millis()).unwrap_or(u64::MAX);
    uuid::Builder::from_unix_timestamp_millis(millis, &random_bytes())
        .into_uuid()
        .simple()
        .to_string()
}

/// Types for texts of one to 64 ASCII letters, digits and `_`.
macro_rules! number {
    ($(#[$doc:meta])* $name:ident, $field:literal) => {
        $(#[$doc])*
        ///
        /// One to 64 ASCII letters, digits and `_`. The setters of the models take it as it is.
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// Returns the number as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidNumber;

            fn try_from(text: String) -> Result<Self, InvalidNumber> {
                check($field, &text).map(|()| Self(text))
            }
        }

        impl TryFrom<&str> for $name {
            type Error = InvalidNumber;

            fn try_from(text: &str) -> Result<Self, InvalidNumber> {
                text.to_owned().try_into()
            }
        }

        impl FromStr for $name {
            type Err = InvalidNumber;

            fn from_str(text: &str) -> Result<Self, InvalidNumber> {
                text.try_into()
            }
        }

        impl From<$name> for String {
            fn from(number: $name) -> Self {
                number.0
            }
        }

        impl From<&$name> for String {
            fn from(number: &$name) -> Self {
                number.0.clone()
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.pad(&self.0)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(Text)?.try_into().map_err(D::Error::custom)
            }
        }
    };
}

/// Numbers that the merchant hands out.
macro_rules! own_number {
    ($(#[$doc:meta])* $name:ident, $field:literal) => {
        number!($(#[$doc])* $name, $field);

        impl $name {
            /// Generates a new unique number of 32 hexadecimal digits: the time in milliseconds and
            /// 74 random bits (a UUID of version 7). On one machine, later numbers sort after
            /// earlier ones.
            pub fn generate() -> Self {
                Self(unique(SystemTime::now()))
            }

            /// Generates a new number with a prefix that tells where it comes from, such as
            /// `shop1_`.
            ///
            /// # Errors
            /// When the prefix has more than 32 characters, or a character that a number cannot
            /// have.
            pub fn generate_with_prefix(prefix: &str) -> Result<Self, InvalidNumber> {
                format!("{prefix}{}", unique(SystemTime::now())).try_into()
            }
        }
    };
}

own_number! {
    /// The merchant's number of a trade, `out_trade_no` (商户订单号).
    ///
    /// It is the idempotency key of a payment. A retry must keep it; a new attempt after a canceled
    /// or closed trade needs a new number.
    OutTradeNo, "out_trade_no"
}

number! {
    /// Alipay's number of a trade, `trade_no` (支付宝交易号).
    TradeNo, "trade_no"
}

own_number! {
    /// The merchant's number of one request on a trade or on frozen money, `out_request_no`
    /// (退款请求号, 商户授权资金操作流水号).
    ///
    /// It is the idempotency key of a refund: a retry with another number is a second refund.
    OutRequestNo, "out_request_no"
}

own_number! {
    /// The merchant's number of a transfer, `out_biz_no` (商家侧唯一订单号).
    ///
    /// It is the idempotency key of a transfer: a retry with another number is a second transfer.
    OutBizNo, "out_biz_no"
}

/// Reads a text, and nothing else: a number in JSON would have lost its zeros in front, and some of
/// its digits.
struct Text;

impl Visitor<'_> for Text {
    type Value = String;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a text of 1 to 64 letters, digits and `_`")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_string<E: serde::de::Error>(self, text: String) -> Result<String, E> {
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::unique;

    #[test]
    fn later_numbers_sort_after_earlier_ones() {
        let at = |millis| unique(UNIX_EPOCH + Duration::from_millis(millis));
        let times = [0, 1, 999, 1_000, 1_763_769_600_000, 1_763_769_600_001, 1 << 47];
        assert!(times.map(at).is_sorted());
        let before = UNIX_EPOCH - Duration::from_secs(1);
        assert_eq!(unique(before)[..12], at(0)[..12]);
    }
}
