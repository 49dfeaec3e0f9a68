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
