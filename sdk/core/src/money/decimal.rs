//! Decimal texts to whole minor units and back. Nothing is rounded, and no float is on the way.

/// Why a text is not an amount. The error does not repeat the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AmountError {
    /// The text is not of the form `88.88`: it has a sign, an exponent, a blank, a grouping comma,
    /// or no digit.
    #[error(
        "this is not an amount: write ASCII digits and at most one point, such as 88.88; no sign, \
         exponent, blank or comma"
    )]
    NotDecimal,
    /// The text has a leading zero, such as `088`.
    #[error("an amount must not have leading zeros")]
    LeadingZero,
    /// The text has more decimals than the currency.
    #[error("an amount of this currency has at most {allowed} decimals")]
    TooManyDecimals {
        /// The number of decimals of the currency.
        allowed: u8,
    },
    /// The amount is too large. The limit is 92,233,720,368,547,758.07 with two decimals.
    #[error("the amount is too large")]
    TooLarge,
}

/// Reads a text without a sign.
pub(super) fn parse(text: &str, decimals: u8) -> Result<i64, AmountError> {
    i64::try_from(magnitude(text, decimals)?).map_err(|_| AmountError::TooLarge)
}

/// Reads a text that may have one sign in front.
pub(super) fn parse_signed(text: &str, decimals: u8) -> Result<i64, AmountError> {
    match text.strip_prefix('-') {
        Some(text) => 0_i64.checked_sub_unsigned(magnitude(text, decimals)?),
        None => {
            let text = text.strip_prefix('+').unwrap_or(text);
            0_i64.checked_add_unsigned(magnitude(text, decimals)?)
        }
    }
    .ok_or(AmountError::TooLarge)
}

fn magnitude(text: &str, decimals: u8) -> Result<u64, AmountError> {
    let (whole, fraction) = match text.split_once('.') {
        Some((_, "")) => return Err(AmountError::NotDecimal),
        Some(parts) => parts,
        None => (text, ""),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(fraction) {
        return Err(AmountError::NotDecimal);
    }
    if whole.len() > 1 && whole.starts_with('0') {
        return Err(AmountError::LeadingZero);
    }
    let missing = usize::from(decimals)
        .checked_sub(fraction.len())
        .ok_or(AmountError::TooManyDecimals { allowed: decimals })?;
    let zeros = std::iter::repeat_n(b'0', missing);
    whole
        .bytes()
        .chain(fraction.bytes())
        .chain(zeros)
        .try_fold(0_u64, |sum, digit| sum.checked_mul(10)?.checked_add(u64::from(digit - b'0')))
        .ok_or(AmountError::TooLarge)
}

/// Writes all decimals, and a minus in front of a negative number.
pub(super) fn print(minor: i64, decimals: u8) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    let decimals = usize::from(decimals);
    // One digit more than decimals: the zero in `0.01`.
    let digits = format!("{:01$}", minor.unsigned_abs(), decimals + 1);
    let (whole, fraction) = digits.split_at(digits.len() - decimals);
    let point = if decimals > 0 { "." } else { "" };
    format!("{sign}{whole}{point}{fraction}")
}
