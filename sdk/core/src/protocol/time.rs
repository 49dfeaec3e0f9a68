//! The time as the v2 gateway and Taobao TOP write it.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use der::DateTime;

/// A time as the platform writes it, for example in `time_expire`: `yyyy-MM-dd HH:mm:ss` in GMT+8,
/// Beijing time, which has no daylight saving time. The calendar goes from 1970 to 9999; other
/// times are taken for its first or last second.
///
/// ```
/// # use alipay_sdk_core as alipay_sdk;
/// use std::time::{Duration, UNIX_EPOCH};
///
/// let time = UNIX_EPOCH + Duration::from_secs(1_781_590_000);
/// assert_eq!(alipay_sdk::beijing_time(time), "2026-06-16 14:06:40");
/// ```
pub fn beijing(time: SystemTime) -> String {
    const OFFSET: Duration = Duration::from_secs(8 * 3_600);

    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default().saturating_add(OFFSET);
    let date = DateTime::from_unix_duration(since).unwrap_or(DateTime::INFINITY);
    let (hour, minute, second) = (date.hour(), date.minutes(), date.seconds());
    format!(
        "{:04}-{:02}-{:02} {hour:02}:{minute:02}:{second:02}",
        date.year(),
        date.month(),
        date.day()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_those_of_beijing() {
        for (seconds, expected) in [
            (0, "1970-01-01 08:00:00"),
            (951_839_999, "2000-02-29 23:59:59"),
            (951_840_000, "2000-03-01 00:00:00"),
            (1_781_590_000, "2026-06-16 14:06:40"),
            (1_798_732_800, "2027-01-01 00:00:00"),
            (4_107_513_599, "2100-02-28 23:59:59"),
            (4_107_513_600, "2100-03-01 00:00:00"),
        ] {
            assert_eq!(beijing(UNIX_EPOCH + Duration::from_secs(seconds)), expected);
        }
    }
}
