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
