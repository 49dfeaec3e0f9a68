//! Times of the crate `jiff`, whose last second is 33 hours before the end of 9999.

use std::time::{SystemTime, UNIX_EPOCH};

use ::jiff::tz::{Offset, TimeZone};
use ::jiff::{Timestamp, ZonedDateTime};

use super::{BeijingTime, OFFSET};

impl From<BeijingTime> for Timestamp {
    fn from(time: BeijingTime) -> Self {
        Self::try_from(SystemTime::from(time)).unwrap_or(Self::MAX)
    }
}

impl From<Timestamp> for BeijingTime {
    fn from(time: Timestamp) -> Self {
        // What the system cannot hold is long before 1970.
        SystemTime::try_from(time).unwrap_or(UNIX_EPOCH - OFFSET).into()
    }
}

impl From<BeijingTime> for ZonedDateTime {
    fn from(time: BeijingTime) -> Self {
        Timestamp::from(time).to_zoned_datetime(TimeZone::fixed(Offset::constant(8)))
    }
}

impl From<ZonedDateTime> for BeijingTime {
    fn from(time: ZonedDateTime) -> Self {
        time.timestamp().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_the_same_in_jiff_and_back() {
        for text in ["1970-01-01 00:00:00", "2026-06-16 14:06:40", "9999-12-30 23:59:59"] {
            let time: BeijingTime = text.parse().expect("a time");
            let other = ZonedDateTime::from(time);
            let expected = format!("{}+08:00[+08:00]", text.replace(' ', "T"));
            assert_eq!(other.to_string(), expected);
            assert_eq!(BeijingTime::from(other), time);
        }
    }

    #[test]
    fn a_time_that_jiff_does_not_know_is_its_last() {
        let last: BeijingTime = "9999-12-31 23:59:59".parse().expect("a time");
        assert_eq!(Timestamp::from(last), Timestamp::MAX);
    }
}
