//! What the gateway remembers: trades, money, tokens, files, mini programs.

use std::sync::{Mutex, PoisonError};

use serde_json::Value;

use crate::check::Checked;
use crate::refusal::Refusal;

/// All of it.
#[derive(Default)]
pub(crate) struct State(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    totals: Totals,
}

/// The money that moved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ledger {
    /// The sums.
    pub totals: Totals,
}

/// Sums, in fen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Totals {
    /// What buyers paid.
    pub paid: i64,
    /// What went back to them.
    pub refunded: i64,
    /// What was transferred to payees.
    pub transferred: i64,
}

impl State {
    /// The answer to an operation that something is remembered for.
    pub(crate) fn answer(&self, _request: &Checked) -> Option<Result<Value, Refusal>> {
        None
    }

    pub(crate) fn ledger(&self) -> Ledger {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Ledger { totals: kept.totals }
    }
}
