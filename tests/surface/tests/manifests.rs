//! No other manifest of the workspace names a product of the SDK: after a document without that
//! product Cargo would refuse every command, the generator included.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::fs;
use std::path::Path;

use toml::{Table, Value};

/// The member whose features are generated with the products.
const SDK: &str = "sdk";

fn manifest(folder: &str) -> Table {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    fs::read_to_string(root.join(folder).join("Cargo.toml")).unwrap().parse().unwrap()
}

fn texts(values: &Value) -> impl Iterator<Item = &str> {
    values.as_array().unwrap().iter().map(|value| value.as_str().unwrap())
}

/// Everything in a manifest that turns on a feature of the SDK.
fn named(manifest: &Table) -> Vec<String> {
    let mut named = Vec::new();
    for (name, value) in manifest {
        match value {
            Value::Table(table) if name == "alipay-sdk" => {
                let features = table.get("features").into_iter().flat_map(texts);
                named.extend(features.map(str::to_owned));
            }
            Value::Table(table) if name == "features" => {
                let features = table.values().flat_map(texts);
                let of_sdk = features.filter_map(|feature| {
                    feature.strip_prefix("alipay-sdk/").or(feature.strip_prefix("alipay-sdk?/"))
                });
                named.extend(of_sdk.map(str::to_owned));
            }
            Value::Table(table) => named.extend(self::named(table)),
            _ => {}
        }
    }
    named
}

#[test]
fn no_manifest_but_that_of_the_sdk_names_a_product() {
    let sdk = manifest(SDK);
    let products: Vec<&str> = texts(&sdk["features"]["all-products"]).collect();
    assert!(products.contains(&"trade"), "{products:?}");
    let workspace = manifest("");
    let members = texts(&workspace["workspace"]["members"]).filter(|member| *member != SDK);
    let mut wrong = Vec::new();
    for member in members.chain([""]) {
        let features = named(&manifest(member)).into_iter();
        let features = features.filter(|feature| products.contains(&&**feature));
        wrong.extend(features.map(|feature| format!("{member}/Cargo.toml: {feature}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
