//! Answers that a test has prepared, by operation, each used once.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::refusal::Reply;

/// The prepared answers.
#[derive(Default)]
pub(crate) struct Script(Mutex<BTreeMap<String, VecDeque<Reply>>>);

impl Script {
    /// Prepares an answer.
    pub(crate) fn add(&self, operation: &str, answer: Reply) {
        self.lock().entry(operation.to_owned()).or_default().push_back(answer);
    }

    /// The next answer for this operation, when there is one.
    pub(crate) fn next(&self, operation: &str) -> Option<Reply> {
        self.lock().get_mut(operation)?.pop_front()
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, VecDeque<Reply>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
