//! The inventory of `tests/surface`, as the surface of the documents makes it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use alipay_codegen::ir::{Body, Field, Ir, Model, Operation, Protocol};
use alipay_surface as surface;

/// Where it is.
pub(super) const FOLDER: &str = "tests/surface/inventory";

/// The files with their texts.
pub(super) fn files(ir: &Ir) -> [(&'static str, String); 6] {
    let v3 = |protocol| protocol == Protocol::V3;
    let other = |protocol| protocol != Protocol::V3;
    [
        ("operations.txt", operations(ir, v3)),
        ("models.txt", models(ir, false)),
        ("codes.txt", codes(ir)),
        ("gateways.txt", operations(ir, other)),
        ("gateway_models.txt", models(ir, true)),
        ("totals.txt", totals(ir)),
    ]
}

/// A block per operation, by id.
fn operations(ir: &Ir, wanted: impl Fn(Protocol) -> bool) -> String {
    let apis = ir.apis.values().filter(|api| wanted(api.protocol));
    let blocks: BTreeMap<&str, String> = apis
        .flat_map(|api| api.operations.values().map(move |operation| (api, operation)))
        .map(|(api, operation)| (&*operation.id, block(&api.tag, api.protocol, operation)))
        .collect();
    blocks.into_values().collect::<Vec<_>>().join("\n")
}

fn block(tag: &str, protocol: Protocol, operation: &Operation) -> String {
    let Operation { id, method, path, body, response, .. } = operation;
    let mut text = format!("{id}\n  {} {path}\n", method.wire());
    let mut line = |words: &str| text.extend(["  ", words, "\n"]);
    if let Some((name, _)) = protocol.product() {
        line(&format!("protocol {name}"));
    }
    line(&format!("group {tag}"));
    line(&format!("body {}", surface::body(body)));
    line(&format!("response {}", surface::response(response)));
    line(if operation.deprecated.is_some() { "state withdrawn" } else { "state current" });
    for (kind, fields) in [("path", &operation.path_parameters), ("query", &operation.query)] {
        for Field { wire, ty, .. } in fields {
            line(&format!("{kind} {wire}: {}", surface::ty(ty)));
        }
    }
    for (wire, ty) in parts(body) {
        line(&format!("form {wire}: {ty}"));
    }
    text
}

/// The parts of a form: the JSON part, then files by name.
fn parts(body: &Body) -> Vec<(&str, String)> {
    let Body::Multipart { data, files } = body else { return Vec::new() };
    let files = files.iter().map(|file| (&*file.wire, "file".to_owned()));
    data.iter().map(|ty| ("data", surface::ty(ty))).chain(files).collect()
}

/// A line per model: those that other protocols alone use, or the rest.
fn models(ir: &Ir, other: bool) -> String {
    let mut text = String::new();
    for (key, model) in ir.models.iter().filter(|(_, model)| is_of_other(ir, model) == other) {
        let fields = model.fields.values();
        let fields: Vec<_> =
            fields.map(|field| format!("{} {}", field.wire, surface::ty(&field.ty))).collect();
        // Writing to a string does not fail.
        _ = writeln!(text, "{}: {}", surface::model(key), fields.join(", "));
    }
    text
}

/// Whether only operations of other protocols than v3 use a model.
fn is_of_other(ir: &Ir, model: &Model) -> bool {
    let mut products = model.products.iter().filter_map(|name| ir.products.get(name));
    !model.products.is_empty() && products.all(|product| product.protocol != Protocol::V3)
}

/// A line per operation that documents codes, after those of the platform.
fn codes(ir: &Ir) -> String {
    let list =
        |codes: &BTreeSet<String>| codes.iter().map(String::as_str).collect::<Vec<_>>().join(" | ");
    let mut all: Vec<_> = ir.operations().filter(|found| !found.error_codes.is_empty()).collect();
    all.sort_by_key(|operation| &operation.id);
    let mut text = format!("*: {}\n", list(&ir.platform_codes));
    for Operation { id, error_codes, .. } in all {
        _ = writeln!(text, "{id}: {}", list(error_codes));
    }
    text
}

/// How many of each there are, so that a lost line is noticed.
fn totals(ir: &Ir) -> String {
    let operations = |protocol| -> Vec<&Operation> {
        ir.apis_of(protocol).flat_map(|api| api.operations.values()).collect()
    };
    let v3 = operations(Protocol::V3);
    let models = |other| -> Vec<&Model> {
        ir.models.values().filter(|model| is_of_other(ir, model) == other).collect()
    };
    let fields = |models: &[&Model]| models.iter().map(|model| model.fields.len()).sum::<usize>();
    let [own, others] = [models(false), models(true)];
    let codes = ir.operations().map(|operation| operation.error_codes.len()).sum::<usize>();
    let totals = [
        ("operations", v3.len()),
        ("groups", ir.apis_of(Protocol::V3).count()),
        ("withdrawn", v3.iter().filter(|operation| operation.deprecated.is_some()).count()),
        ("models", own.len()),
        ("fields", fields(&own)),
        ("codes", codes + ir.platform_codes.len()),
        ("v2-operations", operations(Protocol::V2).len()),
        ("top-operations", operations(Protocol::Top).len()),
        ("gateway-models", others.len()),
        ("gateway-fields", fields(&others)),
    ];
    totals.map(|(name, total)| format!("{name} {total}\n")).concat()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use std::fs;

    use alipay_codegen::understand;

    use super::*;
    use crate::sources;

    #[test]
    fn the_inventory_of_the_documents_is_the_one_that_is_committed() {
        let root = sources::workspace();
        let ir = understand(&sources::read(&root.join("spec")).unwrap()).unwrap();
        for (file, text) in files(&ir) {
            let committed = fs::read_to_string(root.join(FOLDER).join(file)).unwrap();
            let mut lines = text.lines().zip(committed.lines());
            let differs = lines.find(|(is, was)| is != was);
            assert!(differs.is_none() && text == committed, "{file}: {differs:?}");
        }
    }
}
