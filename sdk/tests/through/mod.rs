//! A way to a store, on which a test lets something happen.

use std::time::Duration;

use alipay_sdk::store::{Claim, IdempotencyStore, Started, Stored, Unfinished};

/// What happens on the way: nothing, by default.
pub(crate) trait Way: Send + Sync + 'static {
    fn store(&self) -> &dyn IdempotencyStore;

    /// A lease begins anew.
    fn lease(&self, _: Duration) {}

    /// A request to the store, on its way.
    fn reach<'a, T: Send + 'a>(&'a self, _: Act, done: Stored<'a, T>) -> Stored<'a, T> {
        done
    }
}

/// What a store is asked for.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Act {
    Start,
    Save,
    Finish,
    Release,
    Look,
}

/// The store at the end of the way.
pub(crate) struct Through<W>(pub(crate) W);

impl<W: Way> IdempotencyStore for Through<W> {
    fn start<'a>(&'a self, key: &'a str, state: &'a str, lease: Duration) -> Stored<'a, Started> {
        self.0.lease(lease);
        self.0.reach(Act::Start, self.0.store().start(key, state, lease))
    }

    fn save<'a>(&'a self, claim: &'a Claim, state: &'a str, lease: Duration) -> Stored<'a, ()> {
        self.0.lease(lease);
        self.0.reach(Act::Save, self.0.store().save(claim, state, lease))
    }

    fn finish<'a>(&'a self, claim: &'a Claim, outcome: &'a str) -> Stored<'a, ()> {
        self.0.reach(Act::Finish, self.0.store().finish(claim, outcome))
    }

    fn release<'a>(&'a self, claim: &'a Claim) -> Stored<'a, ()> {
        self.0.reach(Act::Release, self.0.store().release(claim))
    }

    fn unfinished<'a>(&'a self, prefix: &'a str, limit: usize) -> Stored<'a, Vec<Unfinished>> {
        self.0.reach(Act::Look, self.0.store().unfinished(prefix, limit))
    }

    fn state<'a>(&'a self, key: &'a str) -> Stored<'a, Option<String>> {
        self.0.reach(Act::Look, self.0.store().state(key))
    }
}
