//! Schemas to types and models.

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{ReferenceOr, Schema};

use super::lowering::{Lowering, Named};
use super::shape::{Object, Shape, is_binary, shape};
use crate::ir::{Field, Model, ModelKey, Type};
use crate::load::Documents;
use crate::problem::Place;

/// How many schemas may stand inside one another or refer to one another in a row, so that no
/// document can exhaust the stack.
const MAX_DEPTH: usize = 64;
/// How many lists and maps may stand inside one another; every type in Rust has this many levels.
const MAX_NESTING: usize = 16;

/// The fields of an object while they are put together.
struct Merge {
    fields: BTreeMap<String, Field>,
    /// The schemas that led here, one through the `allOf` of the other.
    chain: Vec<String>,
    /// The schemas whose fields are in.
    done: BTreeSet<String>,
}

impl Merge {
    /// An inline object may inherit from the schema that it stands in; that schema may not.
    fn new(key: &ModelKey) -> Self {
        let named = (!key.of_operation && key.inside.is_empty()).then(|| key.root.clone());
        Self { fields: BTreeMap::new(), chain: named.into_iter().collect(), done: BTreeSet::new() }
    }
}

impl Lowering<'_> {
    /// The type of a schema. `key` is what an inline object in this place is known by.
    pub(super) fn ty(
        &mut self,
        schema: ReferenceOr<&Schema>,
        place: &Place,
        key: &ModelKey,
    ) -> Option<Type> {
        self.deeper(place, |lowering| match schema {
            ReferenceOr::Reference { reference } => {
                lowering.named(&Documents::schema_name(&reference), place)
            }
            ReferenceOr::Item(schema) => lowering.inline(schema, place, key),
        })
    }

    /// Goes one level down, if there are not too many already.
    fn deeper<T>(&mut self, place: &Place, look: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        if self.depth > MAX_DEPTH {
            let reason = format!("more than {MAX_DEPTH} nested schemas, or references in a row");
            self.problems.add(place, reason);
            return None;
        }
        self.depth += 1;
        let found = look(self);
        self.depth -= 1;
        found
    }

    /// A list or a map of `inner`.
    fn nested(&mut self, wrap: fn(Box<Type>) -> Type, inner: Type, place: &Place) -> Option<Type> {
        if inner.nesting() >= MAX_NESTING {
            let reason = format!("more than {MAX_NESTING} levels of lists and maps");
            self.problems.add(place, reason);
            return None;
        }
        Some(wrap(Box::new(inner)))
    }

    fn inline(&mut self, schema: &Schema, place: &Place, key: &ModelKey) -> Option<Type> {
        match shape(schema) {
            Shape::Text(_) => Some(Type::Text),
            Shape::Integer => Some(Type::Integer),
            Shape::Number => Some(Type::Number),
            Shape::Boolean => Some(Type::Boolean),
            Shape::Json => Some(Type::Json),
            Shape::List(items) => {
                let item = self.ty(by_ref(items), &place.at("items"), key)?;
                self.nested(Type::List, item, place)
            }
            Shape::Map(values) => {
                let value = self.ty(by_ref(values), &place.at("additionalProperties"), key)?;
                self.nested(Type::Map, value, place)
            }
            Shape::Same(same) => self.ty(by_ref(same), &place.path(&["allOf", "0"]), key),
            Shape::Object(object) => {
                self.model(key, object, description(schema), place);
                Some(Type::Model(key.clone()))
            }
            Shape::Unsupported(reason) => {
                self.problems.add(place, reason);
                None
            }
        }
    }

    /// The type of a named schema; an object is queued to be lowered later.
    pub(super) fn named(&mut self, name: &str, place: &Place) -> Option<Type> {
        match self.named.get(name) {
            Some(Named::Is(ty)) => return Some(ty.clone()),
            Some(Named::Wrong) => return None,
            Some(Named::Open) => {
                self.problems
                    .add(place, format!("{name:?} refers to itself and never reaches a type"));
                return None;
            }
            None => {}
        }
        let (home, schema) = self.documents.schema(name)?;
        let key = ModelKey::named(name);
        let ty = match schema {
            ReferenceOr::Item(schema) if matches!(shape(schema), Shape::Object(_)) => {
                self.queue.push(name.to_owned());
                Some(Type::Model(key))
            }
            _ => {
                self.named.insert(name.to_owned(), Named::Open);
                self.ty(by_ref(schema), &home, &key)
            }
        };
        let named = ty.clone().map_or(Named::Wrong, Named::Is);
        self.named.insert(name.to_owned(), named);
        ty
    }

    /// Lowers what no operation mentions: somebody may need it, so it is not dropped.
    pub(super) fn unreferenced_schemas(&mut self) {
        let documents = self.documents;
        for name in documents.schema_names() {
            if self.error_schemas.contains(name) || self.form_schemas.contains(name) {
                continue;
            }
            if let Some((place, _)) = documents.schema(name) {
                self.named(name, &place);
            }
        }
        self.queued_models();
    }

    /// Lowers the fields of the named models that were met.
    fn queued_models(&mut self) {
        let documents = self.documents;
        while let Some(name) = self.queue.pop() {
            let Some((place, ReferenceOr::Item(schema))) = documents.schema(&name) else {
                continue;
            };
            if let Shape::Object(object) = shape(schema) {
                self.model(&ModelKey::named(&name), object, description(schema), &place);
            }
        }
    }

    fn model(&mut self, key: &ModelKey, object: Object<'_>, description: String, place: &Place) {
        if self.models.contains_key(key) {
            return;
        }
        // Known before its fields are, so that an object inside it can mean it.
        self.models.insert(key.clone(), Model { description, ..Model::default() });
        let mut merge = Merge::new(key);
        self.fields(key, object, place, &mut merge);
        if let Some(model) = self.models.get_mut(key) {
            model.fields = merge.fields;
        }
    }

    /// Collects the fields of an object, and those of the objects under its `allOf` (or another).
    fn fields(&mut self, key: &ModelKey, object: Object<'_>, place: &Place, merge: &mut Merge) {
        // First, so that what the object says itself wins.
        for (index, member) in object.all_of.iter().enumerate() {
            let place = place.at(object.union).at(index);
            self.inherited(key, member, &place, merge);
        }
        for (wire, schema) in object.properties {
            let place = place.at("properties").at(wire);
            let schema = by_ref(schema);
            let Some(ty) = self.ty(schema.clone(), &place, &key.inside(wire)) else {
                continue;
            };
            let facts = self.facts(schema.clone());
            let field = Field {
                wire: wire.clone(),
                ty,
                description: schema.as_item().map(|item| description(item)).unwrap_or_default(),
                values: self.values(schema, 0),
                required: false,
                deprecated: facts.deprecated,
                example: facts.example,
                limits: facts.limits,
            };
            if !self.take_field(&field, &place) {
                return;
            }
            let ty = field.ty.clone();
            if merge.fields.insert(wire.clone(), field).is_some_and(|other| other.ty != ty) {
                self.problems.add(
                    &place,
                    "another schema of the same object has this field with another type",
                );
            }
        }
        // Last, because an object may require what it inherits.
        for wire in object.required {
            if let Some(field) = merge.fields.get_mut(wire) {
                field.required = true;
            }
        }
    }

    fn inherited(
        &mut self,
        key: &ModelKey,
        member: &ReferenceOr<Schema>,
        place: &Place,
        merge: &mut Merge,
    ) {
        self.deeper(place, |lowering| {
            match member {
                ReferenceOr::Item(schema) => lowering.inherited_item(key, schema, place, merge),
                ReferenceOr::Reference { reference } => {
                    let name = Documents::schema_name(reference);
                    if merge.chain.contains(&name) {
                        lowering
                            .problems
                            .add(place, format!("the `allOf` of {name:?} leads back to it"));
                    } else if merge.done.insert(name.clone()) && lowering.take(1, place) {
                        let (home, schema) = lowering.documents.schema(&name)?;
                        let key = ModelKey::named(&name);
                        merge.chain.push(name);
                        lowering.inherited(&key, schema, &home, merge);
                        merge.chain.pop();
                    }
                }
            }
            Some(())
        });
    }

    fn inherited_item(
        &mut self,
        key: &ModelKey,
        schema: &Schema,
        place: &Place,
        merge: &mut Merge,
    ) {
        match shape(schema) {
            Shape::Object(object) => self.fields(key, object, place, merge),
            Shape::Same(same) => {
                self.inherited(key, same, &place.path(&["allOf", "0"]), merge);
            }
            Shape::Json => {}
            _ => self
                .problems
                .add(place, "a schema under `allOf`, `anyOf` or `oneOf` must be an object"),
        }
    }

    /// Whether a schema, or the one that it refers to, is a file.
    pub(super) fn is_file(&self, schema: ReferenceOr<&Schema>, depth: usize) -> bool {
        match schema {
            ReferenceOr::Item(schema) => match shape(schema) {
                Shape::Text(text) => is_binary(text),
                Shape::Same(same) if depth < MAX_DEPTH => self.is_file(by_ref(same), depth + 1),
                _ => false,
            },
            ReferenceOr::Reference { reference } => {
                depth < MAX_DEPTH
                    && self
                        .documents
                        .schema(&Documents::schema_name(&reference))
                        .is_some_and(|(_, schema)| self.is_file(by_ref(schema), depth + 1))
            }
        }
    }

    /// The documented values of a text, or of the texts in a list.
    pub(super) fn values(&self, schema: ReferenceOr<&Schema>, depth: usize) -> BTreeSet<String> {
        if depth > MAX_DEPTH {
            return BTreeSet::new();
        }
        match schema {
            ReferenceOr::Reference { reference } => self
                .documents
                .schema(&Documents::schema_name(&reference))
                .map(|(_, schema)| self.values(by_ref(schema), depth + 1))
                .unwrap_or_default(),
            ReferenceOr::Item(schema) => match shape(schema) {
                Shape::Text(text) => text.enumeration.iter().flatten().cloned().collect(),
                Shape::List(items) => self.values(by_ref(items), depth + 1),
                Shape::Same(same) => self.values(by_ref(same), depth + 1),
                _ => BTreeSet::new(),
            },
        }
    }
}

fn description(schema: &Schema) -> String {
    schema.schema_data.description.clone().unwrap_or_default()
}

/// `ReferenceOr` to a reference, so that boxed and plain schemas go the same way.
pub(super) fn by_ref<S: Borrow<Schema>>(schema: &ReferenceOr<S>) -> ReferenceOr<&Schema> {
    match schema {
        ReferenceOr::Item(schema) => ReferenceOr::Item(schema.borrow()),
        ReferenceOr::Reference { reference } => {
            ReferenceOr::Reference { reference: reference.clone() }
        }
    }
}
