//! Times of vectors.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The time that `yyyy-MM-dd HH:mm:ss` means in GMT+8.
pub(crate) fn beijing(text: &str) -> Result<SystemTime, String> {
    let numbers: Vec<u64> = text
        .split(['-', ' ', ':'])
        .map(|number| number.parse().map_err(|_| format!("{text:?} is no time")))
        .collect::<Result<_, _>>()?;
    let [year, month, day, hour, minute, second] = numbers[..] else {
        return Err(format!("{text:?} is no time"));
    };
    let leap = |year: u64| {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    };
    let lengths = [31, if leap(year) { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30];
    let years: u64 = (1970..year).map(|year| if leap(year) { 366 } else { 365 }).sum();
    let months: u64 =
        lengths.into_iter().take(usize::try_from(month.saturating_sub(1)).unwrap_or(0)).sum();
    let seconds = (years + months + day - 1) * 86_400 + hour * 3_600 + minute * 60 + second;
    Ok(UNIX_EPOCH + Duration::from_secs(seconds - 8 * 3_600))
}
