//! The surface as the documents of `spec/` write it. Prose is left out: it is another's.

use std::collections::{BTreeMap, BTreeSet};

use super::sorted;
use crate::ir::{Body, Field, File, Limits, Model, ModelKey, Operation, Response, Type};
use crate::yaml::{Map, Node};

/// The document with what several families share.
pub(super) const COMMON: &str = "common.yaml";

/// What the response to a refused request refers to.
const REFUSED: &str = "common.yaml#/components/responses/Refused";

/// What a response without documented fields refers to.
const DONE: &str = "common.yaml#/components/responses/Done";

/// A reference to a schema, before its document is known.
pub(super) fn reference(schema: &str) -> String {
    let name = schema.replace('~', "~0").replace('/', "~1");
    format!("#/components/schemas/{name}")
}

/// Writes types, fields and operations.
#[derive(Clone, Copy)]
pub(super) struct Form<'a> {
    /// The models that inline schemas are written out from.
    pub(super) models: &'a BTreeMap<ModelKey, Model>,
}

impl Form<'_> {
    pub(super) fn ty(self, ty: &Type) -> Node {
        let plain = |name| Node::map([("type", Node::text(name))]);
        match ty {
            Type::Text => plain("string"),
            Type::Integer => plain("integer"),
            Type::Number => plain("number"),
            Type::Boolean => plain("boolean"),
            Type::Json => plain("object"),
            Type::List(item) => {
                Node::map([("type", Node::text("array")), ("items", self.ty(item))])
            }
            Type::Map(value) => Node::map([
                ("type", Node::text("object")),
                ("additionalProperties", self.ty(value)),
            ]),
            Type::Model(key) if key.inside.is_empty() => {
                Node::map([("$ref", Node::Text(reference(&key.root)))])
            }
            Type::Model(key) => {
                self.models.get(key).map_or(plain("object"), |model| self.model(model))
            }
        }
    }

    pub(super) fn model(self, model: &Model) -> Node {
        let mut schema = Node::map([("type", Node::text("object"))]);
        let required = model.fields.values().filter(|field| field.required);
        let required: Vec<_> = required.map(|field| field.wire.clone()).collect();
        let fields = model.fields.values().map(|field| (field.wire.clone(), self.field(field)));
        if let Node::Map(map) = &mut schema {
            if !required.is_empty() {
                map.insert("required".to_owned(), Node::texts(required));
            }
            map.insert("properties".to_owned(), Node::Map(fields.collect()));
        }
        schema
    }

    /// A field of a model, without its name.
    pub(super) fn field(self, field: &Field) -> Node {
        let mut schema = self.value(field);
        set_deprecated(schema.make_map(), field.deprecated);
        schema
    }

    /// Type, values and limits of a field.
    fn value(self, field: &Field) -> Node {
        let mut schema = self.ty(&field.ty);
        set_values(&mut schema, &field.values);
        if field.ty.nesting() == 0 && field.ty.model().is_none() {
            set_limits(schema.make_map(), &field.limits);
        }
        schema
    }

    pub(super) fn parameter(self, kind: &str, field: &Field) -> Node {
        let mut map = Map::new();
        map.insert("in".to_owned(), Node::text(kind));
        map.insert("name".to_owned(), Node::text(&field.wire));
        if field.required {
            map.insert("required".to_owned(), Node::yes());
        }
        if field.deprecated {
            map.insert("deprecated".to_owned(), Node::yes());
        }
        map.insert("schema".to_owned(), self.value(field));
        Node::Map(map)
    }

    pub(super) fn body(self, body: &Body) -> Option<Node> {
        let (content_type, content) = match body {
            Body::Empty => return None,
            Body::Json(ty) => ("application/json", Node::map([("schema", self.ty(ty))])),
            Body::Multipart { data, files } => {
                ("multipart/form-data", self.form(data.as_ref(), files))
            }
        };
        let content = Node::map([(content_type, content)]);
        Some(Node::map([("content", content)]))
    }

    fn form(self, data: Option<&Type>, files: &[File]) -> Node {
        let mut parts: BTreeMap<String, Node> = BTreeMap::new();
        for File { wire, description, .. } in files {
            let mut part = file();
            if !description.is_empty() {
                part.make_map().insert("description".to_owned(), Node::text(description));
            }
            parts.insert(wire.clone(), part);
        }
        parts.extend(data.map(|ty| ("data".to_owned(), self.ty(ty))));
        let mut schema = Map::from_iter([("type".to_owned(), Node::text("object"))]);
        let required = files.iter().filter(|file| file.required);
        let required: Vec<_> = required.map(|file| file.wire.clone()).collect();
        if !required.is_empty() {
            schema.insert("required".to_owned(), Node::texts(required));
        }
        schema.insert("properties".to_owned(), Node::Map(parts.into_iter().collect()));
        let mut form = Map::from_iter([("schema".to_owned(), Node::Map(schema))]);
        if data.is_some() {
            let json = Node::map([("contentType", Node::text("application/json"))]);
            form.insert("encoding".to_owned(), Node::map([("data", json)]));
        }
        Node::Map(form)
    }

    /// The response of a success, without its status.
    pub(super) fn response(self, response: &Response) -> Node {
        let (content_type, schema) = match response {
            Response::Json(Type::Json) => return Node::map([("$ref", Node::text(DONE))]),
            Response::Empty => return Node::map([("description", Node::text("Done."))]),
            Response::Json(ty) => ("application/json", self.ty(ty)),
            Response::Events(ty) => ("text/event-stream", self.ty(ty)),
            Response::Binary => ("application/octet-stream", file()),
        };
        let content = Node::map([(content_type, Node::map([("schema", schema)]))]);
        Node::map([("description", Node::text("Done.")), ("content", content)])
    }

    /// An operation, with its title, and without a sentence.
    pub(super) fn operation(self, tag: &str, operation: &Operation) -> Node {
        let mut map = Map::new();
        let mut add = |key: &str, value: Node| {
            map.insert(key.to_owned(), value);
        };
        add("tags", Node::texts([tag]));
        add("operationId", Node::text(&operation.id));
        add("summary", Node::text(&operation.title));
        if operation.deprecated.is_some() {
            add("deprecated", Node::yes());
        }
        let parameters = self.parameters(operation);
        if !parameters.is_empty() {
            add("parameters", Node::List(parameters));
        }
        if let Some(body) = self.body(&operation.body) {
            add("requestBody", body);
        }
        let refused = Node::map([("$ref", Node::text(REFUSED))]);
        let response = self.response(&operation.response);
        add("responses", Node::map([(&*operation.status, response), ("default", refused)]));
        if !operation.error_codes.is_empty() {
            add("x-error-codes", Node::texts(&operation.error_codes));
        }
        Node::Map(map)
    }

    fn parameters(self, operation: &Operation) -> Vec<Node> {
        let path: BTreeMap<_, _> =
            operation.path_parameters.iter().map(|field| (&field.wire, field)).collect();
        let path = path.into_values().map(|field| self.parameter("path", field));
        let query = operation.query.iter().map(|field| self.parameter("query", field));
        path.chain(query).collect()
    }
}

