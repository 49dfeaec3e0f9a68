//! Lines to doc comments.

use proc_macro2::TokenStream;

/// Doc comments, one line each.
pub(super) fn docs(lines: impl IntoIterator<Item = String>) -> TokenStream {
    let lines =
        lines.into_iter().map(|line| if line.is_empty() { line } else { format!(" {line}") });
    quote::quote!(#(#[doc = #lines])*)
}

/// Docs of the module itself, one line each.
pub(super) fn module_docs(lines: impl IntoIterator<Item = String>) -> TokenStream {
    let lines = lines.into_iter().map(|line| format!(" {line}"));
    quote::quote!(#(#![doc = #lines])*)
}
