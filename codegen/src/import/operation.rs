//! Changes of operations that both sides have, new operations, and operations that are gone.

use super::edits::Import;
use super::form::COMMON;
use super::grouped::Grouped;
use super::question::Fold;
use super::sorted;
use super::spec::Route;
use crate::diff::{Aspect, Change, What};
use crate::ir::{Body, File, Idempotency, Operation};
use crate::lower::product_of;
use crate::names::dashed;
use crate::problem::Place;
use crate::yaml::Node;

/// The order of an operation.
pub(super) const ORDER: [&str; 11] = [
    "tags",
    "operationId",
    "x-carrier",
    "summary",
    "description",
    "deprecated",
    "x-deprecated-reason",
    "parameters",
    "requestBody",
    "responses",
    "x-error-codes",
];

impl<'a> Import<'a> {
    /// Changes one aspect of an operation.
    pub(super) fn operation(&mut self, id: &str, change: &Change) {
        let sides = (self.old.get(id).copied(), self.new.get(id).copied());
        match sides {
            (None, Some(new)) => self.add_operation(new),
            (Some(old), None) => self.withdraw(old.operation),
            (Some(old), Some(new)) => self.change_operation(old, new, change),
            (None, None) => {}
        }
    }

    /// Adds a whole operation to the document of its family.
    fn add_operation(&mut self, Grouped { api, operation }: Grouped<'a>) {
        let document = self.family(&api.tag);
        let route = Route::new(&document, &operation.path, operation.method);
        let place = route.place();
        let body = merged(&Body::Empty, &operation.body);
        let written = self.form.operation(&api.tag, &Operation { body, ..operation.clone() });
        self.spec.put_operation(&operation.id, route, written);
        self.questions.ask(
            place.at("description"),
            format!("what does {} do? It has no description yet", operation.id),
        );
        for field in operation.path_parameters.iter().chain(&operation.query) {
            self.unexplained(&document, &field.wire);
        }
        if operation.idempotency == Idempotency::Never {
            self.questions.fold(&document, Fold::Unjudged, &operation.id);
        }
    }

    /// The document of the family that a group belongs to.
    fn family(&mut self, tag: &str) -> String {
        let (feature, _, decision) = product_of(tag, self.decisions);
        let name = dashed(&feature).to_lowercase();
        let fits = |character: char| character.is_ascii_alphanumeric() || character == '-';
        if name.is_empty() || !name.chars().all(fits) {
            let place = Place::root(&self.document);
            self.problems.add(
                &place,
                format!(
                    "the name of the group {tag:?} cannot become a file name: set its product in decisions.yaml"
                ),
            );
        }
        let reserved = [COMMON, "decisions.yaml", "glossary.yaml"];
        let taken = |file: &str| self.spec.is_other(file) || reserved.contains(&file);
        let file = format!("{name}.yaml");
        let file = if taken(&file) { format!("{name}-product.yaml") } else { file };
        if decision.is_none() && !self.spec.has(&file) {
            self.questions.ask(
                Place::root("decisions.yaml").at("products"),
                format!("is {feature:?} the right product for new groups, and what is its title?"),
            );
        }
        file
    }

    /// Keeps an operation that the document does not have, as deprecated. An older document cannot
    /// know what came after it.
    fn withdraw(&mut self, operation: &Operation) {
        let Some(route) = self.spec.route(&operation.id).cloned() else { return };
        if operation.deprecated.is_some() {
            return;
        }
        if self.is_older {
            self.questions.fold(&route.document, Fold::Kept, &operation.id);
            return;
        }
        let reason = match self.date {
            Some(date) => format!("absent from the newest official document ({date})"),
            None => "absent from the newest official document".to_owned(),
        };
        if let Some(written) = self.spec.operation_mut(&operation.id) {
            sorted::insert_in_order(written, &ORDER, "deprecated", Node::yes());
            sorted::insert_in_order(written, &ORDER, "x-deprecated-reason", Node::Text(reason));
        }
    }

    /// Changes an operation that both sides have. What the document adds comes in, whatever its
    /// age; what it lacks is kept.
    fn change_operation(&mut self, old: Grouped<'a>, new: Grouped<'a>, change: &Change) {
        let id = &new.operation.id;
        let is_gone = change.new.is_none();
        match (change.what, change.aspect) {
            (What::Operation, Aspect::ErrorCode) => self.code(id, change),
            (What::QueryParameter | What::Part, Aspect::Presence) if is_gone => {
                self.keep(id, change);
            }
            (What::QueryParameter, aspect) => self.query(new.operation, aspect, change),
            (What::Part, Aspect::Presence) => self.body(old.operation, new.operation),
            // The first follows from parameters, the second from decisions; the rest is ours.
            (_, Aspect::Query | Aspect::Product | Aspect::Carrier | Aspect::Description) => {}
            _ if self.contradicts(id, change) => {}
            _ => self.correct_operation(old, new, change),
        }
    }

