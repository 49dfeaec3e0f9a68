//! Changes of models, and of the codes of the platform.

use std::collections::BTreeSet;

use super::edits::Import;
use super::form::{set_deprecated, set_limits, set_values};
use super::sorted;
use crate::diff::{Aspect, Change, What};
use crate::ir::{Field, ModelKey};
use crate::problem::Place;
use crate::yaml::{Map, Node};

/// The order of a schema.
const ORDER: [&str; 4] = ["type", "description", "required", "properties"];

impl<'a> Import<'a> {
    /// Changes a model that both sides have.
    pub(super) fn model(&mut self, model: &str, change: &Change) {
        if change.what == What::Model {
            return self.whole_model(model, change);
        }
        let Some((key, field)) = self.field_of(model, change) else { return };
        let Some(home) = self.home_of(key) else { return };
        if self.spec.is_other(&home) {
            let place = Place::root(&home).path(&["components", "schemas", &key.root]);
            let reason = "the document has a schema of this name, too: rename this one first";
            return self.problems.add(&place, reason);
        }
        let Some(field) = field else {
            return self.keep(&home, change);
        };
        match change.aspect {
            Aspect::Value if change.new.is_none() => return self.keep(&home, change),
            Aspect::Presence | Aspect::Value => {}
            // A document of any age may know of more.
            Aspect::Deprecation if field.deprecated => {}
            Aspect::Limit if change.old.is_none() => {}
            Aspect::Type | Aspect::Required | Aspect::Limit | Aspect::Deprecation
                if !self.contradicts(&home, change) => {}
            _ => return,
        }
        if change.aspect == Aspect::Presence {
            self.unexplained(&home, &field.wire);
        }
        let form = self.form;
        let Some(schema) = self.written(key) else {
            let place = Place::root(&home).path(&["components", "schemas", &key.root]);
            let reason = format!(
                "import cannot tell where {model} belongs in this schema: add the field {} by hand",
                field.wire
            );
            return self.questions.ask(place, reason);
        };
        match change.aspect {
            Aspect::Required => require(schema, field),
            Aspect::Presence | Aspect::Type => set_field(schema, field, form.field(field)),
            aspect => set_fact(schema, field, aspect),
        }
    }

    /// A new model comes with what refers to it; one that the document lacks is kept.
    fn whole_model(&mut self, model: &str, change: &Change) {
        let home = self.spec.home(model).filter(|home| !self.spec.is_other(home));
        if let Some(home) = home.map(str::to_owned)
            && change.aspect == Aspect::Presence
            && change.new.is_none()
        {
            self.keep(&home, change);
        }
    }

    /// The model that a change is about, and its field on the side of the document.
    fn field_of(&self, model: &str, change: &Change) -> Option<(&'a ModelKey, Option<&'a Field>)> {
        let key = *self.keys.get(model)?;
        let wire = change.name.as_deref()?;
        Some((key, self.form.models.get(key)?.fields.get(wire)))
    }

    /// The document that holds a model.
    fn home_of(&self, key: &ModelKey) -> Option<String> {
        if key.of_operation {
            return self.spec.route(&key.root).map(|route| route.document.clone());
        }
        self.spec.home(&key.root).map(str::to_owned)
    }

    /// The schema of a model.
    fn written(&mut self, key: &ModelKey) -> Option<&mut Map> {
        if !key.of_operation {
            let schema = self.spec.schema_mut(&key.root)?;
            return inside(schema, &key.inside)?.as_map_mut();
        }
        let (first, rest) = key.inside.split_first()?;
        let operation = self.spec.operation_mut(&key.root)?;
        let content = if first == "model" {
            operation.get_mut("requestBody")?.at_mut(&["content"])?
        } else {
            let responses = operation.get_mut("responses")?.as_map_mut()?;
            let success = responses.iter_mut().find(|(status, _)| status.starts_with('2'))?;
            success.1.at_mut(&["content"])?
        };
        let media = content.as_map_mut()?.values_mut().next()?;
        inside(object(media.at_mut(&["schema"])?), rest)?.as_map_mut()
    }

    /// Adds a code of the platform.
    pub(super) fn platform_code(&mut self, change: &Change) {
        let Some(name) = &self.decisions.common_error else { return };
        let Some(code) = &change.new else {
            let home = self.spec.home(name).unwrap_or_default().to_owned();
            return self.keep(&home, change);
        };
        let schema = self.spec.schema_mut(name);
        if let Some(codes) =
            schema.and_then(|schema| schema.at_mut(&["properties", "code", "enum"]))
        {
            let codes = codes.make_list();
            let at = sorted::position(codes.iter().filter_map(Node::as_text), &code.as_str());
            codes.insert(at, Node::text(code));
        }
    }
}

/// The inline object below lists and maps.
fn object(mut node: &mut Node) -> &mut Node {
    while let Some(key) = ["items", "additionalProperties"]
        .into_iter()
        .find(|key| node.get(key).is_some_and(|inner| inner.as_map().is_some()))
    {
        // It is there.
        node = node.make_map().entry(key.to_owned()).or_default();
    }
    node
}

fn inside<'n>(schema: &'n mut Node, fields: &[String]) -> Option<&'n mut Node> {
    let mut node = object(schema);
    for field in fields {
        node = object(node.at_mut(&["properties", field.as_str()])?);
    }
    Some(node)
}

/// Writes what a schema says of a field besides its type.
fn set_fact(schema: &mut Map, field: &Field, aspect: Aspect) {
    let fields = schema.get_mut("properties");
    let Some(written) = fields.and_then(|fields| fields.at_mut(&[&field.wire])) else { return };
    match aspect {
        Aspect::Value => {
            let values = with_old_values(written, &field.values);
            set_values(written, &values);
        }
        Aspect::Deprecation => set_deprecated(written.make_map(), field.deprecated),
        Aspect::Limit => set_limits(written.make_map(), &field.limits),
        _ => {}
    }
}

/// Writes a field, with the sentence and the example that it had.
fn set_field(schema: &mut Map, field: &Field, mut written: Node) {
    if !schema.contains_key("properties") {
        sorted::insert_in_order(schema, &ORDER, "properties", Node::default());
    }
    let fields = schema.entry("properties".to_owned()).or_default().make_map();
    for key in ["description", "example"] {
        if let Some(ours) = fields.get(&field.wire).and_then(|old| old.get(key)) {
            written.make_map().insert(key.to_owned(), ours.clone());
        }
    }
    sorted::insert(fields, &field.wire, written);
    if field.required {
        require(schema, field);
    }
}

/// Says whether a field is required.
fn require(schema: &mut Map, field: &Field) {
    if !schema.contains_key("required") {
        sorted::insert_in_order(schema, &ORDER, "required", Node::List(Vec::new()));
    }
    let required = schema.entry("required".to_owned()).or_default().make_list();
    required.retain(|other| other.as_text() != Some(&field.wire));
    if field.required {
        let at = sorted::position(required.iter().filter_map(Node::as_text), &field.wire.as_str());
        required.insert(at, Node::text(&field.wire));
    }
    if required.is_empty() {
        schema.shift_remove("required");
    }
}

/// Values with those that stand there already.
pub(super) fn with_old_values(schema: &Node, values: &BTreeSet<String>) -> BTreeSet<String> {
    let old = schema.get("enum").or_else(|| schema.at(&["items", "enum"]));
    let old = old.map(Node::items).unwrap_or_default();
    let old = old.iter().filter_map(Node::as_text).map(str::to_owned);
    old.chain(values.iter().cloned()).collect()
}
