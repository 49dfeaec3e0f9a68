//! What an operation says of its pages.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Operation, PageKind, Pages};
use crate::names::Names;

/// The implementation of an operation; none for one without pages.
pub(super) fn pages(operation: &Operation, names: &Names) -> Option<TokenStream> {
    let pages = operation.pages.as_ref()?;
    let Pages { page, kind, in_query, size, lists, has_more, total_pages, total_entries } = pages;
    let name = names.operation(&operation.id);
    let kind = match kind {
        PageKind::Number => quote!(Number),
        PageKind::Text => quote!(Text),
        PageKind::Cursor => quote!(Cursor),
    };
    let [size, has_more, total_pages, total_entries] = [size, has_more, total_pages, total_entries]
        .map(|field| match field {
            Some(field) => quote!(Some(#field)),
            None => quote!(None),
        });
    Some(quote! {
        impl Paged for #name {
            const PAGES: PageFields = PageFields {
                page: #page,
                kind: PageKind::#kind,
                in_query: #in_query,
                size: #size,
                lists: &[#(#lists),*],
                has_more: #has_more,
                total_pages: #total_pages,
                total_entries: #total_entries,
            };
        }
    })
}
