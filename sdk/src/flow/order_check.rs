//! Whether an order can be sent, by the rules of its operation.

use super::error::FlowError;
use super::task::{Kind, Task};
use crate::client::Client;
use crate::error::ErrorKind;

/// Checks the order of a task that was never run.
pub(super) fn check<K: Kind>(client: &Client, task: &Task<K>) -> Result<(), FlowError> {
    let call = client.call::<K::Operation>().body(task.order()).check_order();
    match call.problem().map(|error| error.kind()) {
        Some(ErrorKind::Request { reason }) => Err(FlowError::Order(reason.clone())),
        _ => Ok(()),
    }
}
