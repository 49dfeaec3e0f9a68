//! The part of OpenAPI 3.0.3 that is supported, checked on the tree before anything is lowered:
//! what is not known here is an error, so nothing can be dropped silently.
//!
//! Let through, and ignored on purpose, because it does not change what an application writes:
//!
//! * `nullable`, `readOnly`, `writeOnly`, and bounds of other things than texts and numbers: the
//!   platform checks values, and its responses are not held against them;
//! * `default`, `examples`, `xml`, `externalDocs`, `title` of a schema: not needed;
//! * what stands beside a `$ref`, except `description`, `example` and `deprecated`;
//! * `headers` of a response: a response shows all of its headers, documented or not;
//! * `encoding` of a form: its part `data` is always JSON, a file says itself what it holds;
//! * `info`, `tags`, `servers`, `security`, `securitySchemes`: the SDK knows the platform;
//! * fields that begin with `x-`, except `x-error-codes`, `x-deprecated-reason` and `x-carrier` of
//!   an operation, and `x-protocol` of a document.

mod reference;
mod schema;
mod value;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::document::Section;
use crate::ir::{Carrier, Protocol};
use crate::problem::{Place, Problems};

type Object = Map<String, Value>;

const ROOT: &[&str] =
    &["openapi", "info", "servers", "tags", "paths", "components", "security", "externalDocs"];
const COMPONENTS: &[&str] =
    &["schemas", "parameters", "responses", "requestBodies", "examples", "securitySchemes"];
const METHODS: &[&str] = &["get", "post", "put", "patch", "delete"];
const PATH_ITEM: &[&str] =
    &["get", "post", "put", "patch", "delete", "parameters", "summary", "description"];
const OPERATION: &[&str] = &[
    "tags",
    "summary",
    "description",
    "externalDocs",
    "operationId",
    "parameters",
    "requestBody",
    "responses",
    "deprecated",
    "security",
];
const PARAMETER: &[&str] = &[
    "name",
    "in",
    "description",
    "required",
    "deprecated",
    "allowEmptyValue",
    "style",
    "explode",
    "schema",
    "example",
    "examples",
];
const MEDIA_TYPE: &[&str] = &["schema", "example", "examples", "encoding"];

/// A component with content, which references can name.
struct Holder {
    /// With its article.
    what: &'static str,
    section: Section,
    members: &'static [&'static str],
    /// The field that must be there.
    needed: &'static str,
}

const REQUEST_BODY: Holder = Holder {
    what: "a request body",
    section: Section::RequestBodies,
    members: &["description", "content", "required"],
    needed: "content",
};
const RESPONSE: Holder = Holder {
    what: "a response",
    section: Section::Responses,
    members: &["description", "headers", "content"],
    needed: "description",
};

/// Checks every document. Says whether they can be lowered all the same: not when a reference
/// leads nowhere. What leads into a document that could not be read is not judged.
pub(super) fn check(
    trees: &BTreeMap<String, Value>,
    unread: &BTreeSet<&str>,
    problems: &mut Problems,
) -> bool {
    let found = Problems::default();
    let mut checker = Checker { trees, unread, problems: found, can_be_lowered: true };
    for (name, tree) in trees {
        checker.document(name, tree);
    }
    problems.extend(checker.problems);
    checker.can_be_lowered
}

struct Checker<'t> {
    trees: &'t BTreeMap<String, Value>,
    unread: &'t BTreeSet<&'t str>,
    problems: Problems,
    can_be_lowered: bool,
}

