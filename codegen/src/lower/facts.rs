//! What a schema says of a value besides its type.

use openapiv3::{ReferenceOr, Schema, SchemaKind, StringFormat, Type, VariantOrUnknownOrEmpty};
use serde_json::Value;

use super::lowering::Lowering;
use super::schema::by_ref;
use super::shape::{Shape, shape};
use crate::ir::Limits;
use crate::load::Documents;

/// How far a value's schema is looked for behind references.
const MAX_DEPTH: usize = 64;

#[derive(Default)]
pub(super) struct Facts {
    pub(super) deprecated: bool,
    pub(super) example: Option<String>,
    pub(super) limits: Limits,
}

impl Lowering<'_> {
    /// The facts of a schema. The schema nearest to the field wins over those behind references.
    pub(super) fn facts(&self, schema: ReferenceOr<&Schema>) -> Facts {
        let mut facts = Facts::default();
        let mut next = Some(schema);
        for _ in 0..MAX_DEPTH {
            let Some(schema) = next else { break };
            let schema = match schema {
                ReferenceOr::Item(schema) => schema,
                ReferenceOr::Reference { reference } => {
                    let found = self.documents.schema(&Documents::schema_name(&reference));
                    next = found.map(|(_, schema)| by_ref(schema));
                    continue;
                }
            };
            facts.add(schema);
            next = match shape(schema) {
                Shape::Same(same) => Some(by_ref(same)),
                _ => None,
            };
        }
        facts
    }
}

impl Facts {
    fn add(&mut self, schema: &Schema) {
        let data = &schema.schema_data;
        self.deprecated |= data.deprecated;
        if self.example.is_none() {
            self.example = data.example.as_ref().and_then(text);
        }
        if self.limits == Limits::default() {
            self.limits = limits(schema);
        }
    }
}

/// An example as text; of a list its first item. Objects have examples of their fields.
pub(super) fn text(example: &Value) -> Option<String> {
    match example {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(example.to_string()),
        Value::Array(items) => items.first().filter(|item| !item.is_array()).and_then(text),
        Value::Null | Value::Object(_) => None,
    }
}

fn limits(schema: &Schema) -> Limits {
    let SchemaKind::Type(ty) = &schema.schema_kind else { return Limits::default() };
    match ty {
        Type::String(text) => Limits {
            min_length: text.min_length,
            max_length: text.max_length,
            pattern: text.pattern.clone(),
            format: format(&text.format),
            ..Limits::default()
        },
        Type::Integer(number) => Limits {
            minimum: number.minimum.map(|bound| bound.to_string()),
            maximum: number.maximum.map(|bound| bound.to_string()),
            ..Limits::default()
        },
        Type::Number(number) => Limits {
            minimum: number.minimum.map(|bound| bound.to_string()),
            maximum: number.maximum.map(|bound| bound.to_string()),
            ..Limits::default()
        },
        _ => Limits::default(),
    }
}

/// How a text is written. A file is a type of its own.
fn format(format: &VariantOrUnknownOrEmpty<StringFormat>) -> Option<String> {
    let name = match format {
        VariantOrUnknownOrEmpty::Item(StringFormat::Date) => "date",
        VariantOrUnknownOrEmpty::Item(StringFormat::DateTime) => "date-time",
        VariantOrUnknownOrEmpty::Item(StringFormat::Password) => "password",
        VariantOrUnknownOrEmpty::Item(StringFormat::Byte) => "byte",
        VariantOrUnknownOrEmpty::Item(StringFormat::Binary) | VariantOrUnknownOrEmpty::Empty => {
            return None;
        }
        VariantOrUnknownOrEmpty::Unknown(name) => name,
    };
    Some(name.to_owned())
}
