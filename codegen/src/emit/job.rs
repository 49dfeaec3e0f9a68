//! A file of Rust before it is formatted.

use proc_macro2::TokenStream;

/// A file to be: its path below the source folder, and what makes its tokens. Tokens cannot
/// change threads, so they are made where they are formatted.
pub(super) struct Job<'a> {
    pub(super) path: String,
    pub(super) tokens: Box<dyn Fn() -> TokenStream + Send + Sync + 'a>,
}

impl<'a> Job<'a> {
    pub(super) fn new(path: String, tokens: impl Fn() -> TokenStream + Send + Sync + 'a) -> Self {
        Self { path, tokens: Box::new(tokens) }
    }
}
