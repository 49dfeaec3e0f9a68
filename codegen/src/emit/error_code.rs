//! Error codes as associated constants of `ErrorCode`: those of one product in its folder, so that
//! they are compiled with it, the rest beside the products.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::doc_comment::{docs, module_docs};
use super::job::Job;
use crate::ir::{Documented, Ir};
use crate::names::{Names, home};
use crate::prose;

/// The codes by the only product that documents each; `None` for the platform and several.
pub(super) type ByProduct<'a> = BTreeMap<Option<&'a str>, Vec<&'a str>>;

/// A file per product, and one for the codes of the platform and of several products.
pub(super) fn jobs<'a>(
    mut codes: ByProduct<'a>,
    ir: &'a Ir,
    names: &'a Names,
) -> impl Iterator<Item = Job<'a>> {
    codes.entry(None).or_default();
    codes.into_iter().map(move |(product, codes)| {
        let (path, about) = match product {
            None => {
                let about = "The error codes that the platform or several products document.";
                ("error_code.rs".to_owned(), about)
            }
            Some(product) => {
                let path = format!("{}/error_code.rs", names.product(product).as_str());
                (path, "The error codes that this product alone documents.")
            }
        };
        Job::new(path, move || {
            let banner = module_docs([about.to_owned()]);
            let constants = constants(&codes, ir, names);
            quote!(#banner #constants)
        })
    })
}

pub(super) fn by_product(ir: &Ir) -> ByProduct<'_> {
    let mut products: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for api in ir.apis.values() {
        for code in api.operations.values().flat_map(|operation| &operation.error_codes) {
            products.entry(code).or_default().insert(api.product.clone());
        }
    }
    let mut groups = ByProduct::new();
    for code in ir.error_codes.keys() {
        let only = products.get(code.as_str()).and_then(home);
        let only = only.filter(|_| !ir.platform_codes.contains(code));
        let product = only.and_then(|only| ir.products.get_key_value(only));
        groups.entry(product.map(|(key, _)| key.as_str())).or_default().push(code);
    }
    groups
}

fn constants(codes: &[&str], ir: &Ir, names: &Names) -> TokenStream {
    let constants = codes.iter().map(|code| {
        let name = names.error_code(code);
        let from = source(&ir.error_codes[*code], ir.platform_codes.contains(*code));
        let advice = ir.error_codes[*code].advice.as_ref();
        let advice = advice.map(|advice| format!(" {}", prose::line(advice))).unwrap_or_default();
        let documentation = docs([format!("{}, {from}.{advice}", prose::code(code))]);
        quote!(#documentation pub const #name: &'static str = #code;)
    });
    quote! {
        use crate::ErrorCode;

        impl ErrorCode {
            #(#constants)*
        }
    }
}

/// Who documents a code; of many operations the first.
fn source(documented: &Documented, platform: bool) -> String {
    let first = documented.first.as_deref().map(prose::code);
    let more = match documented.count {
        0 | 1 => String::new(),
        count => format!(" and {} more", count - 1),
    };
    match (platform, first) {
        (true, None) => "of the platform".to_owned(),
        (true, Some(first)) => format!("of the platform, also of {first}{more}"),
        (false, first) => format!("of {}{more}", first.unwrap_or_default()),
    }
}
