//! What follows from a list of the fields that may be shown.

/// Implements `Debug` with these fields, or with none, and says that there are others: those that
/// nobody should see, or that nobody needs.
#[doc(hidden)]
#[macro_export]
macro_rules! impl_debug {
    ($type:ident) => {
        impl ::core::fmt::Debug for $type {
            fn fmt(&self, to: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                to.debug_struct(stringify!($type)).finish_non_exhaustive()
            }
        }
    };
    ($type:ident $(<$life:lifetime>)?, |$this:ident| { $($field:ident: $value:expr),+ $(,)? }) => {
        impl ::core::fmt::Debug for $type $(<$life>)? {
            fn fmt(&self, to: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                let $this = self;
                to.debug_struct(stringify!($type))
                    $(.field(stringify!($field), &$value))+
                    .finish_non_exhaustive()
            }
        }
    };
}
