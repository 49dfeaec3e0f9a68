//! Whose signatures are believed outside of calls: those of keys given alone, or those that a client
//! believes at the time.

use std::sync::Arc;

use crate::client::Client;
use crate::verifier::Verifier;

#[derive(Clone)]
pub(crate) enum Trust {
    Own(Arc<Verifier>),
    Client(Client),
}

impl Trust {
    pub(crate) fn verifier(&self) -> &Verifier {
        match self {
            Self::Own(verifier) => verifier,
            Self::Client(client) => client.verifier(),
        }
    }
}
