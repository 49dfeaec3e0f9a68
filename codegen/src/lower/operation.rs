//! Paths to operations.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{
    Parameter, ParameterData, ParameterSchemaOrContent, PathItem, QueryStyle, ReferenceOr,
    RequestBody, Schema,
};

use super::facts;
use super::lowering::Lowering;
use super::route::{methods, route};
use super::schema::by_ref;
use super::shape::{Shape, shape};
use super::status::is_success;
use crate::ir::{
    Body, Carrier, Field, File, Idempotency, Method, ModelKey, Operation, Protocol, Response, Type,
};
use crate::load::{Documents, PARAMETERS, REQUEST_BODIES, RESPONSES};
use crate::problem::Place;

/// The content type of server-sent events.
const EVENTS: &str = "text/event-stream";

/// An operation with the tag of its group, and how it is called.
pub(super) struct Tagged {
    pub(super) protocol: Protocol,
    pub(super) tag: String,
    pub(super) operation: Operation,
}

impl Lowering<'_> {
    /// All operations of all documents; none may be a duplicate.
    pub(super) fn operations(&mut self) -> Vec<Tagged> {
        let mut operations = Vec::new();
        let mut ids = BTreeMap::new();
        let mut routes = BTreeMap::new();
        let mut groups = BTreeMap::new();
        let documents = self.documents;
        for (name, document) in documents.iter() {
            let protocol = super::protocol::of(document);
            for (path, item) in &document.paths.paths {
                let place = Place::root(name).at("paths").at(path);
                let ReferenceOr::Item(item) = item else {
                    self.problems.add(&place, "a path item behind a `$ref` is not supported");
                    continue;
                };
                for (method, operation) in methods(item) {
                    let place = place.at(method.wire().to_lowercase());
                    let id = operation.operation_id.clone().unwrap_or_default();
                    self.unique(&mut ids, id, &place, "operation id");
                    self.unique(&mut routes, route(method, path), &place, "method and path");
                    let lowered = self.operation(protocol, path, method, item, operation, &place);
                    if let Some(Tagged { tag, operation, .. }) = &lowered {
                        self.one_protocol(&mut groups, protocol, tag, &place);
                        self.by_name(protocol, operation, &place);
                    }
                    operations.extend(lowered);
                }
            }
        }
        operations
    }

    fn unique(
        &mut self,
        seen: &mut BTreeMap<String, Place>,
        value: String,
        place: &Place,
        what: &str,
    ) {
        if let Some(other) = seen.get(&value) {
            self.problems.add(place, format!("this {what} ({value}) is also at {other}"));
        } else {
            seen.insert(value, place.clone());
        }
    }

    fn operation(
        &mut self,
        protocol: Protocol,
        path: &str,
        method: Method,
        item: &PathItem,
        operation: &openapiv3::Operation,
        place: &Place,
    ) -> Option<Tagged> {
        let id = operation.operation_id.clone()?;
        let tag = self.tag(&id, operation, place)?;
        let (path_parameters, query) = self.parameters(&id, path, item, operation, place);
        let body = match &operation.request_body {
            Some(body) => self.body(protocol, &id, body, &place.at("requestBody")),
            None => Body::Empty,
        };
        let response = self.response(&id, operation, place);
        let status = operation.responses.responses.keys().find(|status| is_success(status));
        let error_codes = self.error_codes(operation, place);
        let operation = Operation {
            method,
            path: path.to_owned(),
            title: operation.summary.clone().unwrap_or_default(),
            description: operation.description.clone().unwrap_or_default(),
            deprecated: deprecation(operation),
            path_parameters,
            query,
            body,
            status: status.map(ToString::to_string).unwrap_or_default(),
            response,
            error_codes,
            mendable: BTreeSet::new(),
            idempotency: Idempotency::Never,
            carrier: carrier(operation),
            by_gateway: None,
            checks: Vec::new(),
            pages: None,
            id,
        };
        Some(Tagged { protocol, tag, operation })
    }

    fn tag(&mut self, id: &str, operation: &openapiv3::Operation, place: &Place) -> Option<String> {
        match operation.tags.as_slice() {
            [tag] => Some(tag.clone()),
            [] => Some(id.rsplit_once('.').map_or("default", |(group, _)| group).to_owned()),
            _ => {
                self.problems
                    .add(&place.at("tags"), "an operation belongs to one group: give it one tag");
                None
            }
        }
    }

    /// The parameters of the path, in its order, and those of the query.
    fn parameters(
        &mut self,
        id: &str,
        path: &str,
        item: &PathItem,
        operation: &openapiv3::Operation,
        place: &Place,
    ) -> (Vec<Field>, Vec<Field>) {
        let mut in_path = BTreeMap::new();
        let mut in_query = BTreeMap::new();
        let mut own = BTreeSet::new();
        let documents = self.documents;
        let own_parameters = place.at("parameters");
        let item_place = Place::root(place.document()).at("paths").at(path);
        for (index, parameter) in operation.parameters.iter().enumerate() {
            let at = own_parameters.at(index);
            let Some((at, parameter)) = documents.resolve(&PARAMETERS, parameter, at) else {
                continue;
            };
            let data = parameter.parameter_data_ref();
            if !own.insert((is_path(parameter), data.name.clone())) {
                self.problems.add(&at, format!("the parameter {:?} is a duplicate", data.name));
            }
            let map = if is_path(parameter) { &mut in_path } else { &mut in_query };
            map.extend(self.parameter(id, parameter, &at));
        }
        let mut inherited = BTreeSet::new();
        for (index, parameter) in item.parameters.iter().enumerate() {
            let at = item_place.at("parameters").at(index);
            let Some((at, parameter)) = documents.resolve(&PARAMETERS, parameter, at) else {
                continue;
            };
            let name = &parameter.parameter_data_ref().name;
            if !inherited.insert((is_path(parameter), name.clone())) {
                self.problems.add(&at, format!("the parameter {name:?} is a duplicate"));
            }
            if own.insert((is_path(parameter), name.clone())) {
                let map = if is_path(parameter) { &mut in_path } else { &mut in_query };
                map.extend(self.parameter(id, parameter, &at));
            }
        }
        let path_parameters = self.placeholders(path, in_path, place);
        (path_parameters, in_query.into_values().collect())
    }

    fn parameter(
        &mut self,
        id: &str,
        parameter: &Parameter,
        place: &Place,
    ) -> Option<(String, Field)> {
        let data = parameter.parameter_data_ref();
        let ParameterSchemaOrContent::Schema(schema) = &data.format else {
            self.problems.add(place, "a parameter with `content` is not supported");
            return None;
        };
        let key = ModelKey::operation(id).inside(&data.name);
        let ty = self.ty(by_ref(schema), &place.at("schema"), &key)?;
        match (&ty, parameter) {
            (Type::Text | Type::Integer | Type::Number | Type::Boolean, _) => {}
            (Type::List(item), Parameter::Query { style: QueryStyle::Form, .. })
                if matches!(**item, Type::Text | Type::Integer | Type::Number | Type::Boolean)
                    && data.explode != Some(false) => {}
            _ => {
                self.problems.add(
                    place,
                    "a parameter must be a scalar, or in the query a list of scalars, sent as `name=1&name=2`",
                );
                return None;
            }
        }
        let facts = self.facts(by_ref(schema));
        let example = data.example.as_ref().and_then(facts::text);
        let field = Field {
            wire: data.name.clone(),
            ty,
            description: data.description.clone().unwrap_or_default(),
            values: self.values(by_ref(schema), 0),
            required: data.required,
            deprecated: data.deprecated.unwrap_or_default() || facts.deprecated,
            example: example.or(facts.example),
            limits: facts.limits,
        };
        let name = self.named_parameter(data, place)?;
        self.take_field(&field, place).then_some((name, field))
    }

    fn named_parameter(&mut self, data: &ParameterData, place: &Place) -> Option<String> {
        if data.name.is_empty() {
            self.problems.add(place, "a parameter needs a name");
            return None;
        }
        Some(data.name.clone())
    }

    /// Pairs the `{name}`s of a path with its parameters.
    fn placeholders(
        &mut self,
        path: &str,
        mut parameters: BTreeMap<String, Field>,
        place: &Place,
    ) -> Vec<Field> {
        let mut fields = Vec::new();
        let mut rest = path;
        while let Some(start) = rest.find(['{', '}']) {
            let name = rest[start..].strip_prefix('{').and_then(|inside| inside.split_once('}'));
            let Some((name, after)) = name.filter(|(name, _)| !name.contains('{')) else {
                self.problems.add(place, "the braces in this path do not pair");
                break;
            };
            match parameters.remove(name) {
                Some(field) => fields.push(field),
                None if fields.iter().any(|field: &Field| field.wire == name) => {
                    self.problems.add(place, format!("the path holds `{{{name}}}` twice"));
                }
                None => self.problems.add(place, format!("the path needs a parameter {name:?}")),
            }
            rest = after;
        }
        for name in parameters.keys() {
            self.problems.add(place, format!("the path has no `{{{name}}}` for this parameter"));
        }
        fields
    }

    fn body(
        &mut self,
        protocol: Protocol,
        id: &str,
        body: &ReferenceOr<RequestBody>,
        place: &Place,
    ) -> Body {
        let documents = self.documents;
        let Some((place, body)) = documents.resolve(&REQUEST_BODIES, body, place.clone()) else {
            return Body::Empty;
        };
        let place = place.at("content");
        let mut content = body.content.iter();
        let (Some((media_type, media)), None) = (content.next(), content.next()) else {
            self.problems.add(&place, "a request body needs exactly one content type");
            return Body::Empty;
        };
        let place = place.at(media_type);
        let Some(schema) = &media.schema else {
            self.problems.add(&place, "this content has no `schema`");
            return Body::Empty;
        };
        let key = ModelKey::operation(id).inside("model");
        let place = place.at("schema");
        match (protocol, media_type.as_str()) {
            (Protocol::V3 | Protocol::V2, "application/json")
            | (Protocol::Top, "application/x-www-form-urlencoded") => {
                self.ty(by_ref(schema), &place, &key).map_or(Body::Empty, Body::Json)
            }
            (Protocol::V3, "multipart/form-data") => self.multipart(by_ref(schema), &place, &key),
            _ => {
                self.problems.add(&place, super::protocol::content_types(protocol));
                Body::Empty
            }
        }
    }

    /// The schema of a form, which may have a name.
    fn form<'s>(
        &mut self,
        schema: ReferenceOr<&'s Schema>,
        place: &Place,
    ) -> Option<(Place, &'s Schema)>
    where
        Self: 's,
    {
        let reference = match schema {
            ReferenceOr::Item(schema) => return Some((place.clone(), schema)),
            ReferenceOr::Reference { reference } => reference,
        };
        let name = Documents::schema_name(&reference);
        match self.documents.schema(&name) {
            Some((place, ReferenceOr::Item(schema))) => {
                self.form_schemas.insert(name);
                Some((place, schema))
            }
            _ => {
                self.problems.add(place, "the schema of a form must be an object");
                None
            }
        }
    }

    /// The parts of a form: the JSON part `data`, and files.
    fn multipart(&mut self, schema: ReferenceOr<&Schema>, place: &Place, key: &ModelKey) -> Body {
        let Some((place, schema)) = self.form(schema, place) else {
            return Body::Empty;
        };
        let Shape::Object(object) = shape(schema) else {
            self.problems.add(&place, "the schema of a form must be an object with fields");
            return Body::Empty;
        };
        if !object.all_of.is_empty() {
            self.problems.add(&place, "`allOf` is not supported in a form");
        }
        let mut data = None;
        let mut files = BTreeMap::new();
        for (wire, part) in object.properties {
            let place = place.at("properties").at(wire);
            match part {
                part if self.is_file(by_ref(part), 0) => {
                    let described = part.as_item().map(|schema| &schema.schema_data);
                    let description = described.and_then(|data| data.description.clone());
                    let description = description.unwrap_or_default();
                    let required = object.required.contains(wire);
                    files.insert(wire.clone(), File { wire: wire.clone(), description, required });
                }
                part if wire == "data" => data = self.ty(by_ref(part), &place, key),
                _ => self.problems.add(
                    &place,
                    "a part must be a file (`type: string`, `format: binary`), or JSON with the name `data`",
                ),
            }
        }
        Body::Multipart { data, files: files.into_values().collect() }
    }

    fn response(&mut self, id: &str, operation: &openapiv3::Operation, place: &Place) -> Response {
        let place = place.at("responses");
        let documents = self.documents;
        let mut found = BTreeMap::new();
        for (status, response) in &operation.responses.responses {
            if is_success(status)
                && let Some((place, response)) =
                    documents.resolve(&RESPONSES, response, place.at(status))
            {
                found.insert(status.to_string(), self.success(id, response, &place));
            }
        }
        // A success without content says nothing besides.
        let mut said = found.values().filter(|&response| *response != Response::Empty);
        match (said.next(), found.len()) {
            (Some(first), _) if said.all(|other| other == first) => first.clone(),
            (None, 1..) => Response::Empty,
            _ => {
                let reason = "an operation needs a response with a status of 2xx, and all such \
                              responses must have the same content";
                self.problems.add(&place, reason);
                Response::Empty
            }
        }
    }

    fn success(&mut self, id: &str, response: &openapiv3::Response, place: &Place) -> Response {
        let place = place.at("content");
        let mut content = response.content.iter();
        let (media_type, media) = match (content.next(), content.next()) {
            (None, _) => return Response::Empty,
            (Some(only), None) => only,
            _ => {
                self.problems.add(&place, "a response needs exactly one content type");
                return Response::Empty;
            }
        };
        let place = place.at(media_type);
        match &media.schema {
            Some(schema) if self.is_file(by_ref(schema), 0) => Response::Binary,
            Some(schema) if matches!(&**media_type, "application/json" | EVENTS) => {
                let key = ModelKey::operation(id).inside("responseModel");
                let ty = self.ty(by_ref(schema), &place.at("schema"), &key);
                let response = if media_type == EVENTS { Response::Events } else { Response::Json };
                ty.map_or(Response::Empty, response)
            }
            None if media_type == "application/json" => Response::Json(Type::Json),
            _ => {
                self.problems.add(
                    &place,
                    "a response must be `application/json`, `text/event-stream` with the schema of an event, or a file (`type: string`, `format: binary`)",
                );
                Response::Empty
            }
        }
    }
}

fn is_path(parameter: &Parameter) -> bool {
    matches!(parameter, Parameter::Path { .. })
}

fn carrier(operation: &openapiv3::Operation) -> Carrier {
    let named = operation.extensions.get("x-carrier").and_then(|name| name.as_str());
    named.and_then(Carrier::named).unwrap_or_default()
}

fn deprecation(operation: &openapiv3::Operation) -> Option<String> {
    let reason = operation.extensions.get("x-deprecated-reason").and_then(|reason| reason.as_str());
    operation.deprecated.then(|| reason.unwrap_or("deprecated in the official document").to_owned())
}