/// The order of a field.
const ORDER: [&str; 12] = [
    "type",
    "format",
    "enum",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "pattern",
    "items",
    "description",
    "example",
    "deprecated",
];

/// Says which values a text or a number can have, as far as that is no list.
pub(super) fn set_limits(schema: &mut Map, limits: &Limits) {
    let Limits { min_length, max_length, minimum, maximum, pattern, format } = limits;
    let length = |length: &Option<usize>| length.map(|length| Node::Plain(length.to_string()));
    let bound = |bound: &Option<String>| bound.clone().map(Node::Plain);
    let text = |text: &Option<String>| text.clone().map(Node::Text);
    // A file has no other format.
    let is_file = |format: &&Node| format.as_text() == Some("binary");
    let format = text(format).or_else(|| schema.get("format").filter(is_file).cloned());
    set(schema, "format", format);
    set(schema, "minLength", length(min_length));
    set(schema, "maxLength", length(max_length));
    set(schema, "minimum", bound(minimum));
    set(schema, "maximum", bound(maximum));
    set(schema, "pattern", text(pattern));
}

/// Says whether a field is deprecated.
pub(super) fn set_deprecated(schema: &mut Map, is_deprecated: bool) {
    set(schema, "deprecated", is_deprecated.then(Node::yes));
}

fn set(schema: &mut Map, key: &str, value: Option<Node>) {
    match value {
        Some(value) => sorted::insert_in_order(schema, &ORDER, key, value),
        None => _ = schema.shift_remove(key),
    }
}

fn file() -> Node {
    Node::map([("type", Node::text("string")), ("format", Node::text("binary"))])
}

/// Says which values a text, or the texts in a list, can have.
pub(super) fn set_values(schema: &mut Node, values: &BTreeSet<String>) {
    if values.is_empty() {
        return;
    }
    let Some(map) = schema.as_map_mut() else { return };
    if let Some(items) = map.get_mut("items") {
        set_values(items, values);
    } else if map.get("type").and_then(Node::as_text) == Some("string") {
        sorted::insert_in_order(map, &ORDER, "enum", Node::texts(values));
    }
}
