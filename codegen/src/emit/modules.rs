//! The `mod.rs` files: which modules there are, and what each exports. Which feature switches a
//! product on stands in the first of them alone.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use proc_macro2::TokenStream;
use quote::quote;

use super::doc_comment::module_docs;
use super::error_code::ByProduct;
use super::files::SHARED;
use super::job::Job;
use super::layout::BANNER;
use crate::ir::{Api, Body, Ir, Model, ModelKey, Protocol};
use crate::names::{Names, RustName, home};
use crate::prose;

/// The root of the generated folder: a template, since prettyplease does not lay out macros.
#[derive(Template)]
#[template(path = "generated.rs", escape = "none")]
struct Root<'a> {
    banner: &'static str,
    shared: bool,
    /// Features with the modules that they switch on.
    products: Vec<(&'a str, &'a str)>,
}

pub(super) fn root(ir: &Ir, names: &Names) -> askama::Result<String> {
    let products = ir.products.keys();
    let products = products.map(|key| (names.feature(key), names.product(key).as_str()));
    let shared = ir.models.values().any(|model| home(&model.products).is_none());
    let text = Root { banner: BANNER, shared, products: products.collect() }.render()?;
    Ok(text + "\n")
}

/// A product: its title, groups and models.
struct Product<'a> {
    title: String,
    folder: &'a str,
    apis: Vec<&'a Api>,
    models: Vec<(&'a ModelKey, &'a Model)>,
    has_codes: bool,
}

pub(super) fn jobs<'a>(ir: &'a Ir, names: &'a Names, codes: &ByProduct<'_>) -> Vec<Job<'a>> {
    let mut jobs = Vec::new();
    let mut models: BTreeMap<Option<&str>, Vec<(&ModelKey, &Model)>> = BTreeMap::new();
    for (key, model) in &ir.models {
        models.entry(home(&model.products)).or_default().push((key, model));
    }
    if let Some(models) = models.remove(&None) {
        jobs.push(Job::new(format!("{SHARED}/mod.rs"), move || shared(&models, names)));
    }
    for (key, about) in &ir.products {
        let product = Product {
            title: format!("{}.", prose::line(&about.title)),
            folder: names.product(key).as_str(),
            apis: ir.apis.values().filter(|api| api.product == *key).collect(),
            models: models.remove(&Some(key.as_str())).unwrap_or_default(),
            has_codes: codes.contains_key(&Some(key.as_str())),
        };
        jobs.extend(product_jobs(product, names));
    }
    jobs
}

fn product_jobs<'a>(product: Product<'a>, names: &'a Names) -> [Job<'a>; 4] {
    let Product { title, folder, apis, models, has_codes } = product;
    let listed = apis.clone();
    [
        Job::new(format!("{folder}/mod.rs"), move || {
            let banner = module_docs([title.clone()]);
            let error_code = has_codes.then(|| {
                quote!(
                    mod error_code;
                )
            });
            quote! {
                #banner
                pub(super) mod api;
                #error_code
                pub(super) mod model;
                pub(super) mod operation;
            }
        }),
        Job::new(format!("{folder}/api/mod.rs"), move || api_modules(&apis, names)),
        Job::new(format!("{folder}/operation/mod.rs"), move || operation_modules(&listed, names)),
        Job::new(format!("{folder}/model/mod.rs"), move || model_modules(&models, names)),
    ]
}

fn api_modules(apis: &[&Api], names: &Names) -> TokenStream {
    let banner = module_docs(["The API groups of the product.".to_owned()]);
    let modules = apis.iter().map(|api| names.api_module(&api.tag));
    let exports = apis.iter().map(|api| {
        let (module, name) = (names.api_module(&api.tag), names.api_type(&api.tag));
        quote!(pub use self::#module::#name;)
    });
    quote!(#banner #(mod #modules;)* #(#exports)*)
}

fn operation_modules(apis: &[&Api], names: &Names) -> TokenStream {
    let banner = module_docs(["The operations of the product.".to_owned()]);
    let modules = apis.iter().map(|api| names.api_module(&api.tag));
    let exports = apis.iter().map(|api| {
        let (module, types) = (names.api_module(&api.tag), operation_types(api, names));
        let types = types.into_iter();
        quote!(pub use self::#module::{#(#types),*};)
    });
    let listed = apis.iter().filter(|api| api.protocol == Protocol::V3);
    let listed = listed.flat_map(|api| api.operations.keys().map(|id| names.operation(id)));
    let listed: Vec<_> = listed.collect();
    let operation = (!listed.is_empty()).then(|| {
        quote!(
            use crate::Operation;
        )
    });
    quote! {
        #banner
        #operation
        use crate::OperationInfo;

        #(mod #modules;)*
        #(#exports)*

        pub(in crate::generated) static ALL: &[OperationInfo] = &[#(#listed::INFO),*];
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

fn model_modules(models: &[(&ModelKey, &Model)], names: &Names) -> TokenStream {
    let banner = module_docs(["The request and response objects of the product.".to_owned()]);
    let modules = models.iter().map(|(key, _)| names.model_module(key));
    let exports = models.iter().map(|(key, _)| {
        let (module, name) = (names.model_module(key), names.model(key));
        quote!(pub use self::#module::#name;)
    });
    quote!(#banner #(mod #modules;)* #(#exports)*)
}

fn shared(models: &[(&ModelKey, &Model)], names: &Names) -> TokenStream {
    let banner = module_docs(["Models that several products use, or none.".to_owned()]);
    let modules = models.iter().map(|(key, model)| {
        let (cfg, module) = (any_feature(model, names), names.model_module(key));
        quote!(#cfg mod #module;)
    });
    let exports = models.iter().map(|(key, model)| {
        let (cfg, module) = (any_feature(model, names), names.model_module(key));
        let name = names.model(key);
        quote!(#cfg pub use self::#module::#name;)
    });
    quote!(#banner #(#modules)* #(#exports)*)
}

/// The condition that one of a model's products is on; without products there is none.
fn any_feature(model: &Model, names: &Names) -> Option<TokenStream> {
    let features: BTreeSet<_> =
        model.products.iter().map(|product| names.feature(product)).collect();
    let features = features.iter();
    (features.len() > 0).then(|| quote!(#[cfg(any(#(feature = #features),*))]))
}
