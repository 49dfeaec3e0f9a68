//! Times as the platform writes and reads them: in China (GMT+8), without naming the zone.

use std::time::SystemTime;

use time::format_description::StaticFormatDescription;
use time::macros::{format_description, offset};
use time::{Date, Duration, OffsetDateTime, PrimitiveDateTime};

const FORMAT: StaticFormatDescription =
    format_description!("[year]-[month]-[day] [hour]:[minute]:[second]");

/// How far the time of a form may be from the gateway's clock.
const TOLERANCE: Duration = Duration::minutes(10);

/// Now.
pub(crate) fn now() -> String {
    in_china(OffsetDateTime::now_utc())
}

/// A moment.
pub(crate) fn of(at: SystemTime) -> String {
    in_china(at.into())
}

/// The moment a year from now.
pub(crate) fn in_a_year() -> String {
    in_china(OffsetDateTime::now_utc() + Duration::days(365))
}

/// Whether this is a time: `yyyy-MM-dd HH:mm:ss`.
pub(crate) fn is_time(text: &str) -> bool {
    PrimitiveDateTime::parse(text, FORMAT).is_ok()
}

/// Whether a time (`yyyy-MM-dd HH:mm:ss`) is ten minutes from now at most.
pub(crate) fn is_recent(timestamp: &str) -> bool {
    parse(timestamp).is_some_and(is_near_now)
}

/// A time that is written as `yyyy-MM-dd HH:mm:ss`.
pub(crate) fn parse(text: &str) -> Option<OffsetDateTime> {
    PrimitiveDateTime::parse(text, FORMAT).ok().map(|time| time.assume_offset(offset!(+8)))
}

/// The same of Unix time in milliseconds.
pub(crate) fn is_recent_unix(timestamp: &str) -> bool {
    let time = timestamp.parse().map(Duration::milliseconds).ok();
    time.and_then(|time| OffsetDateTime::UNIX_EPOCH.checked_add(time)).is_some_and(is_near_now)
}

fn is_near_now(time: OffsetDateTime) -> bool {
    (time - OffsetDateTime::now_utc()).abs() <= TOLERANCE
}

/// A time as the platform writes it.
pub(crate) fn in_china(time: OffsetDateTime) -> String {
    to_china(time).format(FORMAT).unwrap_or_default()
}

/// A moment by the clocks of China.
pub(crate) fn to_china(time: OffsetDateTime) -> OffsetDateTime {
    time.to_offset(offset!(+8))
}

/// The day of a time.
pub(crate) fn day(time: OffsetDateTime) -> Date {
    to_china(time).date()
}

/// When a day begins.
pub(crate) fn midnight(day: Date) -> OffsetDateTime {
    day.midnight().assume_offset(offset!(+8))
}

#[cfg(test)]
mod tests {
    use super::in_china;
    use time::OffsetDateTime;

    #[test]
    fn times_are_those_of_china() {
        let format =
            |seconds| in_china(OffsetDateTime::from_unix_timestamp(seconds).expect("a time"));
        assert_eq!(format(0), "1970-01-01 08:00:00");
        assert_eq!(format(1_767_196_799), "2025-12-31 23:59:59");
    }
}
