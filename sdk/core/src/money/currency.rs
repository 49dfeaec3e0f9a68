//! Amounts in other currencies, for interfaces whose fields name one.

use std::fmt;
use std::str::FromStr;

use super::amount::Amount;
use super::decimal::{self, AmountError};

/// A currency (币种) that Alipay handles, by its code of ISO 4217: `USD`.
///
/// Fields such as `trans_currency`, `settle_currency` and `pay_currency` hold codes. A code that is
/// not in the table of the SDK is an error, because the number of its decimals would be a guess.
///
/// ```
/// # use alipay_sdk_core as alipay_sdk;
/// use alipay_sdk::Currency;
///
/// let yen: Currency = "JPY".parse()?;
/// assert_eq!(yen.decimals(), 0);
/// assert!("BTC".parse::<Currency>().is_err());
/// # Ok::<(), alipay_sdk::UnknownCurrency>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency {
    code: &'static str,
    decimals: u8,
}

/// Codes by the number of their decimals in ISO 4217.
const CODES: &[(u8, &[&str])] = &[
    (0, &["CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND"]),
    (
        2,
        &[
            "AED", "ARS", "AUD", "BDT", "BND", "BRL", "CAD", "CHF", "CNY", "COP", "CZK", "DKK",
            "EGP", "EUR", "GBP", "GEL", "HKD", "HUF", "IDR", "ILS", "INR", "KES", "KHR", "KZT",
            "LAK", "LKR", "MAD", "MMK", "MNT", "MOP", "MUR", "MVR", "MXN", "MYR", "NGN", "NOK",
            "NPR", "NZD", "PEN", "PHP", "PKR", "PLN", "QAR", "RON", "RSD", "RUB", "SAR", "SEK",
            "SGD", "THB", "TRY", "TWD", "TZS", "UAH", "USD", "UZS", "ZAR",
        ],
    ),
    (3, &["BHD", "JOD", "KWD", "OMR", "TND"]),
];

impl Currency {
    /// The yuan (人民币), which is the currency of amount fields without a currency field.
    pub const CNY: Self = Self { code: "CNY", decimals: 2 };

    /// Returns the code, in capitals.
    pub const fn code(self) -> &'static str {
        self.code
    }

    /// Returns the number of decimals of its amounts: 2 for most currencies, 0 for the yen.
    pub const fn decimals(self) -> u8 {
        self.decimals
    }
}

impl FromStr for Currency {
    type Err = UnknownCurrency;

    fn from_str(text: &str) -> Result<Self, UnknownCurrency> {
        let find = |(decimals, codes): &(u8, &[&'static str])| {
            let code = *codes.iter().find(|code| **code == text)?;
            Some(Self { code, decimals: *decimals })
        };
        CODES.iter().find_map(find).ok_or(UnknownCurrency)
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.code.to_owned()
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.code)
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code)
    }
}

/// A text that is not the code of a currency in the table of the SDK.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown currency: pass a code of ISO 4217 in three capitals, such as USD")]
pub struct UnknownCurrency;

/// An amount in a currency, kept as a whole number of its smallest unit, such as cents of dollars
/// or whole yen.
///
/// The interfaces take amount and currency in two fields:
///
/// ```
/// # use alipay_sdk_core as alipay_sdk;
/// use alipay_sdk::{Currency, Money};
///
/// let price = Money::parse("19.9", "USD".parse()?)?;
/// assert_eq!(price.minor_units(), 1990);
/// assert_eq!(price.amount(), "19.90"); // for `total_amount`
/// assert_eq!(price.currency().code(), "USD"); // for `trans_currency`
/// assert_eq!(price.to_string(), "19.90 USD"); // for people
/// assert!(Money::parse("1.5", "JPY".parse()?).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Two amounts can be compared and added only when their currency is the same.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    minor_units: i64,
    currency: Currency,
}

impl Money {
    /// Creates an amount from the smallest unit of the currency. It may be negative.
    pub const fn from_minor_units(minor_units: i64, currency: Currency) -> Self {
        Self { minor_units, currency }
    }

    /// Parses an amount and its currency, which an interface sends in two fields.
    ///
    /// # Errors
    /// When the text is not an amount, has a sign, or has more decimals than the currency.
    pub fn parse(amount: &str, currency: Currency) -> Result<Self, AmountError> {
        let minor_units = decimal::parse(amount, currency.decimals)?;
        Ok(Self { minor_units, currency })
    }

    /// Returns the amount in the smallest unit of the currency.
    pub const fn minor_units(self) -> i64 {
        self.minor_units
    }

    /// Returns the currency.
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// Returns the text for an amount field, with all decimals of the currency.
    pub fn amount(self) -> String {
        decimal::print(self.minor_units, self.currency.decimals)
    }

    /// Returns the sum, or `None` when the currencies differ or the sum overflows.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.with(self.minor_units.checked_add(other.minor_units)?, other)
    }

    /// Returns the difference, which may be negative, or `None` when the currencies differ or it
    /// overflows.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.with(self.minor_units.checked_sub(other.minor_units)?, other)
    }

    fn with(self, minor_units: i64, other: Self) -> Option<Self> {
        (self.currency == other.currency).then_some(Self { minor_units, ..self })
    }
}

impl From<Amount> for Money {
    fn from(amount: Amount) -> Self {
        Self::from_minor_units(amount.fen(), Currency::CNY)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.amount(), self.currency)
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}
