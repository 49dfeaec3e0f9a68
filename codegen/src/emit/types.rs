//! Types: how they are written in Rust, and in words.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::described;
use crate::ir::Type;
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

/// The documentation of a field or parameter: wire name, type, description, documented values.
pub(super) fn field_docs(field: &crate::ir::Field, names: &Names) -> Vec<String> {
    let needed = if field.required { ", required" } else { "" };
    let intro = format!("{}: {}{needed}.", prose::code(&field.wire), words(&field.ty, names));
    let mut docs = described(intro, &field.description);
    if !field.values.is_empty() {
        let values: Vec<_> = field.values.iter().map(|value| prose::code(value)).collect();
        docs.push(String::new());
        docs.push(format!("Documented values: {}.", values.join(", ")));
    }
    docs
}
