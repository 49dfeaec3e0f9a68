//! Responses that a test has prepared, by operation, each used once.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::rejection::Reply;

/// The prepared responses.
#[derive(Default)]
pub(crate) struct Script(Mutex<BTreeMap<String, VecDeque<Reply>>>);

impl Script {
    /// Prepares a response.
    pub(crate) fn add(&self, operation: &str, response: Reply) {
        self.lock().entry(operation.to_owned()).or_default().push_back(response);
    }

    /// The next response for this operation, when there is one.
    pub(crate) fn next(&self, operation: &str) -> Option<Reply> {
        self.lock().get_mut(operation)?.pop_front()
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, VecDeque<Reply>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
