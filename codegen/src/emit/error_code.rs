//! Error codes as associated constants of `ErrorCode`: those of one product in its file, so that
//! they are compiled with it, the rest in the folder's.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::{Job, docs, folder, module_docs};
use crate::ir::{Documented, Ir};
use crate::names::{Names, home};
use crate::prose;

/// A file per product, and one for the codes of the platform and of several products.
pub(super) fn jobs<'a>(ir: &'a Ir, names: &'a Names) -> Vec<Job<'a>> {
    let mut by_product = group(ir);
    let shared = by_product.remove(&None).unwrap_or_default();
    let products: BTreeSet<_> = by_product.keys().copied().flatten().collect();
    let mut jobs = vec![Job::new("error_code/mod.rs".to_owned(), move || {
        let banner = module_docs([
            "The documented error codes: here those of the platform and of several products."
                .to_owned(),
        ]);
        let modules = folder::product_modules(&products, names);
        let constants = constants(&shared, ir, names);
        quote!(#banner #modules #constants)
    })];
    for (product, codes) in by_product {
        let Some(product) = product else { continue };
        let file = format!("error_code/{}.rs", names.product(product).as_str());
        jobs.push(Job::new(file, move || {
            let title = prose::line(&ir.products[product].title);
            let banner = module_docs([format!("The error codes of one product: {title}.")]);
            let constants = constants(&codes, ir, names);
            quote!(#banner #constants)
        }));
    }
    jobs
}

/// The codes by the only product that documents each; `None` for the platform and several.
fn group(ir: &Ir) -> BTreeMap<Option<&str>, Vec<&str>> {
    let mut products: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for api in ir.apis.values() {
        for code in api.operations.values().flat_map(|operation| &operation.error_codes) {
            products.entry(code).or_default().insert(api.product.clone());
        }
    }
    let mut groups: BTreeMap<Option<&str>, Vec<&str>> = BTreeMap::new();
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
