//! How long to wait before the next connection.

use std::time::Duration;

/// Waits that grow while no connection lasts.
pub(super) struct Backoff {
    first: Duration,
    longest: Duration,
    attempts: u32,
}

impl Backoff {
    pub(super) fn new(first: Duration, longest: Duration) -> Self {
        Self { first, longest, attempts: 0 }
    }

    /// A connection was good: the next wait is a short one.
    pub(super) fn reset(&mut self) {
        self.attempts = 0;
    }

    /// The next wait: between half of a limit that doubles and all of it, as chance (0 to 1) has
    /// it. After an outage the applications must not all come back at once.
    pub(super) fn next(&mut self, chance: f64) -> Duration {
        let doubled = 1_u32.checked_shl(self.attempts).unwrap_or(u32::MAX);
        self.attempts = self.attempts.saturating_add(1);
        let limit = self.first.saturating_mul(doubled).min(self.longest);
        limit.mul_f64(0.5 + chance.clamp(0.0, 1.0) / 2.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest_and_begin_anew() {
        let mut backoff = Backoff::new(Duration::from_secs(1), Duration::from_secs(10));
        let waits: Vec<_> = (0..40).map(|_| backoff.next(1.0).as_secs()).collect();
        assert_eq!(waits[..6], [1, 2, 4, 8, 10, 10]);
        assert_eq!(waits[39], 10);
        backoff.reset();
        assert_eq!(backoff.next(0.0), Duration::from_millis(500));
        assert_eq!(backoff.next(0.5), Duration::from_millis(1_500));
    }
}
