//! Money in whole fen, so that nothing is rounded.

use std::fmt;

/// An amount of fen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Fen(pub(crate) i64);

impl Fen {
    pub(super) const ZERO: Self = Self(0);

    /// Reads an amount in yuan as the platform takes it: `88`, `88.8` or `88.88`. Anything else
    /// is none: signs, spaces, exponents, a third decimal, superfluous zeros in front.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (yuan, fen) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let superfluous = yuan.len() > 1 && yuan.starts_with('0');
        if yuan.is_empty() || superfluous || !(1..=2).contains(&fen.len()) {
            return None;
        }
        if !digits(yuan) || !digits(fen) {
            return None;
        }
        let tenths = if fen.len() == 1 { 10 } else { 1 };
        let fen = fen.parse::<i64>().ok()? * tenths;
        // Too many digits are an amount all the same, only too much of it.
        let yuan = yuan.parse::<i64>().unwrap_or(i64::MAX);
        Some(Self(yuan.saturating_mul(100).saturating_add(fen)))
    }

    pub(super) fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    pub(super) fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl fmt::Display for Fen {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let fen = self.0.unsigned_abs();
        write!(formatter, "{sign}{}.{:02}", fen / 100, fen % 100)
    }
}

/// An amount of fen, in yuan.
pub(crate) fn yuan(fen: i64) -> String {
    Fen(fen).to_string()
}

#[cfg(test)]
mod tests {
    use super::Fen;

    #[test]
    fn no_fen_is_lost_between_text_and_number() {
        for (text, fen) in [("88.88", 8888), ("88.8", 8880), ("88", 8800), ("0.01", 1), ("0", 0)] {
            assert_eq!(Fen::parse(text), Some(Fen(fen)), "{text}");
        }
        for fen in [0, 1, 10, 99, 100, 110, 8888, 10_000_000_000] {
            assert_eq!(Fen::parse(&Fen(fen).to_string()), Some(Fen(fen)));
        }
        assert_eq!(Fen(-105).to_string(), "-1.05");
    }

    #[test]
    fn texts_that_are_no_amounts_are_not_taken_for_some() {
        for text in [
            "", ".", "1.", ".5", "1.234", "-1", "+1", " 1", "1 ", "1e3", "0x1", "01", "00.10",
            "1,00", "1.2.3", "１", "1.-1", "NaN", "inf",
        ] {
            assert_eq!(Fen::parse(text), None, "{text}");
        }
    }

    #[test]
    fn endless_digits_are_too_much_rather_than_a_small_amount() {
        assert!(Fen::parse(&"9".repeat(400)).is_some_and(|fen| fen > Fen(10_000_000_000)));
        assert!(Fen::parse("184467440737095517").is_some_and(|fen| fen > Fen(10_000_000_000)));
    }
}
