//! Changes of the parameters of operations.

use std::collections::BTreeMap;

use super::edits::Import;
use super::form::{Form, set_limits, set_values};
use super::model::with_old_values;
use super::operation::ORDER;
use super::sorted;
use crate::diff::{Aspect, Change};
use crate::ir::{Field, Operation};
use crate::yaml::{Map, Node};

impl Import<'_> {
    /// Writes the parameters of the path anew.
    pub(super) fn path(&mut self, new: &Operation) {
        let Some(written) = self.spec.operation_mut(&new.id) else { return };
        let (own, query): (Vec<_>, Vec<_>) =
            parameters(written).drain(..).partition(|parameter| kind(parameter) == Some("path"));
        let mut all = BTreeMap::new();
        for field in &new.path_parameters {
            let same = own.iter().find(|other| name(other) == Some(&field.wire));
            let written = described(self.form.parameter("path", field), same);
            all.insert(&field.wire, written);
        }
        *parameters(written) = all.into_values().chain(query).collect();
        if parameters(written).is_empty() {
            written.shift_remove("parameters");
        }
    }

    /// Adds a parameter of the query, or changes one.
    pub(super) fn query(&mut self, new: &Operation, aspect: Aspect, change: &Change) {
        let wire = change.name.as_deref().unwrap_or_default();
        let Some(field) = new.query.iter().find(|field| field.wire == wire) else { return };
        match aspect {
            Aspect::Presence => {
                let document = self.spec.route(&new.id).map(|route| route.document.clone());
                self.unexplained(&document.unwrap_or_default(), wire);
            }
            Aspect::Value if change.new.is_none() => return self.keep(&new.id, change),
            // A document of any age may know of more.
            Aspect::Deprecation if field.deprecated => {}
            Aspect::Limit if change.old.is_none() => {}
            Aspect::Type | Aspect::Required | Aspect::Limit | Aspect::Deprecation
                if !self.contradicts(&new.id, change) => {}
            Aspect::Value => {}
            _ => return,
        }
        let form = self.form;
        let Some(written) = self.spec.operation_mut(&new.id) else { return };
        let all = parameters(written);
        let same = |other: &Node| kind(other) == Some("query") && name(other) == Some(wire);
        match all.iter().position(same) {
            Some(at) => all[at] = changed(form, field, &all[at], aspect),
            None => {
                let keys = all.iter().map(|other| (kind(other), name(other)));
                let at = sorted::position(keys, &(Some("query"), Some(wire)));
                all.insert(at, form.parameter("query", field));
            }
        }
    }
}

/// A parameter as it is now, with the sentence that it had.
fn changed(form: Form<'_>, field: &Field, old: &Node, aspect: Aspect) -> Node {
    const ORDER: [&str; 5] = ["in", "name", "required", "deprecated", "schema"];
    let mut parameter = old.clone();
    let map = parameter.make_map();
    match aspect {
        Aspect::Deprecation if field.deprecated => {
            sorted::insert_in_order(map, &ORDER, "deprecated", Node::yes());
        }
        Aspect::Deprecation => _ = map.shift_remove("deprecated"),
        Aspect::Value | Aspect::Limit => {
            let schema = map.entry("schema".to_owned()).or_default();
            let values = with_old_values(schema, &field.values);
            set_values(schema, &values);
            set_limits(schema.make_map(), &field.limits);
        }
        _ => return described(form.parameter("query", field), Some(old)),
    }
    parameter
}

fn described(mut parameter: Node, old: Option<&Node>) -> Node {
    if let Some(text) = old.and_then(|old| old.get("description")) {
        parameter.make_map().insert("description".to_owned(), text.clone());
    }
    parameter
}

fn parameters(operation: &mut Map) -> &mut Vec<Node> {
    if !operation.contains_key("parameters") {
        sorted::insert_in_order(operation, &ORDER, "parameters", Node::List(Vec::new()));
    }
    operation.entry("parameters".to_owned()).or_default().make_list()
}

fn kind(parameter: &Node) -> Option<&str> {
    parameter.get("in").and_then(Node::as_text)
}

fn name(parameter: &Node) -> Option<&str> {
    parameter.get("name").and_then(Node::as_text)
}
