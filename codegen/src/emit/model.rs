//! Models: a struct, the list of its fields, and a setter per field. The setters of models that are
//! never sent are for tests alone, so that other programs do not compile them.

use proc_macro2::TokenStream;
use quote::quote;

use super::alias::{aliases, class};
use super::doc_comment::{docs, module_docs};
use super::files::SHARED;
use super::job::Job;
use super::role::Role;
use super::types::{self, Imports};
use crate::ir::{Field, Ir, Model, ModelKey, Type, Use};
use crate::names::{Names, RustName, home};
use crate::prose;

/// A file per model.
pub(super) fn jobs<'a>(ir: &'a Ir, names: &'a Names) -> impl Iterator<Item = Job<'a>> {
    let sent = ir.sent_models();
    ir.models.iter().map(move |(key, model)| {
        let role = if sent.contains(key) { Role::Sent } else { Role::Received };
        let folder = home(&model.products).map_or(SHARED.to_owned(), |product| {
            format!("{}/model", names.product(product).as_str())
        });
        let path = format!("{folder}/{}.rs", names.model_module(key).as_str());
        Job::new(path, move || file(key, model, role, ir, names))
    })
}

fn file(key: &ModelKey, model: &Model, role: Role, ir: &Ir, names: &Names) -> TokenStream {
    let name = names.model(key);
    let fields = names.fields(key);
    let fields = model.fields.values().map(|field| {
        NamedField::new(field, &fields[&field.wire], |value| names.value(key, &field.wire, value))
    });
    let fields: Vec<_> = fields.collect();
    let mut imports = Imports::default();
    imports.add_fields(model.fields.values(), names);
    imports.without(name);
    let (data, imports) = (imports.data(role), imports.tokens());
    let banner = module_docs([format!("{}.", prose::code(&wire_name(key)))]);
    let documentation = docs(model_docs(key, model, ir, names));
    let aliases = aliases(name, model_aliases(key, model));
    let head = quote!(#documentation #aliases);
    let item = structure(name, &wire_name(key), &head, &fields, role, names);
    quote! {
        #banner
        #data
        #imports
        #item
    }
}

/// The name of a schema, or the way to an inline one.
fn wire_name(key: &ModelKey) -> String {
    let mut name = key.root.clone();
    for part in &key.inside {
        name.push('.');
        name.push_str(part);
    }
    name
}

/// A field with its names.
pub(super) struct NamedField<'a> {
    field: &'a Field,
    name: &'a RustName,
    /// The documented values with their constants.
    values: Vec<(&'a str, &'a RustName)>,
}

impl<'a> NamedField<'a> {
    /// A field, and what its documented values are called.
    pub(super) fn new(
        field: &'a Field,
        name: &'a RustName,
        constant: impl Fn(&str) -> &'a RustName,
    ) -> Self {
        let values = field.values.iter().map(|value| (value.as_str(), constant(value))).collect();
        Self { field, name, values }
    }
}