impl<'t> Checker<'t> {
    fn document(&mut self, name: &str, tree: &'t Value) {
        let place = Place::root(name);
        let Some(root) = self.object(tree, &place, "an OpenAPI document") else {
            return;
        };
        match root.get("openapi") {
            Some(Value::String(version)) if version.starts_with("3.0.") => {}
            Some(version) => self.problems.add(
                &place.at("openapi"),
                format!("OpenAPI {version} is not supported; this must be text that begins with \"3.0.\""),
            ),
            None => {
                let reason = "not an OpenAPI document: it has no `openapi` field";
                self.problems.add(&place, reason);
                self.can_be_lowered = false;
                return;
            }
        }
        self.members(root, &place, "a document", ROOT);
        self.servers(root, &place);
        self.protocol(root, &place);
        self.each(root, "paths", &place, |checker, path, item, at| {
            if !path.starts_with('/') {
                checker.problems.add(at, "a path must begin with `/`");
            }
            if path.contains(['?', '#']) || path.contains(char::is_whitespace) {
                let reason = "a path must hold no `?`, no `#` and no blank";
                checker.problems.add(at, reason);
            }
            let odd = path.split('/').skip(1).any(|part| matches!(part, "" | "." | ".."));
            if odd || path.contains(['\\', '%']) || path.contains(char::is_control) {
                let reason = "a path must hold no empty part, no `.` or `..`, no `\\` and no `%`";
                checker.problems.add(at, reason);
            }
            checker.path_item(item, at);
        });
        self.components(root, &place);
    }

    /// The SDK knows the hosts; a path in a server's address would be lost.
    fn servers(&mut self, root: &'t Object, place: &Place) {
        let Some(servers) = root.get("servers").and_then(Value::as_array) else { return };
        for (index, server) in servers.iter().enumerate() {
            let url = server.get("url").and_then(Value::as_str).unwrap_or_default();
            let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
            if rest.trim_end_matches('/').contains('/') {
                let reason = "the address of a server with a path is not supported";
                self.problems.add(&place.at("servers").at(index).at("url"), reason);
            }
        }
    }

    /// How the operations of a document are called, when it is not by v3 REST.
    fn protocol(&mut self, root: &'t Object, place: &Place) {
        let Some(protocol) = root.get("x-protocol") else { return };
        if protocol.as_str().and_then(Protocol::named).is_none() {
            self.problems.add(&place.at("x-protocol"), "a protocol must be `v2` or `top`");
        }
    }

    fn components(&mut self, root: &'t Object, place: &Place) {
        let Some(components) = root.get("components") else {
            return;
        };
        let place = place.at("components");
        let Some(components) = self.object(components, &place, "components") else {
            return;
        };
        self.members(components, &place, "components", COMPONENTS);
        self.each(components, "schemas", &place, |checker, _, schema, at| {
            checker.schema(schema, at)
        });
        self.each(components, "parameters", &place, |checker, _, value, at| {
            checker.parameter(value, at);
        });
        self.each(components, "responses", &place, |checker, _, value, at| {
            checker.response(value, at);
        });
        self.each(components, "requestBodies", &place, |checker, _, value, at| {
            checker.request_body(value, at);
        });
    }

    fn path_item(&mut self, item: &'t Value, place: &Place) {
        let Some(item) = self.object(item, place, "a path item") else {
            return;
        };
        self.members(item, place, "a path item", PATH_ITEM);
        self.parameters(item, place);
        for method in METHODS {
            if let Some(operation) = item.get(*method) {
                self.operation(operation, &place.at(method));
            }
        }
    }

    fn operation(&mut self, operation: &'t Value, place: &Place) {
        let Some(operation) = self.object(operation, place, "an operation") else {
            return;
        };
        self.members(operation, place, "an operation", OPERATION);
        for (name, value) in operation {
            let at = place.at(name);
            match name.as_str() {
                "operationId" => self.name(value, &at),
                "summary" | "description" | "x-deprecated-reason" => self.text(value, &at),
                "deprecated" => self.flag(value, &at),
                "tags" => {
                    for (index, tag) in self.list(value, &at).into_iter().flatten().enumerate() {
                        self.name(tag, &at.at(index));
                    }
                }
                "x-error-codes" => self.texts(value, &at),
                "x-carrier" if value.as_str().and_then(Carrier::named).is_none() => {
                    self.problems.add(&at, "a carrier must be `browser`, `app` or `either`");
                }
                "requestBody" => self.request_body(value, &at),
                "responses" => self.responses(value, &at),
                _ => {}
            }
        }
        self.parameters(operation, place);
        for required in ["operationId", "responses"] {
            if !operation.contains_key(required) {
                self.problems.add(place, format!("this operation has no `{required}`"));
            }
        }
    }

