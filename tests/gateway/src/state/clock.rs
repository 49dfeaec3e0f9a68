//! The one clock of the state.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use time::{OffsetDateTime, UtcOffset};

/// Now, as the platform writes times: in China, without naming the zone.
pub(super) fn now() -> String {
    text(SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default())
}

/// The moment a year from now.
pub(super) fn in_a_year() -> String {
    let year = Duration::from_secs(365 * 24 * 60 * 60);
    text(SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default() + year)
}

fn text(since_epoch: Duration) -> String {
    let seconds = i64::try_from(since_epoch.as_secs()).unwrap_or_default();
    let time = OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let time = UtcOffset::from_hms(8, 0, 0).map_or(time, |china| time.to_offset(china));
    let date = time.date();
    let (year, month, day) = (date.year(), u8::from(date.month()), date.day());
    let (hour, minute, second) = (time.hour(), time.minute(), time.second());
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    #[test]
    fn times_are_those_of_china() {
        assert_eq!(super::text(Duration::ZERO), "1970-01-01 08:00:00");
        assert_eq!(super::text(Duration::from_secs(1_767_196_799)), "2025-12-31 23:59:59");
    }
}
