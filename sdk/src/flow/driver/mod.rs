//! How tasks are brought to their end: payments wait and are canceled, all else is done once per
//! number.

mod once;
mod payment;

pub(super) use once::Once;
pub(super) use payment::{Payment, Placed, WaitAndCancel, is_open};
