//! A message on its way to an application.

use std::sync::Arc;

use super::record::{MessageFault, NewMessage};

/// A message that is to be sent now.
pub(super) struct Delivery {
    pub(super) number: usize,
    pub(super) id: String,
    pub(super) message: Arc<NewMessage>,
    /// What goes wrong this time.
    pub(super) fault: Option<MessageFault>,
}
