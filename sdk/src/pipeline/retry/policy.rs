//! How often, and after which waits, a call is sent again.

use std::time::Duration;

use super::budget::Budget;
use alipay_sdk_core::clock::random_fraction;

/// No wait is longer, whatever is configured: no call lasts as long.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// When and how often the client retries a call by itself.
///
/// A call is retried only where the platform cannot act twice. That is so when nothing reached the
/// platform, when a signed response says that there are too many calls, or when the platform asks
/// for the retry (202 without a body). After a time-out, a broken connection or a failure of the
/// platform a call is retried only when the operation [is idempotent](crate::Idempotency), or
/// [`Call::idempotent`](crate::Call::idempotent) says so. An unsigned 429 leads to a retry only of
/// operations that change nothing. TOP signs nothing: there its own code for too many calls, with
/// status 200, leads to a retry.
///
/// Before each retry the client waits a random time up to a limit that doubles each time
/// (exponential back-off with full jitter), and at least as long as `Retry-After` says. All
/// attempts together take no longer than the [`timeout`](crate::ClientBuilder::timeout) of the
/// call. When many calls fail, the retry budget is used up: calls then fail at once, and do not add
/// to the load.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct RetryPolicy {
    pub(in crate::pipeline) attempts: u32,
    first: Duration,
    longest: Duration,
    budget: u32,
}

impl RetryPolicy {
    /// Creates the default policy: at most 3 attempts, waits of up to 200 ms that grow to 5 s, and
    /// a budget of 20 retries.
    pub const fn new() -> Self {
        Self {
            attempts: 3,
            first: Duration::from_millis(200),
            longest: Duration::from_secs(5),
            budget: 20,
        }
    }

    /// Creates a policy without retries.
    pub const fn never() -> Self {
        Self::new().attempts(1)
    }

    /// Sets how often a call is sent at most. 0 counts as 1.
    pub const fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Sets the limit of the first wait, and the largest limit.
    pub const fn wait(mut self, first: Duration, longest: Duration) -> Self {
        self.first = first;
        self.longest = longest;
        self
    }

    /// Sets how many retries all calls of the client together may make while none succeeds. Each
    /// call that succeeds at its first attempt returns a tenth of a retry to the budget.
    pub const fn budget(mut self, retries: u32) -> Self {
        self.budget = retries;
        self
    }

    pub(crate) fn bucket(&self) -> Budget {
        Budget::new(self.budget)
    }

    /// The wait after this attempt, which is counted from 1.
    pub(crate) fn wait_after(&self, attempt: u32) -> Duration {
        self.limit_after(attempt).mul_f64(random_fraction())
    }

    fn limit_after(&self, attempt: u32) -> Duration {
        let doubled = 1_u32.checked_shl(attempt.saturating_sub(1)).unwrap_or(u32::MAX);
        self.first.saturating_mul(doubled).min(self.longest).min(DAY)
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_double_up_to_the_longest() {
        let policy = RetryPolicy::new().wait(Duration::from_secs(1), Duration::from_secs(7));
        let limits: Vec<_> = [1, 2, 3, 4, 40, u32::MAX].map(|at| policy.limit_after(at)).into();
        assert_eq!(limits, [1, 2, 4, 7, 7, 7].map(Duration::from_secs));
        let endless = RetryPolicy::new().wait(Duration::MAX, Duration::MAX);
        assert!(endless.wait_after(1) <= DAY);
    }

    #[test]
    fn a_wait_is_random_and_within_its_limit() {
        let policy = RetryPolicy::new();
        let waits: Vec<_> = (0..100).map(|_| policy.wait_after(1)).collect();
        assert!(waits.iter().all(|wait| *wait <= Duration::from_millis(200)), "{waits:?}");
        assert!(waits.iter().any(|wait| *wait < Duration::from_millis(100)), "{waits:?}");
        assert!(waits.iter().any(|wait| *wait > Duration::from_millis(100)), "{waits:?}");
    }
}
