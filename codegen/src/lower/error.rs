//! Error responses to error codes. One hand-written error type serves all operations, so of the
//! two schemas per operation that the official document has, the codes are what is left.

use std::collections::BTreeSet;

use openapiv3::{Operation, ReferenceOr, Schema, SchemaKind};

use super::lowering::Lowering;
use super::schema::by_ref;
use super::shape::{Object, Shape, shape};
use super::status::is_success;
use crate::ir::Ir;
use crate::load::{Decisions, Documents, RESPONSES};
use crate::problem::{Place, Problems};

impl Lowering<'_> {
    /// Takes the platform's codes from the schema that all error responses share.
    pub(super) fn common_error(&mut self) {
        let documents = self.documents;
        let Some(name) = &documents.decisions.common_error else {
            return;
        };
        match documents.schema(name) {
            Some((place, schema)) => {
                let mut codes = BTreeSet::new();
                self.error_schemas.insert(name.clone());
                self.rejection(by_ref(schema), &place, &mut codes);
                self.platform_codes = codes;
            }
            None => {
                let place = Place::root(&documents.decisions.source).at("common_error");
                self.problems.add_unused(&place, format!("there is no schema {name:?} any more"));
            }
        }
    }

    /// The codes that an operation documents: of its error responses, and of `x-error-codes`.
    pub(super) fn error_codes(&mut self, operation: &Operation, place: &Place) -> BTreeSet<String> {
        let mut codes = BTreeSet::new();
        let documents = self.documents;
        let rejections = (operation.responses.responses.iter())
            .filter(|(status, _)| !is_success(status))
            .map(|(status, response)| (status.to_string(), response))
            .chain(
                operation.responses.default.iter().map(|response| ("default".to_owned(), response)),
            );
        for (status, response) in rejections {
            let place = place.at("responses").at(status);
            let Some((place, response)) = documents.resolve(&RESPONSES, response, place) else {
                continue;
            };
            for (media_type, media) in &response.content {
                let place = place.at("content").at(media_type).at("schema");
                if let Some(schema) = &media.schema {
                    self.rejection(by_ref(schema), &place, &mut codes);
                }
            }
        }
        codes.extend(listed_codes(operation));
        if self.take(codes.len(), place) { codes } else { BTreeSet::new() }
    }

    /// Collects the codes of an error schema, or of the members of a union of them.
    fn rejection(
        &mut self,
        schema: ReferenceOr<&Schema>,
        place: &Place,
        codes: &mut BTreeSet<String>,
    ) {
        let mut todo = vec![(schema, place.clone())];
        let mut seen = BTreeSet::new();
        let documents = self.documents;
        while let Some((schema, place)) = todo.pop() {
            let schema = match schema {
                ReferenceOr::Item(schema) => schema,
                ReferenceOr::Reference { reference } => {
                    let name = Documents::schema_name(&reference);
                    let common = documents.decisions.common_error.as_ref() == Some(&name);
                    if seen.insert(name.clone())
                        && !common
                        && let Some((place, schema)) = documents.schema(&name)
                    {
                        self.error_schemas.insert(name);
                        todo.push((by_ref(schema), place));
                    }
                    continue;
                }
            };
            match &schema.schema_kind {
                SchemaKind::OneOf { one_of: union }
                | SchemaKind::AnyOf { any_of: union }
                | SchemaKind::AllOf { all_of: union } => {
                    todo.extend(union.iter().map(|member| (by_ref(member), place.clone())));
                }
                _ => todo.extend(self.rejected_object(schema, &place, codes)),
            }
        }
    }

    /// Takes the codes of an object; gives the schemas that it inherits from.
    fn rejected_object<'s>(
        &mut self,
        schema: &'s Schema,
        place: &Place,
        codes: &mut BTreeSet<String>,
    ) -> Vec<(ReferenceOr<&'s Schema>, Place)> {
        match shape(schema) {
            Shape::Object(Object { properties, all_of, .. }) => {
                if let Some(code) = properties.get("code") {
                    codes.extend(self.values(by_ref(code), 0));
                }
                all_of.iter().map(|member| (by_ref(member), place.clone())).collect()
            }
            Shape::Same(same) => vec![(by_ref(same), place.clone())],
            Shape::Json => Vec::new(),
            _ => {
                let reason = "an error response must be an object, or a union of objects";
                self.problems.add(place, reason);
                Vec::new()
            }
        }
    }
}

/// Says of each code what to do about it, as the decisions know it.
pub(super) fn advise(ir: &mut Ir, decisions: &Decisions, problems: &mut Problems) {
    for (code, advice) in &decisions.advice {
        match ir.error_codes.get_mut(code) {
            Some(documented) => documented.advice = Some(advice.clone()),
            None => {
                let place = Place::root(&decisions.source).at("advice").at(code);
                problems.add_unused(&place, "nothing responds with this code any more");
            }
        }
    }
}

fn listed_codes(operation: &Operation) -> impl Iterator<Item = String> {
    let listed = operation.extensions.get("x-error-codes").and_then(|codes| codes.as_array());
    listed.into_iter().flatten().filter_map(|code| code.as_str().map(str::to_owned))
}
