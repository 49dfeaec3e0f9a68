//! Error codes as associated constants of `ErrorCode`.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, module_docs};
use crate::ir::Ir;
use crate::names::Names;
use crate::prose;

pub(super) fn file(ir: &Ir, names: &Names) -> TokenStream {
    let banner = module_docs(["The documented error codes.".to_owned()]);
    let constants = ir.error_codes.iter().map(|(code, operations)| {
        let name = names.error_code(code);
        let from = source(operations, ir.platform_codes.contains(code));
        let documentation = docs([format!("{}, {from}.", prose::code(code))]);
        quote!(#documentation pub const #name: &'static str = #code;)
    });
    quote! {
        #banner
        use crate::ErrorCode;

        impl ErrorCode {
            #(#constants)*
        }
    }
}

/// Who documents a code; of many operations the first.
fn source(operations: &BTreeSet<String>, platform: bool) -> String {
    let first = operations.first().map(|id| prose::code(id));
    let more = match operations.len() {
        0 | 1 => String::new(),
        count => format!(" and {} more", count - 1),
    };
    match (platform, first) {
        (true, None) => "of the platform".to_owned(),
        (true, Some(first)) => format!("of the platform, also of {first}{more}"),
        (false, first) => format!("of {}{more}", first.unwrap_or_default()),
    }
}
