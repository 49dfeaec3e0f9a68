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
/// It reads what the platform writes (`88`, `88.8`, `88.88`) and nothing else: no signs, exponents,
/// blanks, grouping, full-width digits, superfluous zeros, and no third decimal. It prints yuan
/// with two decimals, which is what the amount fields of the interfaces take; the setters take an
/// `Amount` as it is. The few amount fields that are whole numbers take [`fen`](Self::fen) where
/// the documents of the interface count fen.
///
/// There is no conversion from or to floats, and no operator that could overflow: sums are checked.
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
/// In serde formats it is a text, never a number: others read numbers as floats. Amounts below zero
/// are refused there in both directions, so that nobody's input turns a payment into its opposite;
/// a field that may hold them says so, `#[serde(with = "alipay_sdk::signed_amount")]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount {
    fen: i64,
}

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self::from_fen(0);

    /// This many fen, which may be negative.
    pub const fn from_fen(fen: i64) -> Self {
        Self { fen }
    }

    /// The amount in fen.
    pub const fn fen(self) -> i64 {
        self.fen
    }

    /// Reads an amount in yuan that may have a sign in front, as in bills (`-12.00`).
    ///
    /// # Errors
    /// When the text is no amount, or more than fits.
    pub fn parse_signed(text: &str) -> Result<Self, AmountError> {
        decimal::parse_signed(text, DECIMALS).map(Self::from_fen)
    }

    /// Whether it is less than nothing.
    pub const fn is_negative(self) -> bool {
        self.fen < 0
    }

    /// The sum, if it fits.
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        match self.fen.checked_add(other.fen) {
            Some(fen) => Some(Self::from_fen(fen)),
            None => None,
        }
    }

    /// The difference, which may be negative, if it fits.
    pub const fn checked_sub(self, other: Self) -> Option<Self> {
        match self.fen.checked_sub(other.fen) {
            Some(fen) => Some(Self::from_fen(fen)),
            None => None,
        }
    }

    /// So many times the amount, if it fits.
    pub const fn checked_mul(self, times: i64) -> Option<Self> {
        match self.fen.checked_mul(times) {
            Some(fen) => Some(Self::from_fen(fen)),
            None => None,
        }
    }

    /// The sum of all, if it and every sum on the way fits.
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
