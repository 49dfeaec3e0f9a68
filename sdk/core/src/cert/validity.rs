//! Points in time as certificates write them (RFC 5280, 4.1.2.5).

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::encoding::{Element, tag};

/// `UTCTime` (`YYMMDDhhmm[ss]Z`) or `GeneralizedTime` (`YYYYMMDDhhmmssZ`). Nothing when it is
/// neither, or no date.
pub(super) fn point_in_time(element: &Element<'_>) -> Option<SystemTime> {
    let digits = element.value.strip_suffix(b"Z")?;
    let (year, rest) = match element.tag {
        tag::UTC_TIME => {
            let (year, rest) = number(digits, 2)?;
            // The century is not written: 50 to 99 are of the twentieth.
            (year + if year < 50 { 2000 } else { 1900 }, rest)
        }
        tag::GENERALIZED_TIME => number(digits, 4)?,
        _ => return None,
    };
    let (month, rest) = number(rest, 2)?;
    let (day, rest) = number(rest, 2)?;
    let (hour, rest) = number(rest, 2)?;
    let (minute, rest) = number(rest, 2)?;
    let (second, rest) = if rest.is_empty() { (0, rest) } else { number(rest, 2)? };
    let valid = rest.is_empty()
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && hour < 24
        && minute < 60
        && second < 61;
    valid
        .then(|| days(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second)
        .and_then(from_epoch)
}

fn number(digits: &[u8], length: usize) -> Option<(i64, &[u8])> {
    let (number, rest) = digits.split_at_checked(length)?;
    let value = number.iter().try_fold(0, |value, digit| {
        digit.is_ascii_digit().then(|| value * 10 + i64::from(digit - b'0'))
    })?;
    Some((value, rest))
}

/// Days since 1970-01-01 in the Gregorian calendar; years begin in March here, so that the leap day
/// is their last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

fn from_epoch(seconds: i64) -> Option<SystemTime> {
    let distance = Duration::from_secs(seconds.unsigned_abs());
    if seconds < 0 { UNIX_EPOCH.checked_sub(distance) } else { UNIX_EPOCH.checked_add(distance) }
}
