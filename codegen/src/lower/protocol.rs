//! What a document must be like whose operations are not those of the v3 REST interface.

use std::collections::BTreeMap;

use openapiv3::OpenAPI;

use super::lowering::Lowering;
use crate::ir::{Body, Carrier, Method, Operation, Protocol, Response, Type};
use crate::problem::Place;

/// How the operations of a document are called.
pub(super) fn of(document: &OpenAPI) -> Protocol {
    let named = document.extensions.get("x-protocol").and_then(|name| name.as_str());
    named.and_then(Protocol::named).unwrap_or_default()
}

/// Which content types a request can have.
pub(super) fn content_types(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::V3 => {
            "only `application/json` and `multipart/form-data` are supported in requests"
        }
        Protocol::V2 => "only `application/json` is supported in requests of the v2 gateway",
        Protocol::Top => "only `application/x-www-form-urlencoded` is supported in requests of TOP",
    }
}

impl Lowering<'_> {
    /// A group is one struct, made by one kind of client.
    pub(super) fn one_protocol(
        &mut self,
        groups: &mut BTreeMap<String, Protocol>,
        protocol: Protocol,
        tag: &str,
        place: &Place,
    ) {
        if *groups.entry(tag.to_owned()).or_insert(protocol) != protocol {
            let reason = format!("the group {tag:?} has operations of another protocol already");
            self.problems.add(&place.at("tags"), reason);
        }
    }

    /// An operation that is told apart by name has nothing but a model to send.
    pub(super) fn by_name(&mut self, protocol: Protocol, operation: &Operation, place: &Place) {
        if protocol != Protocol::V2 && operation.carrier != Carrier::Server {
            let reason = "only requests of the v2 gateway can have a carrier";
            self.problems.add(&place.at("x-carrier"), reason);
        }
        if protocol == Protocol::V3 {
            return;
        }
        let Operation { id, method, path, path_parameters, query, body, response, .. } = operation;
        if *method != Method::Post || path.strip_prefix('/') != Some(id) {
            let reason =
                format!("an operation of the v2 gateway or of TOP must be `post` of /{id}");
            self.problems.add(place, reason);
        }
        if !path_parameters.is_empty() || !query.is_empty() {
            self.problems.add(
                &place.at("parameters"),
                "an operation of the v2 gateway or of TOP must have no parameters beside its body",
            );
        }
        let model = |body: &Body| matches!(body, Body::Json(Type::Model(_)) | Body::Empty);
        if !model(body) || !matches!(response, Response::Json(_)) {
            self.problems.add(
                place,
                "an operation of the v2 gateway or of TOP must send a model, and respond with JSON",
            );
        }
    }
}
