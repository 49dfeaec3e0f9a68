//! Who fills a model: its setters are there for them.

use proc_macro2::TokenStream;
use quote::quote;

/// Who fills a model.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The application.
    Sent,
    /// The platform, or a test.
    Received,
}

impl Role {
    /// The condition of what only those need who fill it.
    pub(super) fn condition(self) -> Option<TokenStream> {
        (self == Self::Received).then(|| quote!(#[cfg(feature = "test-util")]))
    }
}
