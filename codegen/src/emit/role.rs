//! Whether applications fill a model, and so need its setters.

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
    /// The `cfg` of setters, for models that only tests fill.
    pub(super) fn condition(self) -> Option<TokenStream> {
        (self == Self::Received).then(|| quote!(#[cfg(feature = "test-util")]))
    }
}
