//! The time as the v2 gateway and Taobao TOP have it.

use std::time::{SystemTime, UNIX_EPOCH};

/// `yyyy-MM-dd HH:mm:ss` in GMT+8, which knows no summer time. A time before 1970 is taken for 1970.
pub fn beijing(time: SystemTime) -> String {
    const OFFSET: u64 = 8 * 3_600;

    let seconds = time.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs()) + OFFSET;
    let (year, month, day) = date(seconds / 86_400);
    let (hour, minute, second) = (seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
}

/// Year, month and day of a number of days since 1970-01-01, in the Gregorian calendar; years begin
/// in March here, so that the leap day is their last.
fn date(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let day_of_era = days % 146_097;
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    (days / 146_097 * 400 + year_of_era + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

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
