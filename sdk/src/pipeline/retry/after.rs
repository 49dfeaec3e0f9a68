//! The wait that a response asks for.

use std::time::{Duration, SystemTime};

use http::header::RETRY_AFTER;

use crate::error::Error;

/// What `Retry-After` says: seconds, or a date.
pub(in crate::pipeline) fn retry_after(error: &Error, now: SystemTime) -> Duration {
    let value = error.headers().and_then(|headers| headers.get(RETRY_AFTER));
    let Some(text) = value.and_then(|value| value.to_str().ok()) else {
        return Duration::ZERO;
    };
    match text.trim().parse() {
        Ok(seconds) => Duration::from_secs(seconds),
        Err(_) => {
            let date = httpdate::parse_http_date(text).unwrap_or(now);
            date.duration_since(now).unwrap_or_default()
        }
    }
}
