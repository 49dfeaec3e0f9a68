//! Times of the crate `chrono`.

use std::time::SystemTime;

use ::chrono::{DateTime, FixedOffset, TimeZone, Utc};

use super::BeijingTime;

const BEIJING: FixedOffset = match FixedOffset::east_opt(8 * 3_600) {
    Some(offset) => offset,
    None => panic!("eight hours are less than a day"),
};

impl From<BeijingTime> for DateTime<FixedOffset> {
    fn from(time: BeijingTime) -> Self {
        DateTime::<Utc>::from(SystemTime::from(time)).with_timezone(&BEIJING)
    }
}

impl<Z: TimeZone> From<DateTime<Z>> for BeijingTime {
    fn from(time: DateTime<Z>) -> Self {
        SystemTime::from(time).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_the_same_in_chrono_and_back() {
        for text in ["1970-01-01 00:00:00", "2026-06-16 14:06:40", "9999-12-31 23:59:59"] {
            let time: BeijingTime = text.parse().expect("a time");
            let other = DateTime::<FixedOffset>::from(time);
            assert_eq!(other.format("%Y-%m-%d %H:%M:%S %z").to_string(), format!("{text} +0800"));
            assert_eq!(BeijingTime::from(other.to_utc()), time);
        }
    }
}
