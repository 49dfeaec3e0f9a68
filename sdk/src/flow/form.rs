//! Flows as text: with their kind and the version of this form, so that nobody takes one for another.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use super::FlowError;

/// What is written. It grows when an older SDK would misunderstand a newer flow.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Written<'a, O, P> {
    kind: &'static str,
    version: u32,
    order: &'a O,
    progress: &'a P,
}

pub(super) fn write<S: Serializer>(
    kind: &'static str,
    order: &impl Serialize,
    progress: &impl Serialize,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    Written { kind, version: VERSION, order, progress }.serialize(serializer)
}

/// What is read, before it is known to be a flow of some kind.
#[derive(Deserialize)]
pub(super) struct Form {
    kind: String,
    version: u32,
    order: Value,
    #[serde(default)]
    progress: Value,
}

impl Form {
    /// The order of a flow of this kind, and how far it is.
    pub(super) fn open<O, P>(self, kind: &str) -> Result<(O, P), Unreadable>
    where
        O: DeserializeOwned,
        P: DeserializeOwned,
    {
        if self.kind != kind {
            return Err(Unreadable::Kind { expected: kind.to_owned(), found: self.kind });
        }
        if self.version > VERSION {
            return Err(Unreadable::Version(self.version));
        }
        Ok((serde_json::from_value(self.order)?, serde_json::from_value(self.progress)?))
    }
}

/// Why a text is no flow of this kind.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unreadable {
    #[error("this is a flow of kind `{found}`, not `{expected}`")]
    Kind { expected: String, found: String },
    #[error("this flow has version {0}, and this version of the SDK reads up to {VERSION}")]
    Version(u32),
    #[error("{0}")]
    Json(#[from] serde_json::Error),
    #[error("{0}")]
    Order(#[from] FlowError),
}
