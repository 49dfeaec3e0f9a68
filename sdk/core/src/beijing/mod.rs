//! Times as the platform writes them: in Beijing time, which needs no time-zone database.

#[cfg(feature = "chrono")]
mod chrono;
#[cfg(feature = "jiff")]
mod jiff;
#[cfg(test)]
mod other_crates_tests;
#[cfg(feature = "time")]
mod time;

use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use der::DateTime;

/// How far Beijing is ahead of UTC.
const OFFSET: Duration = Duration::from_secs(8 * 3_600);

/// A time as the platform writes it, for example in `gmt_payment`: `yyyy-MM-dd HH:mm:ss` in GMT+8,
/// Beijing time, which has no daylight saving time. It holds whole seconds from 1970 to 9999. A
/// time outside of this range becomes the first or the last second.
///
/// The features `time`, `jiff` and `chrono` add conversions from and to the types of these crates.
///
/// ```
/// # use alipay_sdk_core as alipay_sdk;
/// use std::time::{Duration, SystemTime, UNIX_EPOCH};
///
/// use alipay_sdk::BeijingTime;
///
/// let paid: BeijingTime = "2026-06-16 14:06:40".parse()?;
/// assert_eq!(SystemTime::from(paid), UNIX_EPOCH + Duration::from_secs(1_781_590_000));
/// assert_eq!(paid.to_string(), "2026-06-16 14:06:40");
/// assert!("2026-06-16".parse::<BeijingTime>().is_err());
/// # Ok::<(), alipay_sdk::InvalidTime>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BeijingTime {
    /// Seconds since 1970 began in Beijing.
    seconds: u64,
}

/// A text that is not a time of the form `yyyy-MM-dd HH:mm:ss`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a time is written as yyyy-MM-dd HH:mm:ss in UTC+8, such as 2026-06-16 14:06:40")]
pub struct InvalidTime;

impl From<SystemTime> for BeijingTime {
    fn from(time: SystemTime) -> Self {
        let last = DateTime::INFINITY.unix_duration();
        let local = match time.duration_since(UNIX_EPOCH) {
            Ok(since) => since.saturating_add(OFFSET),
            // 1970 began in Beijing while it was 1969 in UTC.
            Err(before) => OFFSET.saturating_sub(before.duration()),
        };
        Self { seconds: local.min(last).as_secs() }
    }
}

impl From<BeijingTime> for SystemTime {
    fn from(time: BeijingTime) -> Self {
        UNIX_EPOCH - OFFSET + Duration::from_secs(time.seconds)
    }
}

impl FromStr for BeijingTime {
    type Err = InvalidTime;

    fn from_str(text: &str) -> Result<Self, InvalidTime> {
        read(text).ok_or(InvalidTime)
    }
}

impl TryFrom<&str> for BeijingTime {
    type Error = InvalidTime;

    fn try_from(text: &str) -> Result<Self, InvalidTime> {
        text.parse()
    }
}

impl fmt::Display for BeijingTime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let since = Duration::from_secs(self.seconds);
        let date = DateTime::from_unix_duration(since).unwrap_or(DateTime::INFINITY);
        let (year, month, day) = (date.year(), date.month(), date.day());
        let (hour, minute, second) = (date.hour(), date.minutes(), date.seconds());
        write!(formatter, "{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
    }
}

impl From<BeijingTime> for String {
    fn from(time: BeijingTime) -> Self {
        time.to_string()
    }
}

/// Formats a time as the platform writes it (`yyyy-MM-dd HH:mm:ss` in UTC+8), for example for
/// `time_expire`.
///
/// ```
/// # use alipay_sdk_core as alipay_sdk;
/// use std::time::{Duration, UNIX_EPOCH};
///
/// let time = UNIX_EPOCH + Duration::from_secs(1_781_590_000);
/// assert_eq!(alipay_sdk::beijing_time(time), "2026-06-16 14:06:40");
/// ```
pub fn beijing(time: SystemTime) -> String {
    BeijingTime::from(time).to_string()
}

fn read(text: &str) -> Option<BeijingTime> {
    let (date, time) = text.split_once(' ')?;
    let [year, month, day] = numbers(date, '-', [4, 2, 2])?;
    let [hour, minute, second] = numbers(time, ':', [2, 2, 2])?;
    let small = |number: u16| u8::try_from(number).ok();
    let (month, day) = (small(month)?, small(day)?);
    let (hour, minute, second) = (small(hour)?, small(minute)?, small(second)?);
    let date = DateTime::new(year, month, day, hour, minute, second).ok()?;
    Some(BeijingTime { seconds: date.unix_duration().as_secs() })
}

/// Three numbers of so many digits each, and nothing else.
fn numbers(text: &str, separator: char, digits: [usize; 3]) -> Option<[u16; 3]> {
    let mut parts = text.split(separator);
    let mut numbers = [0; 3];
    for (number, length) in numbers.iter_mut().zip(digits) {
        let part = parts.next().filter(|part| part.len() == length)?;
        let is_plain = part.bytes().all(|byte| byte.is_ascii_digit());
        *number = part.parse().ok().filter(|_| is_plain)?;
    }
    parts.next().is_none().then_some(numbers)
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
            (253_402_271_999, "9999-12-31 23:59:59"),
        ] {
            let time = UNIX_EPOCH + Duration::from_secs(seconds);
            assert_eq!(beijing(time), expected);
            assert_eq!(expected.parse::<BeijingTime>().map(SystemTime::from), Ok(time));
        }
    }

    #[test]
    fn times_outside_of_the_calendar_are_its_ends() {
        let second = Duration::from_secs(1);
        for (time, expected) in [
            (UNIX_EPOCH - second / 2, "1970-01-01 07:59:59"),
            (UNIX_EPOCH - OFFSET, "1970-01-01 00:00:00"),
            (UNIX_EPOCH - OFFSET - second, "1970-01-01 00:00:00"),
            (UNIX_EPOCH + Duration::from_secs(253_402_272_000), "9999-12-31 23:59:59"),
        ] {
            assert_eq!(beijing(time), expected);
        }
    }

    #[test]
    fn only_whole_times_are_read() {
        for text in [
            "",
            "2026-06-16",
            "2026-06-16 14:06",
            "2026-06-16T14:06:40",
            "2026-06-16 14:06:40 ",
            "2026-06-16 14:06:40.5",
            "2026-6-16 14:06:40",
            "2026-+6-16 14:06:40",
            "26-06-16 14:06:40",
            "2026-02-29 14:06:40",
            "2026-13-01 14:06:40",
            "2026-06-16 24:00:00",
            "2026-06-16 14:60:00",
            "1969-12-31 23:59:59",
            "2026-06-16-01 14:06:40",
            "２０２６-06-16 14:06:40",
        ] {
            assert_eq!(text.parse::<BeijingTime>(), Err(InvalidTime), "{text:?}");
        }
    }
}
