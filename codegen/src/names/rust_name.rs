//! A name that was made for Rust.

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;

/// A name that is valid in Rust in its place.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct RustName(pub(super) String);

impl RustName {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl ToTokens for RustName {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        Ident::new(&self.0, Span::call_site()).to_tokens(tokens);
    }
}
