//! Times of the crate `time`.

use std::time::SystemTime;

use ::time::{OffsetDateTime, UtcOffset};

use super::BeijingTime;

const BEIJING: UtcOffset = match UtcOffset::from_hms(8, 0, 0) {
    Ok(offset) => offset,
    Err(_) => panic!("eight hours are less than a day"),
};

impl From<BeijingTime> for OffsetDateTime {
    fn from(time: BeijingTime) -> Self {
        Self::from(SystemTime::from(time)).to_offset(BEIJING)
    }
}

impl From<OffsetDateTime> for BeijingTime {
    fn from(time: OffsetDateTime) -> Self {
        SystemTime::from(time).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_the_same_in_the_crate_time_and_back() {
        for text in ["1970-01-01 00:00:00", "2026-06-16 14:06:40", "9999-12-31 23:59:59"] {
            let time: BeijingTime = text.parse().expect("a time");
            let other = OffsetDateTime::from(time);
            let (hour, minute, second) = other.to_hms();
            assert_eq!(format!("{} {hour:02}:{minute:02}:{second:02}", other.date()), text);
            assert_eq!(other.offset(), BEIJING);
            assert_eq!(BeijingTime::from(other.to_offset(UtcOffset::UTC)), time);
        }
    }
}
