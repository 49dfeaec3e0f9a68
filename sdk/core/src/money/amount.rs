//! Amounts of yuan.

use std::fmt;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Visitor};
use serde::ser::{Error as _, Serialize, Serializer};

use super::decimal::{self, AmountError};

/// Yuan have two decimals: fen.
const DECIMALS: u8 = 2;

/// An amount of yuan (人民币), kept as a whole number of fen.
///
/// It parses the forms that the platform writes (`88`, `88.8`, `88.88`). Signs, exponents, blanks,
/// grouping, full-width digits, leading zeros and a third decimal are errors. It prints yuan with
/// two decimals, as the amount fields of the interfaces expect; the setters accept an `Amount`. A
/// few amount fields are whole numbers of fen: set these to [`fen`](Self::fen).
///
/// It does not convert from or to floats, and has no operators that could overflow. Use the checked
/// methods for sums.
///
/// ```
/// # use alipay_sdk_core as alipay_sdk;
/// use alipay_sdk::Amount;
///
/// let price: Amount = "88.8".parse()?;
/// assert_eq!(price.fen(), 8880);
/// assert_eq!(price.to_string(), "88.80");
/// let total = Amount::checked_sum([price, Amount::from_fen(1)]);
/// assert_eq!(total, Some(Amount::from_fen(8881)));
/// assert!("-1".parse::<Amount>().is_err());
/// # Ok::<(), alipay_sdk::AmountError>(())
/// ```
///
/// In serde formats it is a text, never a number, because other programs read numbers as floats.
/// Reading and writing a negative amount is an error there, so that no input turns a payment into a
/// refund. Mark a field that may be negative with `#[serde(with = "alipay_sdk::signed_amount")]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount {
    fen: i64,
}

impl Amount {
    /// An amount of 0.00 yuan.
    pub const ZERO: Self = Self::from_fen(0);

    /// Creates an amount from fen, which may be negative.
    pub const fn from_fen(fen: i64) -> Self {
        Self { fen }
    }

    /// Returns the amount in fen.
    pub const fn fen(self) -> i64 {
        self.fen
    }

    /// Parses an amount in yuan that may have a sign, as in bills (`-12.00`).
    ///
    /// # Errors
    /// When the text is not an amount, or the amount is too large.
    pub fn parse_signed(text: &str) -> Result<Self, AmountError> {
        decimal::parse_signed(text, DECIMALS).map(Self::from_fen)
    }

    /// Returns whether the amount is below zero.
    pub const fn is_negative(self) -> bool {
        self.fen < 0
    }

    /// Returns the sum, or `None` when it overflows.
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        match self.fen.checked_add(other.fen) {
            Some(fen) => Some(Self::from_fen(fen)),
            None => None,
        }
    }

    /// Returns the difference, which may be negative, or `None` when it overflows.
    pub const fn checked_sub(self, other: Self) -> Option<Self> {
        match self.fen.checked_sub(other.fen) {
            Some(fen) => Some(Self::from_fen(fen)),
            None => None,
        }
    }

    /// Returns the product with a whole number, or `None` when it overflows.
    pub const fn checked_mul(self, times: i64) -> Option<Self> {
        match self.fen.checked_mul(times) {
            Some(fen) => Some(Self::from_fen(fen)),
            None => None,
        }
    }

    /// Returns the sum of all amounts, or `None` when it or a partial sum overflows.
    pub fn checked_sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        amounts.into_iter().try_fold(Self::ZERO, Self::checked_add)
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&decimal::print(self.fen, DECIMALS))
    }
}

impl From<Amount> for String {
    fn from(amount: Amount) -> Self {
        decimal::print(amount.fen, DECIMALS)
    }
}

impl FromStr for Amount {
    type Err = AmountError;

    fn from_str(text: &str) -> Result<Self, AmountError> {
        decimal::parse(text, DECIMALS).map(Self::from_fen)
    }
}

impl TryFrom<&str> for Amount {
    type Error = AmountError;

    fn try_from(text: &str) -> Result<Self, AmountError> {
        text.parse()
    }
}

impl TryFrom<String> for Amount {
    type Error = AmountError;

    fn try_from(text: String) -> Result<Self, AmountError> {
        text.parse()
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.is_negative() {
            return Err(S::Error::custom(
                "an amount below zero: its field needs `serde(with = \"alipay_sdk::signed_amount\")`",
            ));
        }
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(AmountText(Self::from_str))
    }
}

/// Reads an amount from a text, and from nothing else.
pub(super) struct AmountText(pub(super) fn(&str) -> Result<Amount, AmountError>);

impl Visitor<'_> for AmountText {
    type Value = Amount;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an amount in yuan as text, such as \"88.88\"")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Amount, E> {
        (self.0)(text).map_err(E::custom)
    }
}
