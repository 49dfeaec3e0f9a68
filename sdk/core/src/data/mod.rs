//! What a model is at run time: named fields that can be looked at and filled.
//!
//! The generator emits, for each model, a struct and one [`Model`] implementation: the list of
//! its fields, and the way from a wire name to a field. Everything else (JSON in both
//! directions, `Debug`, `PartialEq`, query strings) is written once, here, over
//! `dyn Model`. That keeps 1,860 models cheap to compile: an unused one costs its user nothing,
//! a used one two small functions.

mod copy;
mod fill;
mod inspect;
mod read;
mod value;
mod write;

pub use copy::copy;
pub use fill::from_wrapped;
pub use inspect::{debug, eq};
pub use read::{DecodeError, deserialize, from_json};
pub use value::{FieldValue, List, Map, Optional, Slot, View, set, set_list};
pub use write::Written;
pub use write::{Fields, serialize, to_json};

/// An untyped JSON value, where the documents name no type.
pub type Json = serde_json::Value;

/// A request or response object of the platform, or an object inside one.
///
/// Implemented by the generated structs; `impl_model!` adds what follows from it.
pub trait Model: 'static {
    /// Every field with its wire name, set or not, and the name of the schema in the documents.
    fn fields(&self) -> Fields<'_>;

    /// The field that has this wire name, if the model knows it.
    fn field_mut(&mut self, name: &str) -> Option<&mut dyn FieldValue>;
}

/// Implements `Serialize`, `Deserialize`, `Default`, `Clone`, `Debug` and `PartialEq` for a
/// [`Model`].
///
/// Absent fields are left out when writing; unknown members are ignored when reading.
#[doc(hidden)]
#[macro_export]
macro_rules! impl_model {
    ($model:ident) => {
        impl ::serde::Serialize for $model {
            fn serialize<S: ::serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                $crate::data::serialize(self, to)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $model {
            fn deserialize<D: ::serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $crate::data::deserialize(from)
            }
        }

        impl Default for $model {
            #[inline]
            fn default() -> Self {
                Self::new()
            }
        }

        impl Clone for $model {
            #[inline]
            fn clone(&self) -> Self {
                $crate::data::copy(self)
            }
        }

        impl ::core::fmt::Debug for $model {
            #[inline]
            fn fmt(&self, to: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::data::debug(self, to)
            }
        }

        impl PartialEq for $model {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::data::eq(self, other)
            }
        }
    };
}

#[cfg(test)]
mod tests;
