//! The parts of a gateway that its endpoints, its pages and its control share.

use std::sync::Arc;

use crate::apps::Apps;
use crate::business::Business;
use crate::cashier::Cashier;
use crate::fault::Faults;
use crate::journal::Journal;
use crate::message::Hub;

/// All parts, shared by reference.
#[derive(Clone)]
pub(crate) struct Parts {
    pub(crate) base_url: String,
    pub(crate) apps: Arc<Apps>,
    pub(crate) business: Arc<Business>,
    pub(crate) cashier: Arc<Cashier>,
    pub(crate) faults: Arc<Faults>,
    pub(crate) journal: Arc<Journal>,
    pub(crate) hub: Arc<Hub>,
}
