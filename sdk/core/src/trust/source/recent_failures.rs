//! Fetches of certificates that failed lately.

use std::time::{Duration, SystemTime};

/// How long a fetch that failed is not repeated for the same serial.
const PAUSE: Duration = Duration::from_secs(60);

/// How many are kept: more are not kept, or not even tried.
const MOST: usize = 32;

/// Fetches that failed, the oldest first.
#[derive(Default)]
pub(super) struct RecentFailures(Vec<Failure>);

struct Failure {
    serial: String,
    at: SystemTime,
    reason: String,
}

impl RecentFailures {
    /// Why the certificate with this serial was not fetched, when that is not long ago.
    pub(super) fn reason(&mut self, serial: &str, now: SystemTime) -> Option<String> {
        self.0.retain(|failure| now.duration_since(failure.at).is_ok_and(|since| since < PAUSE));
        let failure = self.0.iter().find(|failure| failure.serial == serial);
        failure.map(|failure| failure.reason.clone())
    }

    pub(super) fn is_full(&self) -> bool {
        self.0.len() >= MOST
    }

    /// Keeps a failure; when there are too many, the oldest goes.
    pub(super) fn keep(&mut self, serial: &str, at: SystemTime, reason: &str) {
        if self.is_full() {
            self.0.remove(0);
        }
        self.0.push(Failure { serial: serial.to_owned(), at, reason: reason.to_owned() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_of_several_serials_are_kept_for_a_minute_and_not_too_many() {
        let (mut failed, start) = (RecentFailures::default(), SystemTime::UNIX_EPOCH);
        let after = |seconds| start + Duration::from_secs(seconds);
        failed.keep("a", start, "gone");
        failed.keep("b", after(30), "away");
        assert_eq!(failed.reason("a", after(59)).as_deref(), Some("gone"));
        assert_eq!(failed.reason("b", after(60)).as_deref(), Some("away"));
        assert_eq!(failed.reason("a", after(60)), None);
        for number in 0..MOST {
            failed.keep(&number.to_string(), after(60), "full");
        }
        assert!(failed.is_full());
        assert_eq!(failed.reason("b", after(61)), None);
        assert!(failed.reason("0", after(61)).is_some());
        assert_eq!(failed.reason("0", start), None, "the clock was set back");
    }
}
