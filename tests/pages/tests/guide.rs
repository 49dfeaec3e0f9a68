//! Whatever the guide shows in Rust is compiled: each of its pages with code is among the
//! documentation tests of the SDK. The guide's list names each page, its page of features each
//! feature, and the badges of the README are true.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

#[test]
fn every_page_of_the_guide_is_compiled_and_listed() {
    let (tests, list) = (text("sdk/src/lib.rs"), text("sdk/docs/guide/README.md"));
    let mut missing = Vec::new();
    for entry in fs::read_dir(root().join("sdk/docs/guide")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name == "README.md" || !name.ends_with(".md") {
            continue; // the list itself, and the folder of the other language
        }
        let code = text(&format!("sdk/docs/guide/{name}")).contains("```rust");
        if code && !tests.contains(&format!("include_str!(\"../docs/guide/{name}\")")) {
            missing.push(format!("{name}: a line of sdk/src/lib.rs, so that its code is compiled"));
        }
        if !list.contains(&format!("]({name})")) {
            missing.push(format!("{name}: a line of sdk/docs/guide/README.md"));
        }
    }
    assert!(missing.is_empty(), "missing:\n{}", missing.join("\n"));
}

#[test]
fn every_feature_is_on_the_page_of_features() {
    let (manifest, page) = (text("sdk/Cargo.toml"), text("sdk/docs/guide/features.md"));
    let (_, features) = manifest.split_once("\n[features]\n").unwrap();
    let (features, _) = features.split_once("\n[dependencies]\n").unwrap();
    let names = features.lines().filter_map(|line| Some(line.split_once(" = [")?.0));
    let named = |name: &&str| page.contains(&format!("`{name}`"));
    let (found, missing): (Vec<_>, Vec<_>) = names.partition(named);
    assert!(missing.is_empty(), "missing in sdk/docs/guide/features.md: {}", missing.join(", "));
    assert!(found.contains(&"trade") && found.contains(&"flows"), "{found:?}");
}

#[test]
fn the_badges_of_the_readme_are_true() {
    let (manifest, readme) = (text("Cargo.toml"), text("README.md"));
    let value = |key: &str| {
        let line = manifest.lines().find_map(|line| line.strip_prefix(&format!("{key} = \"")));
        line.unwrap().trim_end_matches('"').to_owned()
    };
    let license = value("license").replace('-', "--").replace(' ', "%20");
    for badge in
        [format!("rust-{}%2B-blue", value("rust-version")), format!("license-{license}-blue")]
    {
        assert!(readme.contains(&format!("/badge/{badge})")), "README.md lacks the badge {badge}");
    }
}
