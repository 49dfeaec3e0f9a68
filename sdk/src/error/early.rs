//! Codes that say that a request was rejected before it was processed.

use super::verdict::Verdict;

/// Codes of one protocol by which the platform rejects a request before it processes it. They are
/// data, under `before_processing` in `spec/decisions.yaml`: the generator writes `V3`, `V2` and
/// `TOP`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EarlyCodes {
    rejected: &'static [&'static str],
    limited: &'static [&'static str],
}

/// What such a code says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Early {
    /// The same request is rejected again.
    Rejected,
    /// There are too many calls at the moment.
    Limited,
}

impl From<Early> for Verdict {
    /// Nothing was done.
    fn from(early: Early) -> Self {
        match early {
            Early::Rejected => Self::Protocol,
            Early::Limited => Self::Busy,
        }
    }
}

impl EarlyCodes {
    pub(crate) const fn new(
        rejected: &'static [&'static str],
        limited: &'static [&'static str],
    ) -> Self {
        Self { rejected, limited }
    }

    /// What a code says, if it is one of these.
    pub(crate) fn find(&self, code: &str) -> Option<Early> {
        if self.limited.contains(&code) {
            return Some(Early::Limited);
        }
        self.rejected.contains(&code).then_some(Early::Rejected)
    }
}
