//! What a model is at run time: named fields that can be looked at and filled.
//!
//! The generator emits, for each model, a struct and one [`Model`] implementation: the list of
//! its fields, and the way from a wire name to a field. Everything else (JSON in both
//! directions, `Debug`, `PartialEq`, query strings) is written once, here, over
//! `dyn Model`. That keeps thousands of models cheap to compile: an unused one costs its user
//! nothing, a used one two small functions.

mod copy;
mod error;
mod impl_model;
mod inspect;
mod model;
mod read;
mod scalar;
mod scan;
mod value;
mod wrapped;
mod write;

pub use copy::copy;
pub use error::DecodeError;
pub use inspect::{debug, eq};
pub use model::{FieldValue, Fields, Json, List, Map, Model, Optional, Slot, View, find};
pub use read::{deserialize, from_json};
pub use scan::{holds_more_than, nests_deeper_than, unverified_json};
pub use value::{set, set_list};
pub use wrapped::from_wrapped;
pub use write::{Written, serialize, to_json};

#[cfg(test)]
mod tests;
