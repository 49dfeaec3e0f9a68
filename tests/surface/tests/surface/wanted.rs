//! What the inventory wants the generated files to say.

use super::facts::About::{Codes, Exports, Methods, Models, Operations, Params, Parts};
use super::facts::Facts;
use super::inventory::{Inventory, Operation};
use super::rust::Rust;

/// The models whose names are not their Rust names.
const RENAMED: [(&str, &str); 4] = [
    ("Detail", "ModelDetail"),
    ("Option", "ModelOption"),
    ("Result", "ModelResult"),
    ("Signer", "ModelSigner"),
];

impl Rust {
    pub(crate) fn wanted(inventory: &Inventory) -> Self {
        let mut rust = Self::default();
        for operation in &inventory.v3.operations {
            rust.wanted_operation(operation);
        }
        for group in inventory.groups() {
            let api = api(group);
            rust.0[Methods].add(&*api, format!("{}()", snake(group)));
            rust.0[Exports].add(format!("api::{api}"), "exported");
        }
        for operation in &inventory.gateways.operations {
            rust.wanted_gateway(operation);
        }
        for (protocol, group) in inventory.gateway_groups() {
            let api = api(group);
            let client = if protocol == "v2" { "Gateway" } else { "TopClient" };
            rust.0[Methods].add(&*api, format!("{client}::{}()", snake(group)));
            rust.0[Exports].add(format!("api::{api}"), "exported");
        }
        for (name, fields) in inventory.all_models() {
            let ty = model(name);
            rust.0[Models].add(&*ty, format!("named {name:?}"));
            members(&mut rust.0[Models], &ty, fields);
            rust.0[Exports].add(format!("model::{ty}"), "exported");
        }
        for (id, codes) in inventory.codes.iter().filter(|(id, _)| *id != "*") {
            for code in codes {
                rust.0[Codes].add(format!("{id}: {code}"), "code");
            }
        }
        for code in inventory.distinct_codes() {
            rust.0[Codes].add(format!("ErrorCode: {code}"), "public");
        }
        rust
    }

    fn wanted_operation(&mut self, operation: &Operation) {
        let id = &operation.id;
        let ty = pascal(id);
        let (method, path) = &operation.route;
        let method = pascal(&method.to_lowercase());
        self.0[Operations].add(id, format!("{ty}: Method::{method} {path}, with a title"));
        self.0[Operations].add(format!("{id} types"), types(operation));
        self.0[Operations].add(format!("{ty}::INFO"), "listed");
        self.0[Exports].add(format!("operation::{ty}"), "exported");
        self.wanted_method(operation);
        let query = operation.fields("query");
        if !query.is_empty() {
            let params = params(operation);
            self.0[Params].add(&*params, format!("named {params:?}"));
            members(&mut self.0[Params], &params, query);
            self.0[Exports].add(format!("operation::{params}"), "exported");
        }
        if operation.says("body") == "multipart" {
            let parts = body(operation);
            self.0[Parts].add(&*parts, "upload");
            members(&mut self.0[Parts], &parts, operation.fields("form"));
            self.0[Exports].add(format!("operation::{parts}"), "exported");
        }
    }

    /// An operation that is told apart by name, by a client of its own.
    fn wanted_gateway(&mut self, operation: &Operation) {
        let (id, protocol) = (&operation.id, operation.says("protocol"));
        let (ty, api, body) = (pascal(id), api(operation.says("group")), body(operation));
        self.0[Operations].add(id, format!("{ty}: {protocol}, with a title"));
        let response = item(operation.says("response"));
        self.0[Operations].add(
            format!("{id} types"),
            format!("Protocol={}, Params=(), Body={body}, Response={response}", pascal(protocol)),
        );
        self.0[Exports].add(format!("operation::{ty}"), "exported");
        let name = method(operation);
        self.0[Methods].add(&*ty, format!("{api}::{name}(&self,body:&{body}), current"));
        let request = format!("self.client.call::<{ty}>().body(body)");
        self.0[Methods].add(format!("{ty} request"), request);
    }

