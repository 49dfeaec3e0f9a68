//! Times of other crates are the same, and come back.
#![cfg_attr(not(any(feature = "chrono", feature = "jiff", feature = "time")), allow(dead_code))]

use super::BeijingTime;

/// Checks the first time, another, and the last one, which `shown` has to show as they are.
fn check<T: From<BeijingTime>>(
    last: &str,
    shown: impl Fn(&T) -> String,
    back: impl Fn(T) -> BeijingTime,
) {
    for text in ["1970-01-01 00:00:00", "2026-06-16 14:06:40", last] {
        let time: BeijingTime = text.parse().expect("a time");
        let other = T::from(time);
        assert_eq!(shown(&other), format!("{text} +0800"));
        assert_eq!(back(other), time);
    }
}

#[cfg(feature = "chrono")]
#[test]
fn a_time_is_the_same_in_chrono_and_back() {
    use chrono::{DateTime, FixedOffset};

    let shown = |time: &DateTime<FixedOffset>| time.format("%Y-%m-%d %H:%M:%S %z").to_string();
    check("9999-12-31 23:59:59", shown, |time| time.to_utc().into());
}

#[cfg(feature = "jiff")]
#[test]
fn a_time_is_the_same_in_jiff_and_back_but_for_its_last_hours() {
    use jiff::{Timestamp, ZonedDateTime};

    let shown = |time: &ZonedDateTime| time.strftime("%Y-%m-%d %H:%M:%S %z").to_string();
    check("9999-12-30 23:59:59", shown, BeijingTime::from);
    let last: BeijingTime = "9999-12-31 23:59:59".parse().expect("a time");
    assert_eq!(Timestamp::from(last), Timestamp::MAX);
}

#[cfg(feature = "time")]
#[test]
fn a_time_is_the_same_in_the_crate_time_and_back() {
    use time::{OffsetDateTime, UtcOffset};

    let shown = |time: &OffsetDateTime| {
        let ((hour, minute, second), offset) = (time.to_hms(), time.offset().whole_hours());
        format!("{} {hour:02}:{minute:02}:{second:02} {offset:+03}00", time.date())
    };
    check("9999-12-31 23:59:59", shown, |time| time.to_offset(UtcOffset::UTC).into());
}