    fn parameters(&mut self, holder: &'t Object, place: &Place) {
        let Some(parameters) = holder.get("parameters") else {
            return;
        };
        let place = place.at("parameters");
        let Some(parameters) = self.list(parameters, &place) else {
            return;
        };
        for (index, parameter) in parameters.iter().enumerate() {
            self.parameter(parameter, &place.at(index));
        }
    }

    fn parameter(&mut self, parameter: &'t Value, place: &Place) {
        let Some(parameter) = self.object(parameter, place, "a parameter") else {
            return;
        };
        if self.reference(parameter, place, Section::Parameters) {
            return;
        }
        self.members(parameter, place, "a parameter", PARAMETER);
        self.plain(parameter, place);
        let location = parameter.get("in").and_then(Value::as_str).unwrap_or_default();
        if !matches!(location, "query" | "path") {
            self.problems.add(
                &place.at("in"),
                format!("parameters in {location:?} are not supported, only in `query` and `path`"),
            );
        }
        let style = parameter.get("style").and_then(Value::as_str);
        if style.is_some_and(|style| {
            !matches!((location, style), ("query", "form") | ("path", "simple"))
        }) {
            self.problems.add(
                &place.at("style"),
                "this style is not supported, only `form` in the query and `simple` in the path",
            );
        }
        if !parameter.get("name").is_some_and(Value::is_string) {
            self.problems.add(place, "this parameter has no `name`");
        }
        match parameter.get("schema") {
            Some(schema) => self.schema(schema, &place.at("schema")),
            None => self.problems.add(place, "this parameter has no `schema`"),
        }
    }

    fn request_body(&mut self, body: &'t Value, place: &Place) {
        self.holder(body, place, &REQUEST_BODY);
    }

    fn responses(&mut self, responses: &'t Value, place: &Place) {
        let Some(responses) = self.object(responses, place, "responses") else {
            return;
        };
        for (status, response) in responses {
            if status.starts_with("x-") {
                continue;
            }
            let at = place.at(status);
            if !is_status(status) {
                self.problems.add(&at, "not a status: three digits, `2XX` or `default`");
            }
            self.response(response, &at);
        }
    }

    fn response(&mut self, response: &'t Value, place: &Place) {
        self.holder(response, place, &RESPONSE);
    }

    fn holder(&mut self, value: &'t Value, place: &Place, form: &Holder) {
        let Some(object) = self.object(value, place, form.what) else {
            return;
        };
        if self.reference(object, place, form.section) {
            return;
        }
        self.members(object, place, form.what, form.members);
        self.plain(object, place);
        if !object.contains_key(form.needed) {
            let what = form.what.trim_start_matches("a ");
            self.problems.add(place, format!("this {what} has no `{}`", form.needed));
        }
        self.content(object, place);
    }

    fn content(&mut self, holder: &'t Object, place: &Place) {
        self.each(holder, "content", place, |checker, _, media, at| {
            let Some(media) = checker.object(media, at, "a media type") else {
                return;
            };
            checker.members(media, at, "a media type", MEDIA_TYPE);
            if let Some(schema) = media.get("schema") {
                checker.schema(schema, &at.at("schema"));
            }
        });
    }
}

fn is_status(status: &str) -> bool {
    status == "default"
        || (status.len() == 3
            && status.starts_with(|first: char| ('1'..='5').contains(&first))
            && (status.ends_with("XX") || status.bytes().all(|byte| byte.is_ascii_digit())))
}
