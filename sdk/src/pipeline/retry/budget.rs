//! How many retries the calls of a client may make together.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

/// What a retry costs; a call that succeeds at once gives 1.
const COST: u32 = 10;

/// A bucket of tokens, full at first.
pub(crate) struct Budget {
    tokens: AtomicU32,
    full: u32,
}

impl Budget {
    pub(crate) fn new(retries: u32) -> Self {
        let full = retries.saturating_mul(COST);
        Self { tokens: AtomicU32::new(full), full }
    }

    /// Pays for a retry; false when there is not enough left.
    pub(in crate::pipeline) fn take(&self) -> bool {
        self.tokens.fetch_update(Relaxed, Relaxed, |tokens| tokens.checked_sub(COST)).is_ok()
    }

    /// How many retries it pays for.
    pub(in crate::pipeline) fn left(&self) -> u32 {
        self.tokens.load(Relaxed) / COST
    }

    /// A call succeeded at its first attempt.
    pub(in crate::pipeline) fn give(&self) {
        let more = |tokens: u32| (tokens < self.full).then(|| tokens + 1);
        let _ = self.tokens.fetch_update(Relaxed, Relaxed, more);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_successes_pay_for_a_retry_and_no_more_is_saved_than_at_first() {
        let budget = Budget::new(2);
        (0..100).for_each(|_| budget.give());
        assert!(budget.take() && budget.take() && !budget.take());
        (0..9).for_each(|_| budget.give());
        assert!(!budget.take());
        budget.give();
        assert!(budget.take() && !budget.take());
    }
}
