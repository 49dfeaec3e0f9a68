//! When a document was made: a year and a month, which is what all of them say.

use std::fmt;
use std::str::FromStr;

/// A year and a month, ordered by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    year: u16,
    month: u8,
}

impl FromStr for Date {
    type Err = String;

    /// Reads `2026-10`, `2024-07-05` and `2026.10.0`.
    fn from_str(text: &str) -> Result<Self, String> {
        let mut parts = text.trim().split(['-', '.']);
        let year = parts.next().filter(|year| year.len() == 4).and_then(|year| year.parse().ok());
        let month = parts.next().and_then(|month| month.parse().ok());
        match (year, month) {
            (Some(year), Some(month @ 1..=12)) => Ok(Self { year, month }),
            _ => Err(format!("{text:?} is not a date: write year and month as 2026-10")),
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}", self.year, self.month)
    }
}

impl Date {
    /// As `info.version` of a document in `spec/`.
    pub(super) fn version(self) -> String {
        format!("{}.{}.0", self.year, self.month)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_a_date_only_when_it_begins_with_year_and_month() {
        let read = |text: &str| text.parse::<Date>().map(|date| date.to_string()).ok();
        for (text, date) in
            [("2024-07-05", "2024-07"), ("2026.10.0", "2026-10"), ("2026-10", "2026-10")]
        {
            assert_eq!(read(text).as_deref(), Some(date), "{text}");
        }
        for text in ["1.0", "1.0.2024", "2026", "2026-13", "2026-00", ""] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_date_is_later_by_year_then_by_month() {
        let read = |text: &str| text.parse::<Date>().ok();
        assert!(read("2026.9.0") < read("2026-10-01"));
        assert!(read("2025-12") < read("2026-01"));
        assert_eq!(read("2026.10.0"), read("2026-10-31"));
        assert_eq!(read("2026-01").map(Date::version).as_deref(), Some("2026.1.0"));
    }
}
