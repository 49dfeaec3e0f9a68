//! The `mod.rs` files: which modules there are, and which feature switches each on.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::model::SHARED;
use super::{Job, module_docs};
use crate::ir::{Api, Body, Ir, Model, ModelKey, Protocol};
use crate::names::{Names, RustName, home};
use crate::prose;

pub(super) fn jobs<'a>(ir: &'a Ir, names: &'a Names) -> Vec<Job<'a>> {
    let mut jobs = vec![Job::new("mod.rs".to_owned(), root)];
    models(ir, names, &mut jobs);
    apis(ir, names, &mut jobs);
    operations(ir, names, &mut jobs);
    jobs
}

fn root() -> TokenStream {
    let banner =
        module_docs(
            ["What is generated from the documents: everything in this folder.".to_owned()],
        );
    quote! {
        #banner
        pub mod api;
        mod error_code;
        pub mod model;
        pub mod operation;
    }
}

/// The groups of each product.
fn groups(ir: &Ir) -> BTreeMap<&str, Vec<&Api>> {
    let mut groups: BTreeMap<&str, Vec<&Api>> = BTreeMap::new();
    for api in ir.apis.values() {
        groups.entry(&api.product).or_default().push(api);
    }
    groups
}

fn models<'a>(ir: &'a Ir, names: &'a Names, jobs: &mut Vec<Job<'a>>) {
    let mut folders: BTreeMap<Option<&str>, Vec<(&ModelKey, &Model)>> = BTreeMap::new();
    for (key, model) in &ir.models {
        folders.entry(home(&model.products)).or_default().push((key, model));
    }
    let products: BTreeSet<_> = folders.keys().copied().flatten().collect();
    let shared = folders.get(&None).map(|models| shared_features(models, names));
    jobs.push(Job::new("model/mod.rs".to_owned(), move || {
        let banner = module_docs([
            "The request and response objects, and the objects inside them.".to_owned(),
        ]);
        let modules = modules(&products, names);
        let shared = shared.as_ref().map(|features| {
            let cfg = any_feature(features);
            quote!(#cfg mod shared; #cfg pub use shared::*;)
        });
        quote!(#banner #shared #modules)
    }));
    for (product, models) in folders {
        let folder = product.map_or(SHARED, |product| names.product(product).as_str());
        jobs.push(Job::new(format!("model/{folder}/mod.rs"), move || {
            let banner = match product {
                Some(product) => product_docs(ir, product),
                None => module_docs(["Models that several products use, or none.".to_owned()]),
            };
            let cfg =
                |model: &Model| any_feature(&features(model, names)).filter(|_| product.is_none());
            let modules = models.iter().map(|(key, model)| {
                let (cfg, module) = (cfg(model), names.model_module(key));
                quote!(#cfg mod #module;)
            });
            let exports = models.iter().map(|(key, model)| {
                let (cfg, module, name) = (cfg(model), names.model_module(key), names.model(key));
                quote!(#cfg pub use #module::#name;)
            });
            quote!(#banner #(#modules)* #(#exports)*)
        }));
    }
}

fn apis<'a>(ir: &'a Ir, names: &'a Names, jobs: &mut Vec<Job<'a>>) {
    jobs.push(Job::new("api/mod.rs".to_owned(), || {
        let banner = module_docs([
            "The API groups: a struct each, with a method per operation.".to_owned(),
            String::new(),
            "A [`Client`](crate::Client) has an accessor for each of them.".to_owned(),
        ]);
        let modules = modules(&groups(ir).into_keys().collect(), names);
        quote!(#banner #modules)
    }));
    for (product, apis) in groups(ir) {
        let folder = names.product(product).as_str();
        jobs.push(Job::new(format!("api/{folder}/mod.rs"), move || {
            let banner = product_docs(ir, product);
            let modules = apis.iter().map(|api| names.api_module(&api.tag));
            let exports = apis.iter().map(|api| {
                let (module, name) = (names.api_module(&api.tag), names.api_type(&api.tag));
                quote!(pub use #module::#name;)
            });
            quote!(#banner #(mod #modules;)* #(#exports)*)
        }));
    }
}

fn operations<'a>(ir: &'a Ir, names: &'a Names, jobs: &mut Vec<Job<'a>>) {
    jobs.push(Job::new("operation/mod.rs".to_owned(), || all_operations(ir, names)));
    for (product, apis) in groups(ir) {
        let folder = names.product(product).as_str();
        jobs.push(Job::new(format!("operation/{folder}/mod.rs"), move || {
            let banner = product_docs(ir, product);
            let all = all_of_product(&apis, names);
            let modules = apis.iter().map(|api| names.api_module(&api.tag));
            let exports = apis.iter().map(|api| {
                let (module, types) = (names.api_module(&api.tag), operation_types(api, names));
                let types = types.into_iter();
                quote!(pub use #module::{#(#types),*};)
            });
            let listed = all.is_some().then(|| {
                quote!(
                    use crate::{Operation, OperationInfo};
                )
            });
            quote! {
                #banner
                #listed
                #(mod #modules;)*
                #(#exports)*
                #all
            }
        }));
    }
}

/// The list of a product's operations; those of other protocols are not listed.
fn all_of_product(apis: &[&Api], names: &Names) -> Option<TokenStream> {
    let listed: Vec<_> = (apis.iter().filter(|api| api.protocol == Protocol::V3))
        .flat_map(|api| api.operations.keys().map(|id| names.operation(id)))
        .collect();
    (!listed.is_empty())
        .then(|| quote!(pub(super) static ALL: &[OperationInfo] = &[#(#listed::INFO),*];))
}

fn all_operations(ir: &Ir, names: &Names) -> TokenStream {
    let banner = module_docs([
        "The operations as data: a type each, with id, method, path and error codes.".to_owned(),
    ]);
    let products: BTreeSet<_> = groups(ir).into_keys().collect();
    let modules = modules(&products, names);
    let listed = products.iter().filter(|product| ir.products[**product].protocol == Protocol::V3);
    let all = listed.map(|product| {
        let (cfg, module) = (feature(product, names), names.product(product));
        quote!(#cfg #module::ALL)
    });
    quote! {
        #banner
        use crate::OperationInfo;

        #modules

        static PRODUCTS: &[&[OperationInfo]] = &[#(#all),*];

        /// The v3 operations of all products that are switched on.
        pub fn all() -> impl Iterator<Item = &'static OperationInfo> {
            PRODUCTS.iter().copied().flatten()
        }
    }
}

/// The types of a group's operations, sorted by name.
fn operation_types<'n>(api: &Api, names: &'n Names) -> BTreeSet<&'n RustName> {
    let mut types = BTreeSet::new();
    for (id, operation) in &api.operations {
        types.insert(names.operation(id));
        types.extend((!operation.query.is_empty()).then(|| names.params(id)));
        types.extend(matches!(operation.body, Body::Multipart { .. }).then(|| names.parts(id)));
    }
    types
}

fn product_docs(ir: &Ir, product: &str) -> TokenStream {
    module_docs([format!("{}.", prose::line(&ir.products[product].title))])
}

/// A module per product, switched on by its feature.
pub(super) fn product_modules(products: &BTreeSet<&str>, names: &Names) -> TokenStream {
    let features = products.iter().map(|product| feature(product, names));
    let modules = products.iter().map(|product| names.product(product));
    quote!(#(#features mod #modules;)*)
}

/// The same, with all that is in them.
fn modules(products: &BTreeSet<&str>, names: &Names) -> TokenStream {
    let declared = product_modules(products, names);
    let features = products.iter().map(|product| feature(product, names));
    let modules = products.iter().map(|product| names.product(product));
    quote!(#declared #(#features pub use #modules::*;)*)
}

fn feature(product: &str, names: &Names) -> TokenStream {
    let feature = names.feature(product);
    quote!(#[cfg(feature = #feature)])
}

/// The features any of which brings a shared model; none when one of them is always there.
fn shared_features<'n>(models: &[(&ModelKey, &Model)], names: &'n Names) -> BTreeSet<&'n str> {
    if models.iter().any(|(_, model)| model.products.is_empty()) {
        return BTreeSet::new();
    }
    models.iter().flat_map(|(_, model)| features(model, names)).collect()
}

fn features<'n>(model: &Model, names: &'n Names) -> BTreeSet<&'n str> {
    model.products.iter().map(|product| names.feature(product)).collect()
}

/// The condition that one of the features is on; without features there is none.
fn any_feature(features: &BTreeSet<&str>) -> Option<TokenStream> {
    let features = features.iter();
    (features.len() > 0).then(|| quote!(#[cfg(any(#(feature = #features),*))]))
}
