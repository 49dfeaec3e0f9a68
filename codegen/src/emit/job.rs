//! A file of Rust before it is formatted.

use proc_macro2::TokenStream;

use crate::ir::{Api, Ir};
use crate::names::Names;

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

/// A file per API group, in this folder of its product.
pub(super) fn per_api<'a>(
    ir: &'a Ir,
    names: &'a Names,
    folder: &'a str,
    file: fn(&Api, &Names) -> TokenStream,
) -> impl Iterator<Item = Job<'a>> {
    ir.apis.values().map(move |api| {
        let product = names.product(&api.product).as_str();
        let path = format!("{product}/{folder}/{}.rs", names.api_module(&api.tag).as_str());
        Job::new(path, move || file(api, names))
    })
}