    /// Changes an operation as a document wants that is right where both differ.
    fn correct_operation(&mut self, old: Grouped<'a>, new: Grouped<'a>, change: &Change) {
        match (change.what, change.aspect) {
            (What::PathParameter, _) => self.path(new.operation),
            (_, Aspect::Path | Aspect::Method | Aspect::Order) => self.reroute(new),
            (_, Aspect::Group) => self.regroup(new),
            (_, Aspect::Title) => self.retitle(new.operation),
            (_, Aspect::Deprecation | Aspect::Reason) => self.deprecate(new.operation),
            (_, Aspect::Response | Aspect::Status) => self.response(new.operation),
            (What::Part, _) | (_, Aspect::Body) => self.body(old.operation, new.operation),
            _ => {}
        }
    }

    fn retitle(&mut self, new: &Operation) {
        if !new.title.is_empty() {
            self.set(&new.id, "summary", Node::text(&new.title));
        }
    }

    fn set(&mut self, id: &str, key: &str, value: Node) {
        if let Some(written) = self.spec.operation_mut(id) {
            sorted::insert_in_order(written, &ORDER, key, value);
        }
    }

    fn remove(&mut self, id: &str, key: &str) {
        if let Some(written) = self.spec.operation_mut(id) {
            written.shift_remove(key);
        }
    }

    fn code(&mut self, id: &str, change: &Change) {
        let Some(code) = &change.new else {
            return self.keep(id, change);
        };
        let Some(written) = self.spec.operation_mut(id) else { return };
        if !written.contains_key("x-error-codes") {
            sorted::insert_in_order(written, &ORDER, "x-error-codes", Node::List(Vec::new()));
        }
        let codes = written.entry("x-error-codes".to_owned()).or_default().make_list();
        let at = sorted::position(codes.iter().filter_map(Node::as_text), &code.as_str());
        codes.insert(at, Node::text(code));
    }

    /// Moves an operation to its path and method.
    fn reroute(&mut self, new: Grouped<'a>) {
        let id = &new.operation.id;
        let Some(document) = self.spec.route(id).map(|route| route.document.clone()) else {
            return;
        };
        let route = Route::new(&document, &new.operation.path, new.operation.method);
        if self.spec.route(id) == Some(&route) {
            return;
        }
        if let Some(written) = self.spec.take_operation(id) {
            self.spec.put_operation(id, route, written);
        }
        self.path(new.operation);
    }

    /// Moves an operation to its group, and to the document of the group's family.
    fn regroup(&mut self, new: Grouped<'a>) {
        let id = &new.operation.id;
        self.set(id, "tags", Node::texts([&new.api.tag]));
        let document = self.family(&new.api.tag);
        if self.spec.route(id).is_some_and(|route| route.document != document)
            && let Some(written) = self.spec.take_operation(id)
        {
            let route = Route::new(&document, &new.operation.path, new.operation.method);
            self.spec.put_operation(id, route, written);
        }
    }

    fn deprecate(&mut self, new: &Operation) {
        self.remove(&new.id, "x-deprecated-reason");
        match &new.deprecated {
            Some(_) => self.set(&new.id, "deprecated", Node::yes()),
            None => self.remove(&new.id, "deprecated"),
        }
    }

    fn response(&mut self, new: &Operation) {
        let response = self.form.response(&new.response);
        let Some(written) = self.spec.operation_mut(&new.id) else { return };
        let responses = written.entry("responses".to_owned()).or_default().make_map();
        let success = responses.keys().position(|status| status.starts_with('2'));
        if let Some(index) = success {
            responses.shift_remove_index(index);
        }
        responses.shift_insert(0, new.status.clone(), response);
    }

    /// Writes the body anew.
    fn body(&mut self, old: &Operation, new: &Operation) {
        match self.form.body(&merged(&old.body, &new.body)) {
            Some(written) => self.set(&new.id, "requestBody", written),
            None => self.remove(&new.id, "requestBody"),
        }
    }
}

/// The new body with our words for its files, and with the files that the document lacks.
fn merged(old: &Body, new: &Body) -> Body {
    let mut body = new.clone();
    if let Body::Multipart { files, .. } = &mut body {
        let kept: &[File] = if let Body::Multipart { files, .. } = old { files } else { &[] };
        for file in &mut *files {
            let same = kept.iter().find(|old| old.wire == file.wire);
            file.description = same.map(|old| old.description.clone()).unwrap_or_default();
        }
        let gone = kept.iter().filter(|old| files.iter().all(|new| new.wire != old.wire));
        let gone: Vec<_> = gone.cloned().collect();
        files.extend(gone);
    }
    body
}
