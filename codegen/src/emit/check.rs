//! What an operation is checked for before it is sent.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Check, Operation, Pattern, Rule};

/// The constant of an operation; none for one that is not checked.
pub(super) fn checks(operation: &Operation) -> Option<TokenStream> {
    let checks = operation.checks.iter().map(check);
    (!operation.checks.is_empty()).then(|| {
        quote! {
            const CHECKS: &'static [FieldCheck] = &[#(#checks),*];
        }
    })
}

fn check(Check { fields, rule }: &Check) -> TokenStream {
    let fields = quote!(&[#(#fields),*]);
    match rule {
        Rule::Required => quote!(FieldCheck::required(#fields)),
        Rule::Matches(Pattern { pattern, says }) => {
            quote!(FieldCheck::matches(#fields, #pattern, #says))
        }
        Rule::Warns(Pattern { pattern, says }) => {
            quote!(FieldCheck::warns(#fields, #pattern, #says))
        }
    }
}
