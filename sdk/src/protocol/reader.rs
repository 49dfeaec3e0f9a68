//! The facts of a call that are needed to judge a response that is no success.

use std::time::SystemTime;

use crate::error::EarlyCodes;
use crate::operation_info::Idempotency;
use crate::request::CallInfo;

/// The call, its protocol's codes, and the time.
#[derive(Clone, Copy)]
pub(super) struct Reader<'c> {
    pub(super) call: &'c CallInfo,
    /// The codes of the protocol that are raised before processing.
    pub(super) codes: EarlyCodes,
    /// When the response came.
    pub(super) now: SystemTime,
}

impl Reader<'_> {
    /// Whether the call changes nothing: then a wrong verdict costs a retry, and not a payment.
    pub(super) fn is_read(&self) -> bool {
        self.call.idempotency == Idempotency::Always
    }
}
