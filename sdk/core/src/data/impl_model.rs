//! What follows from an implementation of `Model`.

/// Implements `Serialize`, `Deserialize`, `Clone`, `Debug` and `PartialEq` for a [`Model`] with a
/// `Default`.
///
/// Absent fields are left out when writing; unknown fields are ignored when reading.
// What these implementations call is generic: to make each a `dyn Model` here would take longer to
// compile, thousands of times.
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
