//! What changed, as data.

use serde::Serialize;

use crate::ir::Protocol;

/// The difference of two surfaces.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diff {
    /// The protocols that only one side has. Nothing of theirs is compared.
    pub not_compared: Vec<NotCompared>,
    /// The changes: of error codes, of operations by id, of models by name.
    pub sections: Vec<Section>,
}

/// A protocol that only one side has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotCompared {
    /// The protocol.
    pub protocol: Protocol,
    /// The side that has it.
    pub side: Side,
    /// How many operations it has there.
    pub operations: usize,
}

/// A side of the comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the names of the variants explain them")]
pub enum Side {
    Old,
    New,
}

/// The changes of one subject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Section {
    /// What they concern.
    pub subject: Subject,
    /// The changes, always in the same order.
    pub changes: Vec<Change>,
}

/// What changes concern.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Subject {
    /// The error codes of the whole surface.
    ErrorCodes,
    /// An operation, and the models that it alone uses.
    Operation {
        /// Its id.
        id: String,
    },
    /// A model that several operations use, or none.
    Model {
        /// Its name in the documents.
        name: String,
        /// The ids of the operations, on either side.
        operations: Vec<String>,
    },
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What it does to programs.
    pub class: Class,
    /// What changed.
    pub what: What,
    /// Which aspect of it.
    pub aspect: Aspect,
    /// The model that it belongs to, or that it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// The name of the parameter, part or field, or the error code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The old value; nothing when something was added.
    pub old: Option<String>,
    /// The new value; nothing when something was removed.
    pub new: Option<String>,
}

/// What a change does to programs that use the SDK.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// Some program does not compile any more.
    Breaking,
    /// Every program compiles, but the platform treats requests in another way.
    Behavior,
    /// Nothing.
    Compatible,
    /// Nothing of its own: it comes or goes with its operation, model or body.
    Implied,
    /// Nothing: the words of the documentation changed.
    Prose,
}

/// What changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the names of the variants explain them")]
pub enum What {
    /// An error code that operations document: its constant.
    ErrorCode,
    /// An error code of the platform.
    PlatformCode,
    Operation,
    PathParameter,
    QueryParameter,
    /// A part of a form.
    Part,
    Model,
    Field,
}

/// Which aspect changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the names of the variants explain them")]
pub enum Aspect {
    /// Whether it is there; the text says more: the request, the type, how many fields it has.
    Presence,
    /// The group of an operation.
    Group,
    /// The product of an operation, a Cargo feature.
    Product,
    Protocol,
    /// Who sends the request.
    Carrier,
    Method,
    Path,
    /// The order of the path parameters.
    Order,
    /// Whether there are query parameters.
    Query,
    Body,
    Response,
    /// The status of a success.
    Status,
    Type,
    /// Whether the documents require it.
    Required,
    /// Which values it takes: a length, a range, a pattern.
    Limit,
    /// A documented value.
    Value,
    /// An error code that an operation documents.
    ErrorCode,
    Deprecation,
    Title,
    Description,
    /// A value that the documents give as an example.
    Example,
    /// Why it is deprecated.
    Reason,
}
