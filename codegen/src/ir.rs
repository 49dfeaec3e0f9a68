//! The surface in the SDK's own words. Emitters see this and [`Names`](crate::Names) only.
//!
//! Everything is ordered by wire name, so the order of keys in the documents has no say.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

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
}

/// A product family, or all operations of another protocol: one Cargo feature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    /// What it is, for people.
    pub title: String,
    /// How its operations are called.
    pub protocol: Protocol,
}

/// How an operation is called.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Protocol {
    /// The v3 REST interface.
    #[default]
    V3,
    /// The v2 gateway: one address, operations told apart by name.
    V2,
    /// Taobao TOP, likewise.
    Top,
}

impl Protocol {
    /// The protocol of a document, as its `x-protocol` names it.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "v2" => Some(Self::V2),
            "top" => Some(Self::Top),
            _ => None,
        }
    }

    /// The Cargo feature and the title of what all operations of the protocol need. Those of the
    /// v3 REST interface belong to product families instead.
    pub fn product(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::V3 => None,
            Self::V2 => Some(("v2", "The v2 gateway: page and app payments")),
            Self::Top => Some(("top", "Taobao TOP: offline packages of mini programs")),
        }
    }
}

/// Who sends the request of an operation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Carrier {
    /// The SDK.
    #[default]
    Server,
    /// The buyer's browser.
    Browser,
    /// An app on the buyer's phone.
    App,
    /// A browser or an app, as the caller likes.
    Either,
}

impl Carrier {
    /// Who `x-carrier` names.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "browser" => Some(Self::Browser),
            "app" => Some(Self::App),
            "either" => Some(Self::Either),
            _ => None,
        }
    }

    /// Whether a browser can open the request.
    pub fn has_page(self) -> bool {
        matches!(self, Self::Browser | Self::Either)
    }

    /// Whether an app can take the request.
    pub fn has_app(self) -> bool {
        matches!(self, Self::App | Self::Either)
    }
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

/// One operation.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Operation {
    /// The id, for instance `alipay.trade.pay`.
    pub id: String,
    /// The HTTP method.
    pub method: Method,
    /// The path on the wire, with parameters in braces; the id after a slash where operations are
    /// told apart by name.
    pub path: String,
    /// The official title.
    pub title: String,
    /// What it does.
    pub description: String,
    /// Why it should not be used any more.
    pub deprecated: Option<String>,
    /// The parameters of the path, in the order of the path.
    pub path_parameters: Vec<Field>,
    /// The parameters of the query, by wire name.
    pub query: Vec<Field>,
    /// The request's content.
    pub body: Body,
    /// The status of a success, for instance `200`.
    pub status: String,
    /// What comes back.
    pub response: Response,
    /// The error codes documented for it, besides those of the platform.
    pub error_codes: BTreeSet<String>,
    /// Those of them after which the caller mends something and sends the same again.
    pub mendable: BTreeSet<String>,
    /// Whether a retry is safe when nobody knows what became of it.
    pub idempotency: Idempotency,
    /// Who sends the request.
    pub carrier: Carrier,
    /// The checks before the request is sent, in this order.
    pub checks: Vec<Check>,
}

/// A check of some fields before they are sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Of each field the wire names that lead to it from the body, joined with dots; or the name of
    /// a parameter beside the body.
    pub fields: Vec<String>,
    /// What they have to be.
    pub rule: Rule,
}

/// What a field has to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rule {
    /// Set, and not empty.
    Required,
    /// A text that matches as a whole.
    Matches(Pattern),
    /// No text that matches as a whole: that is worth a warning.
    Warns(Pattern),
}

/// A regular expression, and what is said of a field by it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pattern {
    /// The expression, as the crate `regex-lite` reads it.
    pub pattern: String,
    /// What follows the name of the field in a message.
    pub says: String,
}

/// Whether an operation can be retried when nobody knows what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Idempotency {
    /// It might be done twice.
    Never,
    /// It changes nothing.
    Always,
    /// When one of these fields of the body is set: it is done once per idempotency key.
    Key(Vec<String>),
}

/// An HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    /// The name on the wire.
    pub fn wire(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// What an operation sends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Body {
    /// Nothing.
    Empty,
    /// A JSON text.
    Json(Type),
    /// A multipart form: the type of the JSON part `data`, and the files.
    Multipart {
        /// The JSON part.
        data: Option<Type>,
        /// The file parts, by wire name.
        files: Vec<File>,
    },
}

/// A file part of an upload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// The part's name.
    pub wire: String,
    /// What it is, when the documents say so.
    pub description: String,
    /// Whether the documents require it. All the same it can be left out.
    pub required: bool,
}

/// What an operation responds with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Response {
    /// Nothing but the status.
    Empty,
    /// A JSON text.
    Json(Type),
    /// Server-sent events, a JSON text each.
    Events(Type),
    /// Bytes: a file.
    Binary,
}

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
