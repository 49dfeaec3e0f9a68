//! The one serialized form of tasks: with kind and version, so that nobody takes one for another.
//!
//! `{"kind": "pay", "version": 2, "order": {…}, "progress": {…}}`. The progress of a task that has
//! ended, as a store keeps it, is its end.

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Serialize};
use serde_json::{Error, Value};

use alipay_sdk_core::json::{self, RawFields};

/// It grows when an SDK of another version would misunderstand the form.
const VERSION: u32 = 2;

/// The written form.
#[derive(Serialize)]
pub(super) struct Written<'a, O, P> {
    kind: &'static str,
    version: u32,
    order: &'a O,
    progress: &'a P,
}

impl<'a, O, P> Written<'a, O, P> {
    pub(super) fn new(kind: &'static str, order: &'a O, progress: &'a P) -> Self {
        Self { kind, version: VERSION, order, progress }
    }
}

/// The read form, before it is known to be of some kind.
#[derive(Deserialize)]
pub(super) struct Stored {
    kind: String,
    version: u32,
    order: Value,
    progress: Value,
}

/// Reads a state or an outcome, as a store keeps it.
pub(super) fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    let json = json::parse(text.as_bytes())?;
    // In a tree the last of them would count.
    if RawFields::read(text).is_none_or(|fields| fields.duplicate().is_some()) {
        return Err(Error::custom("it is not an object, or a field is a duplicate"));
    }
    serde_json::from_value(json)
}

impl Stored {
    /// The order of a task of this kind, and how far it is.
    pub(super) fn open<O, P>(self, kind: &str) -> Result<(O, P), Error>
    where
        O: DeserializeOwned,
        P: DeserializeOwned,
    {
        let Self { kind: found, version, order, progress } = self;
        if found != kind {
            return Err(Error::custom(format!("this is a flow of kind `{found}`, not `{kind}`")));
        }
        if version != VERSION {
            return Err(Error::custom(format!(
                "this flow has version {version}, but this version of the SDK reads only version \
                 {VERSION}"
            )));
        }
        Ok((serde_json::from_value(order)?, serde_json::from_value(progress)?))
    }
}
