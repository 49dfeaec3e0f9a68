//! Schemas.

use serde_json::Value;

use super::super::document::Section;
use super::{Checker, Object};
use crate::problem::Place;

/// What describes or bounds a value without changing its type; the platform checks bounds.
const SCHEMA: &[&str] = &[
    "type",
    "format",
    "properties",
    "required",
    "items",
    "additionalProperties",
    "allOf",
    "anyOf",
    "oneOf",
    "enum",
    "nullable",
    "title",
    "description",
    "default",
    "example",
    "externalDocs",
    "readOnly",
    "writeOnly",
    "deprecated",
    "xml",
    "multipleOf",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "maxProperties",
    "minProperties",
];
const TYPES: &[&str] = &["string", "integer", "number", "boolean", "object", "array"];

impl<'t> Checker<'t> {
    pub(super) fn schema(&mut self, schema: &'t Value, place: &Place) {
        let Some(schema) = self.object(schema, place, "a schema") else {
            return;
        };
        if self.reference(schema, place, Section::Schemas) {
            return;
        }
        self.members(schema, place, "a schema", SCHEMA);
        for (name, value) in schema {
            self.keyword(name, value, &place.at(name));
        }
        self.typed(schema, place);
        if schema.get("type").is_some_and(|ty| ty == "array") && !schema.contains_key("items") {
            self.problems.add(place, "a list needs `items`: the type of its items");
        }
    }

    fn keyword(&mut self, name: &str, value: &'t Value, place: &Place) {
        match name {
            "type" if !value.as_str().is_some_and(|ty| TYPES.contains(&ty)) => {
                self.problems.add(place, format!("{value} is not a type of OpenAPI 3.0"));
            }
            "properties" => {
                let Some(properties) = self.object(value, place, "properties") else {
                    return;
                };
                for (property, schema) in properties {
                    self.schema(schema, &place.at(property));
                }
            }
            "items" => self.schema(value, place),
            "additionalProperties" if !value.is_boolean() => self.schema(value, place),
            "allOf" | "anyOf" | "oneOf" => {
                let Some(members) = self.list(value, place) else {
                    return;
                };
                if members.is_empty() {
                    self.problems.add(place, "this list of schemas is empty");
                }
                for (index, member) in members.iter().enumerate() {
                    self.schema(member, &place.at(index));
                }
            }
            "required" => self.texts(value, place),
            "description" | "format" | "pattern" | "title" => self.text(value, place),
            "nullable" | "deprecated" | "readOnly" | "writeOnly" | "uniqueItems"
            | "exclusiveMaximum" | "exclusiveMinimum" => self.flag(value, place),
            "maxLength" | "minLength" | "maxItems" | "minItems" | "maxProperties"
            | "minProperties" => self.fits(value.is_u64(), "a size", value, place),
            "externalDocs" => {
                self.object(value, place, "external documentation");
            }
            _ => {}
        }
    }

    /// What must be of the type that the schema itself has.
    fn typed(&mut self, schema: &'t Object, place: &Place) {
        let ty = schema.get("type").and_then(Value::as_str).unwrap_or_default();
        for name in ["multipleOf", "maximum", "minimum"] {
            let Some(bound) = schema.get(name) else { continue };
            let (fits, what) = match ty {
                "integer" => (bound.is_i64(), "a whole number"),
                _ => (bound.is_number(), "a number"),
            };
            self.fits(fits, what, bound, &place.at(name));
        }
        let Some(values) = schema.get("enum") else { return };
        let place = place.at("enum");
        for (index, value) in self.list(values, &place).into_iter().flatten().enumerate() {
            let (fits, what) = match ty {
                "string" => (value.is_string(), "text"),
                "integer" => (value.is_i64(), "a whole number"),
                "number" => (value.is_number(), "a number"),
                "boolean" => (value.is_boolean(), "a boolean"),
                _ => (true, ""),
            };
            self.fits(fits || value.is_null(), what, value, &place.at(index));
        }
    }
}
