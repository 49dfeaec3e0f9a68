//! Operations: how each is called, by whom, and what comes back.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::check::Check;
use super::model::{Field, ModelKey, Type};
use super::pages::Pages;

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
    /// The content of the request.
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
    /// Who carries it by the v2 gateway, for an operation of v3 that only the gateway is known to
    /// serve.
    pub by_gateway: Option<Carrier>,
    /// The checks before the request is sent, in this order.
    pub checks: Vec<Check>,
    /// How it gives its results in pages, when it does.
    pub pages: Option<Pages>,
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
#[allow(missing_docs, reason = "the names of the variants explain them")]
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

impl Body {
    /// The type of its JSON: of all, or of the part `data` of a form.
    pub fn json(&self) -> Option<&Type> {
        match self {
            Self::Json(ty) | Self::Multipart { data: Some(ty), .. } => Some(ty),
            Self::Empty | Self::Multipart { data: None, .. } => None,
        }
    }
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

impl Response {
    /// The type of its JSON: of all, or of each event.
    pub fn json(&self) -> Option<&Type> {
        match self {
            Self::Json(ty) | Self::Events(ty) => Some(ty),
            Self::Empty | Self::Binary => None,
        }
    }
}

impl Operation {
    /// The models that it names itself.
    pub fn models(&self) -> impl Iterator<Item = &ModelKey> {
        let types = [self.body.json(), self.response.json()];
        types.into_iter().flatten().filter_map(Type::model)
    }
}
