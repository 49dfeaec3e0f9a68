//! Times of the crate `jiff`, whose last second is 33 hours before the end of 9999.

use std::time::{SystemTime, UNIX_EPOCH};

use ::jiff::tz::{Offset, TimeZone};
use ::jiff::{Timestamp, ZonedDateTime};

use super::{BeijingTime, OFFSET};

impl From<BeijingTime> for Timestamp {
    fn from(time: BeijingTime) -> Self {
        Self::try_from(SystemTime::from(time)).unwrap_or(Self::MAX)
    }
}

impl From<Timestamp> for BeijingTime {
    fn from(time: Timestamp) -> Self {
        // What the system cannot hold is long before 1970.
        SystemTime::try_from(time).unwrap_or(UNIX_EPOCH - OFFSET).into()
    }
}

impl From<BeijingTime> for ZonedDateTime {
    fn from(time: BeijingTime) -> Self {
        Timestamp::from(time).to_zoned_datetime(TimeZone::fixed(Offset::constant(8)))
    }
}

impl From<ZonedDateTime> for BeijingTime {
    fn from(time: ZonedDateTime) -> Self {
        time.timestamp().into()
    }
}
