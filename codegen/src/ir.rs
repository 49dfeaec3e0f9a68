//! The surface in the SDK's own words. Emitters see this and [`Names`](crate::Names) only.
//!
//! Everything is ordered by wire name, so the order of keys in the documents has no say.

mod check;
mod model;
mod operation;
mod pages;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

pub use check::{Check, Pattern, Rule};
pub use model::{Field, Limits, Model, ModelKey, Type, Use};
pub use operation::{Body, Carrier, File, Idempotency, Method, Operation, Protocol, Response};
pub use pages::{PageKind, Pages};

/// The whole surface.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Ir {
    /// The API groups by tag.
    pub apis: BTreeMap<String, Api>,
    /// The models by key.
    pub models: BTreeMap<ModelKey, Model>,
    /// The product families by feature name as decided or derived.
    pub products: BTreeMap<String, Product>,
    /// All error codes, with who documents each.
    pub error_codes: BTreeMap<String, Documented>,
    /// The codes that every operation can respond with.
    pub platform_codes: BTreeSet<String>,
    /// The codes of rejections that come before anything is processed.
    pub early_codes: BTreeMap<Protocol, EarlyCodes>,
    /// Where the operations are, by the way to call them, as the documents say.
    pub servers: BTreeMap<Protocol, String>,
    /// Values for examples.
    pub samples: Samples,
}

impl Ir {
    /// The models that applications fill: those of requests, and all inside of them.
    pub fn sent_models(&self) -> BTreeSet<&ModelKey> {
        let bodies = self.operations().filter_map(|operation| operation.body.json());
        let queries = self.operations().flat_map(|operation| &operation.query);
        let types = bodies.chain(queries.map(|field| &field.ty));
        self.with_parts(types.filter_map(Type::model))
    }

    /// These models, and all inside of them.
    pub(crate) fn with_parts<'a>(
        &'a self,
        keys: impl IntoIterator<Item = &'a ModelKey>,
    ) -> BTreeSet<&'a ModelKey> {
        let mut todo: Vec<_> = keys.into_iter().collect();
        let mut seen = BTreeSet::new();
        while let Some(key) = todo.pop() {
            if let Some(model) = self.models.get(key)
                && seen.insert(key)
            {
                todo.extend(model.fields.values().filter_map(|field| field.ty.model()));
            }
        }
        seen
    }

    /// All operations, ordered by group and id.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.apis.values().flat_map(|api| api.operations.values())
    }

    /// All things without a description: the wire names of fields, parameters and parts, with the
    /// schema or the operation that has each.
    pub fn undescribed(&self) -> impl Iterator<Item = (&str, &str)> {
        let of_models = self.models.iter().flat_map(|(key, model)| {
            model.fields.values().map(|field| (&*key.root, &*field.wire, &field.description))
        });
        let of_operations = self.operations().flat_map(|operation| {
            let parts = match &operation.body {
                Body::Multipart { files, .. } => files.as_slice(),
                _ => &[],
            };
            let parts = parts.iter().map(|part| (&*part.wire, &part.description));
            let fields = operation.path_parameters.iter().chain(&operation.query);
            let fields = fields.map(|field| (&*field.wire, &field.description));
            fields.chain(parts).map(|(wire, description)| (&*operation.id, wire, description))
        });
        let all = of_models.chain(of_operations);
        all.filter(|(_, _, description)| description.is_empty())
            .map(|(owner, wire, _)| (owner, wire))
    }

    /// The groups whose operations are called in one way.
    pub fn apis_of(&self, protocol: Protocol) -> impl Iterator<Item = &Api> {
        self.apis.values().filter(move |api| api.protocol == protocol)
    }
}

/// The operations that document an error code: not their whole list, which would hold most ids
/// of the surface several times over.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Documented {
    /// The first of them by id; none for a code that is the platform's alone.
    pub first: Option<String>,
    /// How many they are.
    pub count: usize,
    /// What to do about it, where that is known.
    pub advice: Option<String>,
}

impl Documented {
    /// Counts one more operation.
    pub fn add(&mut self, id: &str) {
        self.count += 1;
        if self.first.as_deref().is_none_or(|first| id < first) {
            self.first = Some(id.to_owned());
        }
    }
}

/// Codes by which the platform rejects a request before it processes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlyCodes {
    /// After these the same request is rejected again.
    pub rejected: BTreeSet<String>,
    /// These say that there are too many calls at the moment.
    pub limited: BTreeSet<String>,
}

/// Values for examples.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Samples {
    /// By the name of a field, or the end of one after an underscore.
    pub names: BTreeMap<String, Sample>,
    /// By field, for objects whose examples show these fields alone: schemas, and the queries of
    /// operations by id.
    pub objects: BTreeMap<String, BTreeMap<String, Sample>>,
    /// By field, for the operations of this id, or whose ids begin with it and a dot.
    pub operations: BTreeMap<String, BTreeMap<String, Sample>>,
}

/// A value for examples.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Sample {
    /// How much it tells: the lowest rank is the first to be shown.
    pub rank: usize,
    /// The value, as text.
    pub value: String,
}

impl Samples {
    /// The sample for a name: of the whole name, or of its longest end.
    pub fn get(&self, wire: &str) -> Option<&Sample> {
        let ends = wire.match_indices('_').map(|(at, _)| &wire[at + 1..]);
        std::iter::once(wire).chain(ends).find_map(|name| self.names.get(name))
    }

    /// The sample for a name in the example of an operation: that of the longest beginning of its
    /// id, or the general one.
    pub fn of(&self, operation: &str, wire: &str) -> Option<&Sample> {
        let dots = operation.rmatch_indices('.').map(|(at, _)| &operation[..at]);
        let mut beginnings = std::iter::once(operation).chain(dots);
        let own = beginnings.find_map(|beginning| self.operations.get(beginning)?.get(wire));
        own.or_else(|| self.get(wire))
    }
}

/// A product family, or all operations of another protocol: one Cargo feature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    /// What it is, for people.
    pub title: String,
    /// How its operations are called.
    pub protocol: Protocol,
}

/// A group of operations: one API struct.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Api {
    /// The tag, for instance `alipay.trade`.
    pub tag: String,
    /// How its operations are called.
    pub protocol: Protocol,
    /// The product that it belongs to.
    pub product: String,
    /// The operations by id.
    pub operations: BTreeMap<String, Operation>,
}
