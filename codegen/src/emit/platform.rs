//! What holds for the whole platform: codes that come before anything is processed, and operations
//! that others carry.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::doc_comment::{docs, module_docs};
use super::job::Job;
use crate::ir::{Carrier, EarlyCodes, Ir, Protocol};

/// One file, whatever the documents say: the SDK reads it by name.
pub(super) fn job(ir: &Ir) -> Job<'_> {
    Job::new("platform.rs".to_owned(), move || {
        let banner = module_docs(["Facts that apply to the whole platform.".to_owned()]);
        let (early, carried) = (early_codes(ir), carried(ir));
        quote! {
            #banner
            use crate::error::EarlyCodes;
            use crate::operation_info::CarriedByOthers;

            #early
            #carried
        }
    })
}

fn early_codes(ir: &Ir) -> TokenStream {
    let none = EarlyCodes::default();
    let protocols = [
        ("V3", Protocol::V3, "v3"),
        ("V2", Protocol::V2, "the v2 gateway"),
        ("TOP", Protocol::Top, "Taobao TOP"),
    ];
    let constants = protocols.map(|(name, protocol, title)| {
        let name = format_ident!("{name}");
        let documentation =
            docs([format!("The codes that {title} raises before it processes a request.")]);
        let EarlyCodes { rejected, limited } = ir.early_codes.get(&protocol).unwrap_or(&none);
        let (rejected, limited) = (rejected.iter(), limited.iter());
        quote! {
            #documentation
            pub(crate) const #name: Self = Self::new(&[#(#rejected),*], &[#(#limited),*]);
        }
    });
    quote!(impl EarlyCodes { #(#constants)* })
}

fn carried(ir: &Ir) -> TokenStream {
    let carried = |can: fn(Carrier) -> bool| {
        let operations = ir.operations().filter(move |operation| can(operation.carrier));
        operations.map(|operation| &operation.id)
    };
    let (browser, app) = (carried(Carrier::has_page), carried(Carrier::has_app));
    quote! {
        impl CarriedByOthers {
            /// By the buyer's browser.
            pub(crate) const BROWSER: &'static [&'static str] = &[#(#browser),*];
            /// By an app.
            pub(crate) const APP: &'static [&'static str] = &[#(#app),*];
        }
    }
}
