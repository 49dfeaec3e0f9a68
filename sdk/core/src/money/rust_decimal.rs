//! Decimal numbers of the crate `rust_decimal`.

use ::rust_decimal::Decimal;

use super::amount::Amount;
use super::decimal::AmountError;

impl From<Amount> for Decimal {
    /// With two decimals.
    fn from(amount: Amount) -> Self {
        Self::new(amount.fen(), 2)
    }
}

impl TryFrom<Decimal> for Amount {
    type Error = AmountError;

    /// Nothing is rounded, and no sign is taken: a number below zero is an error.
    fn try_from(number: Decimal) -> Result<Self, AmountError> {
        number.normalize().to_string().parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_the_same_as_a_decimal_and_back() {
        for (fen, text) in
            [(0, "0.00"), (1, "0.01"), (8880, "88.80"), (i64::MAX, "92233720368547758.07")]
        {
            let number = Decimal::from(Amount::from_fen(fen));
            assert_eq!(number.to_string(), text);
            assert_eq!(Amount::try_from(number), Ok(Amount::from_fen(fen)));
        }
        assert_eq!(Amount::try_from(Decimal::new(88_800, 3)), Ok(Amount::from_fen(8880)));
        assert_eq!(Decimal::from(Amount::from_fen(-1)).to_string(), "-0.01");
    }

    #[test]
    fn a_decimal_that_is_no_amount_is_refused_and_not_rounded() {
        for (number, error) in [
            (Decimal::new(1, 3), AmountError::TooManyDecimals { allowed: 2 }),
            (Decimal::new(-1, 2), AmountError::NotDecimal),
            (Decimal::MAX, AmountError::TooLarge),
        ] {
            assert_eq!(Amount::try_from(number), Err(error));
        }
    }
}