    fn wanted_method(&mut self, operation: &Operation) {
        let ty = pascal(&operation.id);
        let api = api(operation.says("group"));
        let name = method(operation);
        let state = if operation.is_withdrawn() { "deprecated" } else { "current" };
        let mut inputs = "&self".to_owned();
        let mut request = format!("self.client.call::<{ty}>()");
        for (wire, _) in operation.fields("path") {
            inputs += &format!(",{wire}:impl std::fmt::Display");
            request += &format!(".path({wire:?},{wire})");
        }
        if !operation.fields("query").is_empty() {
            inputs += &format!(",params:&{}", params(operation));
            request += ".params(params)";
        }
        let body = body(operation);
        match operation.says("body") {
            "none" => {}
            "multipart" => {
                inputs += &format!(",parts:{body}");
                request += ".upload(parts)";
            }
            _ => {
                inputs += &format!(",body:&{body}");
                request += ".body(body)";
            }
        }
        self.0[Methods].add(&*ty, format!("{api}::{name}({inputs}), {state}"));
        self.0[Methods].add(format!("{ty} request"), request);
    }
}

fn members(facts: &mut Facts, ty: &str, fields: &[(String, String)]) {
    for (wire, of) in fields {
        let field = match item(of) {
            model if is_model(of) => format!("Box<{model}>"),
            other => other,
        };
        facts.add(format!("{ty}.{wire}"), format!("Option<{field}>"));
    }
}

fn types(operation: &Operation) -> String {
    let no_params = operation.fields("query").is_empty();
    let params = if no_params { "()".to_owned() } else { params(operation) };
    let response = operation.says("response");
    let response = match response.strip_prefix("events ") {
        Some(event) => format!("EventStream<{}>", item(event)),
        None => item(response),
    };
    format!("Protocol=V3, Params={params}, Body={}, Response={response}", body(operation))
}

fn body(operation: &Operation) -> String {
    let body = operation.says("body");
    match body.split_once(' ') {
        Some((_, model)) => item(model),
        None if body == "none" => "()".to_owned(),
        None => pascal(&operation.id) + "Parts",
    }
}

fn params(operation: &Operation) -> String {
    pascal(&operation.id) + "Params"
}

fn api(group: &str) -> String {
    pascal(group) + "Api"
}

/// The rest of the id after the group; `use` is Rust's own.
fn method(operation: &Operation) -> String {
    let rest = operation.id.strip_prefix(operation.says("group"));
    let rest = rest.and_then(|rest| rest.strip_prefix('.'));
    match rest.expect("an id begins with its group") {
        "use" => "use_".to_owned(),
        rest => snake(rest),
    }
}

/// The type of a value.
fn item(ty: &str) -> String {
    match ty {
        "string" => "String".to_owned(),
        "integer" => "i64".to_owned(),
        "number" => "f64".to_owned(),
        "boolean" => "bool".to_owned(),
        "object" => "Json".to_owned(),
        "file" => "FilePart".to_owned(),
        _ => match ty.strip_prefix('[').and_then(|ty| ty.strip_suffix(']')) {
            Some(inner) => format!("Vec<{}>", item(inner)),
            None => model(ty),
        },
    }
}

fn is_model(ty: &str) -> bool {
    ty.starts_with(|first: char| first.is_ascii_uppercase())
}

fn model(name: &str) -> String {
    let renamed = RENAMED.iter().find(|(wire, _)| *wire == name);
    renamed.map_or(name, |(_, rust)| rust).to_owned()
}

fn snake(wire: &str) -> String {
    wire.replace('.', "_")
}

/// `alipay.trade.pay` as `AlipayTradePay`.
fn pascal(wire: &str) -> String {
    let word = |word: &str| {
        let (first, rest) = word.split_at(1);
        first.to_ascii_uppercase() + rest
    };
    wire.split(['.', '_', '-']).map(word).collect()
}
