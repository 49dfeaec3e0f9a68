//! What the stores without a server keep of a key, and how it may change.

use std::time::{Duration, UNIX_EPOCH};

use super::{Claim, Started, StoreError, StoreErrorKind, Unfinished, check_text, millis};
use crate::clock::Clock;

/// Work that was started.
#[derive(Clone, PartialEq)]
pub(super) struct Entry {
    pub(super) key: String,
    /// Who holds it; empty after it was released.
    pub(super) owner: String,
    /// When the lease is over.
    pub(super) until: Millis,
    /// The text that was saved last, or how the work ended.
    pub(super) text: String,
    /// When it was finished.
    pub(super) finished: Option<Millis>,
}

/// Milliseconds since 1970.
pub(super) type Millis = i64;

pub(super) fn now(clock: &dyn Clock) -> Millis {
    millis(clock.now().duration_since(UNIX_EPOCH).unwrap_or_default())
}

impl Entry {
    pub(super) fn start(
        entry: &mut Option<Self>,
        key: &str,
        state: &str,
        now: Millis,
        lease: Duration,
    ) -> Result<Started, StoreError> {
        let claim = Claim::new(key)?;
        check_text(state)?;
        let until = now + millis(lease);
        let Some(entry) = entry else {
            *entry = Some(Self {
                key: claim.key.clone(),
                owner: claim.owner.clone(),
                until,
                text: state.to_owned(),
                finished: None,
            });
            return Ok(Started::New(claim));
        };
        if entry.finished.is_some() {
            return Ok(Started::Finished { outcome: entry.text.clone() });
        }
        if !entry.is_free(now) {
            return Ok(Started::Busy);
        }
        entry.owner.clone_from(&claim.owner);
        entry.until = until;
        Ok(Started::Resumed { claim, state: entry.text.clone() })
    }

    pub(super) fn save(
        entry: &mut Option<Self>,
        claim: &Claim,
        state: &str,
        now: Millis,
        lease: Duration,
    ) -> Result<(), StoreError> {
        check_text(state)?;
        let entry = Self::held(entry, claim)?;
        state.clone_into(&mut entry.text);
        entry.until = now + millis(lease);
        Ok(())
    }

    pub(super) fn finish(
        entry: &mut Option<Self>,
        claim: &Claim,
        outcome: &str,
        now: Millis,
    ) -> Result<(), StoreError> {
        check_text(outcome)?;
        let again = |entry: &Self| {
            entry.finished.is_some() && entry.owner == claim.owner && entry.text == outcome
        };
        if entry.as_ref().is_some_and(again) {
            return Ok(());
        }
        let entry = Self::held(entry, claim)?;
        outcome.clone_into(&mut entry.text);
        entry.finished = Some(now);
        Ok(())
    }

    pub(super) fn release(
        entry: &mut Option<Self>,
        claim: &Claim,
        now: Millis,
    ) -> Result<(), StoreError> {
        let entry = Self::held(entry, claim)?;
        entry.owner.clear();
        // Behind all that have been free for longer.
        entry.until = now;
        Ok(())
    }

    fn held<'a>(entry: &'a mut Option<Self>, claim: &Claim) -> Result<&'a mut Self, StoreError> {
        let held = entry.as_mut();
        let held = held.filter(|entry| entry.finished.is_none() && entry.owner == claim.owner);
        held.ok_or(StoreErrorKind::ClaimLost.into())
    }

    /// Whether the work is to be done, and nobody is at it.
    pub(super) fn is_free(&self, now: Millis) -> bool {
        self.finished.is_none() && (self.owner.is_empty() || self.until <= now)
    }

    pub(super) fn is_finished_before(&self, then: Millis) -> bool {
        self.finished.is_some_and(|finished| finished < then)
    }
}

/// The longest free first, at most so many.
pub(super) fn unfinished(mut free: Vec<Entry>, limit: usize) -> Vec<Unfinished> {
    free.sort_by_key(|entry| entry.until);
    free.into_iter().take(limit).map(|entry| Unfinished::new(entry.key, entry.text)).collect()
}