/// The struct of a model or of query parameters, with all that belongs to it; `head` has its
/// attributes.
pub(super) fn structure(
    name: &RustName,
    wire: &str,
    head: &TokenStream,
    named: &[NamedField<'_>],
    role: Role,
    names: &Names,
) -> TokenStream {
    let fields = named.iter().map(|NamedField { field, name, .. }| {
        let documentation = docs(types::field_docs(field, names));
        let ty = types::field(&field.ty, names);
        quote!(#documentation pub #name: Option<#ty>,)
    });
    let constants = constants(name, named);
    let condition = role.condition();
    let setters = named.iter().map(|field| setter(field, names));
    let (wires, idents): (Vec<_>, Vec<_>) =
        named.iter().map(|NamedField { field, name, .. }| (&*field.wire, *name)).unzip();
    quote! {
        #head
        #[must_use]
        #[non_exhaustive]
        pub struct #name { #(#fields)* }

        #constants

        #condition
        impl #name {
            /// With no field set.
            #[inline]
            pub fn new() -> Self {
                Self::default()
            }

            #(#setters)*
        }

        impl Default for #name {
            #[inline]
            fn default() -> Self {
                Self { #(#idents: None),* }
            }
        }

        impl Model for #name {
            #[inline]
            fn fields(&self) -> Fields<'_> {
                Fields::new(#wire, [#((#wires, &self.#idents)),*])
            }

            #[inline]
            fn field_mut(&mut self, name: &str) -> Option<&mut dyn FieldValue> {
                find(name, [#((#wires, &mut self.#idents)),*])
            }
        }

        crate::impl_model!(#name);
    }
}

fn setter(NamedField { field, name, .. }: &NamedField<'_>, names: &Names) -> TokenStream {
    let documentation = docs([format!("Sets {}.", prose::code(&field.wire))]);
    let taken = types::settable(&field.ty, names);
    let (value, set) = match field.ty {
        Type::List(_) => (quote!(items), quote!(set_list)),
        _ => (quote!(value), quote!(set)),
    };
    let aliases = aliases(name, [field.wire.clone()]);
    let deprecated = field.deprecated.then(|| quote!(#[deprecated]));
    quote! {
        #documentation
        #aliases
        #deprecated
        pub fn #name(mut self, #value: #taken) -> Self {
            #set(&mut self.#name, #value);
            self
        }
    }
}

/// The documented values of the fields.
fn constants(name: &RustName, named: &[NamedField<'_>]) -> Option<TokenStream> {
    let constants: Vec<_> = named
        .iter()
        .flat_map(|field| field.values.iter().map(move |value| (field, value)))
        .map(|(named, (value, constant))| {
            let documentation =
                docs([format!("{} for {}.", prose::code(value), prose::code(&named.field.wire))]);
            quote!(#documentation pub const #constant: &'static str = #value;)
        })
        .collect();
    (!constants.is_empty()).then(|| quote!(impl #name { #(#constants)* }))
}

/// The name in the documents, and those that the official SDKs give the bodies and responses of
/// operations.
fn model_aliases<'a>(key: &ModelKey, model: &'a Model) -> impl Iterator<Item = String> + 'a {
    let documented = key.inside.is_empty().then(|| key.root.clone());
    let classes = model.uses.iter().filter_map(|used| match used {
        Use::Request { operation, .. } => class(operation, "Model"),
        Use::Response { operation, .. } => class(operation, "Response"),
        Use::Part(_) => None,
    });
    documented.into_iter().chain(classes)
}

/// What a model is for, and what the documents say of it.
fn model_docs(key: &ModelKey, model: &Model, ir: &Ir, names: &Names) -> Vec<String> {
    let mut docs = summary(model, ir, names);
    let description = prose::lines(&model.description);
    if !description.is_empty() {
        docs.push(String::new());
        docs.extend(description);
    }
    if wire_name(key) != names.model(key).as_str() {
        docs.push(String::new());
        docs.push(format!("In the documents: {}.", prose::code(&wire_name(key))));
    }
    docs
}

/// Where a model is used, as a sentence with a line per use; of many uses the first three.
fn summary(model: &Model, ir: &Ir, names: &Names) -> Vec<String> {
    const SHOWN: usize = 3;
    let mut lines = Vec::new();
    let mut before = "";
    for used in model.uses.iter().take(SHOWN) {
        let (role, user) = use_words(used, model, ir, names);
        lines.push(match before {
            "" => format!("{role} of {user}"),
            same if same == role => user,
            _ => format!("{} of {user}", role.to_lowercase()),
        });
        before = role;
    }
    match model.uses.len() {
        0 => lines.push("Not used by any operation".to_owned()),
        count if count > SHOWN => lines.push(format!("and {} more", count - SHOWN)),
        _ => {}
    }
    let last = lines.len() - 1;
    let ends = |index| if index == last { "." } else { "," };
    lines.into_iter().enumerate().map(|(index, line)| line + ends(index)).collect()
}

/// The role of a model in one use, and what uses it.
fn use_words(used: &Use, model: &Model, ir: &Ir, names: &Names) -> (&'static str, String) {
    match used {
        Use::Request { tag, operation } => ("Body", caller(tag, operation, model, names)),
        Use::Response { tag, operation } => ("Response", caller(tag, operation, model, names)),
        Use::Part(key) => {
            let holder = names.model(key).as_str();
            let linked = model.products.is_subset(&ir.models[key].products);
            ("Part", link(holder, format_args!("crate::model::{holder}"), linked))
        }
    }
}

/// The method of an operation that uses a model, with the operation's id.
fn caller(tag: &str, id: &str, model: &Model, names: &Names) -> String {
    let (api, method) = (names.api_type(tag).as_str(), names.method(id).as_str());
    let linked = home(&model.products).is_some();
    let target = format!("{api}::{method}");
    let shown = link(&target, format_args!("crate::api::{target}"), linked);
    format!("{shown}, {}", prose::code(id))
}

/// A link may only lead to an item that is compiled whenever the place of the link is.
fn link(shown: &str, target: std::fmt::Arguments<'_>, is_compiled: bool) -> String {
    if is_compiled { format!("[`{shown}`]({target})") } else { prose::code(shown) }
}
