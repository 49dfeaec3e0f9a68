//! The lists of names in `src/names/reserved.rs` hold all that the SDK has by hand.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod sdk;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use alipay_codegen::ir::ModelKey;
use alipay_codegen::{Generated, Source, Sources, generate};
use syn::{ImplItem, Item, ItemImpl, Type};

const HEAD: &str = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\n";

/// The methods of the clients, hidden ones too: generated accessors stand beside them.
fn client_methods() -> BTreeSet<String> {
    let mut methods = BTreeSet::new();
    visit(&Path::new(sdk::SDK).join("src"), &mut methods);
    methods
}

fn visit(folder: &Path, methods: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("generated") {
            visit(&path, methods);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            for item in sdk::file(&path).items {
                if let Item::Impl(found) = item {
                    methods.extend(own_methods(&found));
                }
            }
        }
    }
}

fn own_methods(found: &ItemImpl) -> Vec<String> {
    const CLIENTS: [&str; 3] = ["Client", "Gateway", "TopClient"];
    let of_client = match &*found.self_ty {
        Type::Path(ty) => ty
            .path
            .segments
            .last()
            .is_some_and(|last| CLIENTS.iter().any(|client| last.ident == client)),
        _ => false,
    };
    if found.trait_.is_some() || !of_client {
        return Vec::new();
    }
    let names = found.items.iter().filter_map(|item| match item {
        ImplItem::Fn(method) => Some(method.sig.ident.to_string()),
        _ => None,
    });
    names.collect()
}

fn generated(text: String) -> Generated {
    let document = Source { name: "t.yaml".to_owned(), content: text.into_bytes() };
    let sources = Sources::new([document]);
    generate(&Sources { manifest: Some(sdk::manifest()), ..sources }).unwrap()
}

/// An operation in each of these groups.
fn groups<'t>(tags: impl IntoIterator<Item = &'t str>) -> Generated {
    let operations = tags.into_iter().map(|tag| {
        format!("  /v3/{tag}: {{get: {{tags: [{tag}], operationId: {tag}.test, responses: {{'204': {{description: d}}}}}}}}\n")
    });
    generated(format!("{HEAD}paths:\n{}", operations.collect::<String>()))
}

fn assert_listed(list: &str, missing: BTreeSet<String>) {
    let words = missing.into_iter().collect::<Vec<_>>().join(" ");
    assert!(words.is_empty(), "add to {list} in codegen/src/names/reserved.rs: {words}");
}

#[test]
fn a_schema_called_like_a_type_at_the_root_is_told_apart() {
    let types = sdk::root_types();
    assert!(types.contains("Signer") && types.contains("Client"), "{types:?}");
    let schemas = types
        .iter()
        .map(|name| format!("    {name}: {{type: object, properties: {{a: {{type: string}}}}}}\n"));
    let schemas: String = schemas.collect();
    let generated = generated(format!("{HEAD}paths: {{}}\ncomponents:\n  schemas:\n{schemas}"));
    let model = |name: &str| generated.names.model(&ModelKey::named(name)).as_str().to_owned();
    assert_listed("ROOT", types.iter().filter(|name| model(name) == **name).cloned().collect());
    assert_eq!(model("Signer"), "ModelSigner");
}

#[test]
fn a_group_called_like_a_method_of_a_client_is_told_apart() {
    let methods = client_methods();
    assert!(methods.contains("call") && methods.contains("v2"), "{methods:?}");
    let generated = groups(methods.iter().map(String::as_str));
    let accessor = |tag: &str| generated.names.accessor(tag).as_str();
    let missing = methods.iter().filter(|method| accessor(method) == **method);
    assert_listed("CLIENT_METHODS", missing.cloned().collect());
}

#[test]
fn a_product_called_like_a_feature_by_hand_is_told_apart() {
    let generated = groups(["alipay.store.item", "redis.a", "alipay.trade"]);
    let feature = |product: &str| generated.names.feature(product);
    assert_eq!([feature("store"), feature("redis")], ["store-product", "redis-product"]);
    assert_eq!(feature("trade"), "trade");
}
