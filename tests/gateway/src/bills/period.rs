//! The day or the month of a bill.

use time::Date;
use time::format_description::StaticFormatDescription;
use time::macros::format_description;

const DAY: StaticFormatDescription = format_description!("[year]-[month]-[day]");

/// For how many years bills are kept.
const YEARS: i32 = 6;

/// A day or a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Period {
    /// As it was asked for, `2026-06-16` or `2026-06`: what all its times begin with.
    pub(super) text: String,
    pub(super) first: Date,
    /// The day after its last.
    pub(super) end: Date,
}

impl Period {
    /// Reads `yyyy-MM-dd` or `yyyy-MM`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.to_owned();
        if text.len() == 10 {
            let first = Date::parse(&text, DAY).ok()?;
            return Some(Self { text, first, end: first.next_day()? });
        }
        let first = Date::parse(&format!("{text}-01"), DAY).ok()?;
        let (next, year) = (first.month().next(), first.year());
        let year = if next == time::Month::January { year + 1 } else { year };
        let end = Date::from_calendar_date(year, next, 1).ok()?;
        Some(Self { text, first, end })
    }

    /// The same as in names of files: `20260616` or `202606`.
    pub(super) fn digits(&self) -> String {
        self.text.replace('-', "")
    }

    /// Whether there can be bills of it on some day.
    pub(super) fn is_within_reach(&self, today: Date) -> bool {
        let oldest = today.replace_year(today.year() - YEARS).unwrap_or(today);
        self.first <= today && self.end > oldest
    }

    pub(super) fn is_over(&self, today: Date) -> bool {
        self.end <= today
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::Period;

    #[test]
    fn only_days_and_months_are_periods() {
        let day = Period::parse("2026-12-31").unwrap();
        assert_eq!((day.end.to_string(), day.digits()), ("2027-01-01".into(), "20261231".into()));
        let month = Period::parse("2026-12").unwrap();
        assert_eq!((month.end.to_string(), month.digits()), ("2027-01-01".into(), "202612".into()));
        assert_eq!(Period::parse("2024-02").unwrap().end.to_string(), "2024-03-01");
        for text in ["", "2026", "20260616", "2026-6-1", "2026-13", "2026-02-30", "2026-06-16 "] {
            assert_eq!(Period::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_bill_is_there_when_its_period_is_over_and_for_six_years() {
        let today = Period::parse("2026-06-16").unwrap().first;
        let is = |text: &str| {
            let period = Period::parse(text).unwrap();
            (period.is_within_reach(today), period.is_over(today))
        };
        assert_eq!([is("2026-06-15"), is("2026-05")], [(true, true); 2]);
        assert_eq!([is("2026-06-16"), is("2026-06")], [(true, false); 2]);
        assert_eq!([is("2026-06-17"), is("2026-07")], [(false, false); 2]);
        assert_eq!([is("2020-06-16"), is("2020-06")], [(true, true); 2]);
        assert_eq!([is("2020-06-15"), is("2020-05")], [(false, true); 2]);
    }
}
