//! Types: how they are written in Rust, and in words.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::description::{described, facts};
use super::role::Role;
use crate::ir::{Field, Type};
use crate::names::{Names, RustName};
use crate::prose;

/// The type of a value inside a list or map, or of a whole body.
pub(super) fn item(ty: &Type, names: &Names) -> TokenStream {
    match ty {
        Type::Text => quote!(String),
        Type::Integer => quote!(i64),
        Type::Number => quote!(f64),
        Type::Boolean => quote!(bool),
        Type::Json => quote!(Json),
        Type::Model(key) => {
            let model = names.model(key);
            quote!(#model)
        }
        Type::List(item) => {
            let item = self::item(item, names);
            quote!(Vec<#item>)
        }
        Type::Map(value) => {
            let value = self::item(value, names);
            quote!(BTreeMap<String, #value>)
        }
    }
}

/// The type of a field, without its `Option`. Models are boxed: they may hold themselves, and a
/// large one would make every holder large.
pub(super) fn field(ty: &Type, names: &Names) -> TokenStream {
    let inner = item(ty, names);
    if matches!(ty, Type::Model(_)) { quote!(Box<#inner>) } else { inner }
}

/// What the setter of a field takes: whatever converts into its type, so that `"88.88"`, a `String`
/// or a typed value will do; of a list whatever yields its items.
pub(super) fn settable(ty: &Type, names: &Names) -> TokenStream {
    match ty {
        Type::List(item) => {
            let item = self::item(item, names);
            quote!(impl IntoIterator<Item = impl Into<#item>>)
        }
        _ => {
            let field = field(ty, names);
            quote!(impl Into<#field>)
        }
    }
}

/// The type in words, with a link to the model.
pub(super) fn words(ty: &Type, names: &Names) -> String {
    match ty {
        Type::Text => "text".to_owned(),
        Type::Integer => "whole number".to_owned(),
        Type::Number => "number".to_owned(),
        Type::Boolean => "true or false".to_owned(),
        Type::Json => "untyped JSON".to_owned(),
        Type::Model(key) => format!("[`{}`]", names.model(key).as_str()),
        Type::List(item) => format!("list of {}", words(item, names)),
        Type::Map(value) => format!("map from text to {}", words(value, names)),
    }
}

/// What a file needs to import for its types.
#[derive(Default)]
pub(super) struct Imports<'n> {
    models: BTreeSet<&'n RustName>,
    map: bool,
    json: bool,
    lists: bool,
    others: bool,
}

impl<'n> Imports<'n> {
    /// Notes what a type needs.
    pub(super) fn add(&mut self, ty: &Type, names: &'n Names) {
        match ty {
            Type::Model(key) => {
                self.models.insert(names.model(key));
            }
            Type::List(item) => self.add(item, names),
            Type::Map(value) => {
                self.map = true;
                self.add(value, names);
            }
            Type::Json => self.json = true,
            Type::Text | Type::Integer | Type::Number | Type::Boolean => {}
        }
    }

    /// Notes what fields with setters need.
    pub(super) fn add_fields(&mut self, fields: impl Iterator<Item = &'n Field>, names: &'n Names) {
        for Field { ty, .. } in fields {
            self.add(ty, names);
            let is_list = matches!(ty, Type::List(_));
            self.lists |= is_list;
            self.others |= !is_list;
        }
    }

    /// What models and queries need of `crate::data`.
    pub(super) fn data(&self, role: Role) -> TokenStream {
        let json = self.json.then(|| quote!(Json,));
        let set = self.others.then(|| quote!(set,));
        let set_list = self.lists.then(|| quote!(set_list,));
        let setters = quote!(#set #set_list);
        let all = quote!(FieldValue, Fields, #json Model, find,);
        match role.condition() {
            None => quote!(use crate::data::{#all #setters};),
            Some(_) if setters.is_empty() => quote!(use crate::data::{#all};),
            Some(condition) => quote! {
                #condition
                use crate::data::{#setters};
                use crate::data::{#all};
            },
        }
    }

    /// The file's own type needs no import.
    pub(super) fn without(&mut self, own: &RustName) {
        self.models.remove(own);
    }

    /// Whether untyped JSON is among the types.
    pub(super) fn json(&self) -> bool {
        self.json
    }

    /// The imports; those from `crate::data` are left to the file.
    pub(super) fn tokens(&self) -> TokenStream {
        let models = self.models.iter();
        let models = (!self.models.is_empty()).then(|| quote!(use crate::model::{#(#models),*};));
        let map = self.map.then(|| {
            quote!(
                use std::collections::BTreeMap;
            )
        });
        quote!(#map #models)
    }
}

/// The documentation of a field or parameter: wire name, type, description, and what else is known
/// of its values.
pub(super) fn field_docs(field: &Field, names: &Names) -> Vec<String> {
    let needed = if field.required { ", required" } else { "" };
    let outdated = if field.deprecated { ", deprecated" } else { "" };
    let words = words(&field.ty, names);
    let intro = format!("{}: {words}{needed}{outdated}.", prose::code(&field.wire));
    let mut docs = described(intro, &field.description);
    let facts = facts(field);
    if !facts.is_empty() {
        docs.push(String::new());
        docs.push(facts.join(" "));
    }
    docs
}
