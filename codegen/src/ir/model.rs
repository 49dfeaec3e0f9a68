//! Models, their fields, and the types on the wire.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// What a model is known by: the schema, and the way inside it for an inline one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ModelKey {
    /// The schema's name, or the id of the operation that holds the inline schema.
    pub root: String,
    /// The fields that lead to an inline schema; empty for a named one.
    pub inside: Vec<String>,
    /// Whether the root is an operation: a schema may have the same name.
    pub of_operation: bool,
}

impl ModelKey {
    /// The key of a named schema.
    pub fn named(name: &str) -> Self {
        Self { root: name.to_owned(), inside: Vec::new(), of_operation: false }
    }

    /// What the inline schemas of an operation stand below.
    pub fn operation(id: &str) -> Self {
        Self { of_operation: true, ..Self::named(id) }
    }

    /// The key of an inline schema below this one.
    #[must_use]
    pub fn inside(&self, part: &str) -> Self {
        let mut key = self.clone();
        key.inside.push(part.to_owned());
        key
    }
}

/// An object of the platform.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Model {
    /// The fields by wire name.
    pub fields: BTreeMap<String, Field>,
    /// What the documents say of it.
    pub description: String,
    /// The products whose operations reach it.
    pub products: BTreeSet<String>,
    /// Where it is used.
    pub uses: BTreeSet<Use>,
}

/// How an operation or another model uses a model.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Use {
    /// As the body of a request, or its JSON part.
    Request {
        /// The group of the operation.
        tag: String,
        /// The id of the operation.
        operation: String,
    },
    /// As the response.
    Response {
        /// The group of the operation.
        tag: String,
        /// The id of the operation.
        operation: String,
    },
    /// As a part of another model.
    Part(ModelKey),
}

/// A field of a model, or a parameter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// The name on the wire.
    pub wire: String,
    /// The type.
    pub ty: Type,
    /// What the documents say of it.
    pub description: String,
    /// The documented values of a text. The list is open.
    pub values: BTreeSet<String>,
    /// Whether the documents require it. All the same it can be left out.
    pub required: bool,
    /// Whether it should not be used any more.
    pub deprecated: bool,
    /// A value that the documents give as an example.
    pub example: Option<String>,
    /// What the documents say of its values.
    pub limits: Limits,
}

/// Which values a field takes, as far as the documents say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// The least number of characters of a text.
    pub min_length: Option<usize>,
    /// The largest number of characters of a text.
    pub max_length: Option<usize>,
    /// The least number.
    pub minimum: Option<String>,
    /// The largest number.
    pub maximum: Option<String>,
    /// The regular expression that a text matches somewhere.
    pub pattern: Option<String>,
    /// How a text is written, for instance `date-time`.
    pub format: Option<String>,
}

/// A type on the wire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Type {
    /// Text.
    Text,
    /// A whole number.
    Integer,
    /// A number with a fraction.
    Number,
    /// True or false.
    Boolean,
    /// JSON that the documents do not type.
    Json,
    /// A model.
    Model(ModelKey),
    /// A list.
    List(Box<Type>),
    /// A map from text.
    Map(Box<Type>),
}

impl Type {
    /// The model at the bottom of the type, if there is one.
    pub fn model(&self) -> Option<&ModelKey> {
        match self {
            Self::Model(key) => Some(key),
            Self::List(item) | Self::Map(item) => item.model(),
            _ => None,
        }
    }

    /// How many lists and maps stand inside one another.
    pub fn nesting(&self) -> usize {
        match self {
            Self::List(inner) | Self::Map(inner) => 1 + inner.nesting(),
            _ => 0,
        }
    }
}
