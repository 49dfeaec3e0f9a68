//! A valid but nasty document, and a tiny one: what is generated compiles beside the runtime,
//! without a warning from rustc, Clippy or rustdoc, and keeps every name on the wire.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use alipay_codegen::{Generated, Source, Sources, generate, output};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};
use serde_yaml::Value;

const TESTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/hostile");

mod sdk;

/// The nasty document, with the text that is too long for a file, with schemas that are called like
/// the types at the root of the SDK, and with names that are too long for a file.
fn hostile() -> Value {
    let text = fs::read_to_string(Path::new(TESTS).join("hostile.yaml")).unwrap();
    let mut tree: Value = serde_yaml::from_str(&text).unwrap();
    let long = "长文本 <b>*/ [`nope`] ".repeat(5_000);
    assert!(long.len() > 100_000);
    let schemas = &mut tree["components"]["schemas"];
    schemas["Empty"]["description"] = long.into();
    let shop = schemas["Option"].clone();
    for name in sdk::root_types().difference(&schema_names(schemas)) {
        schemas[name.as_str()] = shop.clone();
    }
    for end in ["a", "b"] {
        let name = "name.".repeat(60) + end;
        let operation = format!(
            "{{get: {{operationId: {name}, tags: [{name}], responses: {{'204': {{description: ''}}}}}}}}"
        );
        tree["paths"][format!("/v3/{end}")] = serde_yaml::from_str(&operation).unwrap();
        tree["components"]["schemas"][name] = shop.clone();
    }
    tree
}

fn schema_names(schemas: &Value) -> BTreeSet<String> {
    let names = schemas.as_mapping().unwrap().keys();
    names.map(|name| name.as_str().unwrap().to_owned()).collect()
}

fn generated(tree: &Value) -> Generated {
    let source = Source {
        name: "hostile.yaml".to_owned(),
        content: serde_yaml::to_string(tree).unwrap().into_bytes(),
    };
    match generate(&Sources { manifest: Some(sdk::manifest()), ..Sources::new([source]) }) {
        Ok(generated) => generated,
        Err(problems) => panic!("{problems}"),
    }
}

/// The same document with the fields of every object in reverse.
fn reversed(tree: &Value) -> Value {
    match tree {
        Value::Mapping(members) => {
            let members: Vec<_> = members.iter().collect();
            let reversed =
                (members.into_iter().rev()).map(|(key, value)| (key.clone(), reversed(value)));
            Value::Mapping(reversed.collect())
        }
        Value::Sequence(items) => items.iter().map(reversed).collect(),
        other => other.clone(),
    }
}

/// A workspace of its own: the SDK as it is written by hand, and nothing generated.
fn workspace(name: &str) -> PathBuf {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let to = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let manifest = fs::read_to_string(from.join("Cargo.toml")).unwrap();
    let members = (manifest.lines()).find(|line| line.starts_with("members = [")).unwrap();
    fs::create_dir_all(to.join("sdk")).unwrap();
    let lints = "[workspace.lints.rust]\n";
    assert!(manifest.contains(lints), "warnings are errors there");
    let manifest = manifest
        .replace(members, r#"members = ["sdk", "sdk/core"]"#)
        .replace(lints, &format!("{lints}warnings = \"deny\"\n"));
    fs::write(to.join("Cargo.toml"), manifest).unwrap();
    fs::copy(from.join("Cargo.lock"), to.join("Cargo.lock")).unwrap();
    for entry in fs::read_dir(from.join("sdk")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            fs::copy(&path, to.join("sdk").join(path.file_name().unwrap())).unwrap();
        }
    }
    fs::write(
        to.join("sdk/Cargo.toml"),
        library_alone(&fs::read_to_string(from.join("sdk/Cargo.toml")).unwrap()),
    )
    .unwrap();
    for source in ["sdk/src", "sdk/core/src"] {
        let _ = fs::remove_dir_all(to.join(source));
        copy(&from.join(source), &to.join(source));
    }
    fs::write(
        to.join("sdk/core/Cargo.toml"),
        library_alone(&fs::read_to_string(from.join("sdk/core/Cargo.toml")).unwrap()),
    )
    .unwrap();
    to
}

/// A manifest without examples, tests and benchmarks, and without what only those need: they are
/// about the real platform.
fn library_alone(manifest: &str) -> String {
    let mut kept = true;
    let mut library = String::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            kept = !line.starts_with("[[") && line != "[dev-dependencies]";
        }
        if kept {
            library.push_str(line);
            library.push('\n');
        }
    }
    library
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() && path.ends_with("generated") {
        } else if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// Runs cargo there. All runs share their dependencies with this workspace.
fn cargo(folder: &Path, arguments: &[&str]) {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .args(["--offline", "--quiet"])
        .env("CARGO_TARGET_DIR", target)
        .current_dir(folder)
        .env("RUSTDOCFLAGS", "-D warnings")
        .env("CARGO_INCREMENTAL", "0")
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "cargo {arguments:?} failed in {}:\n{}{}",
        folder.display(),
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
}

#[test]
fn the_order_of_keys_has_no_say() {
    let tree = hostile();
    let files = generated(&tree).files;
    assert_eq!(files, generated(&tree).files);
    assert!(files == generated(&reversed(&tree)).files);
}

#[test]
fn every_file_system_can_hold_the_files() {
    let mut seen = BTreeSet::new();
    for path in generated(&hostile()).files.texts.into_keys() {
        assert!(path.split('/').all(|name| name.len() <= 255), "{path}");
        assert!(seen.insert(path.to_lowercase()), "{path}");
    }
}

#[test]
fn nothing_in_a_document_reaches_the_source_as_code_or_as_a_hidden_character() {
    for (path, text) in generated(&hostile()).files.texts {
        for character in text.chars().filter(|&character| character != '\n') {
            assert!(!character.is_control(), "{path}: {character:?}");
            assert!(!('\u{2028}'..='\u{202e}').contains(&character), "{path}");
            assert!(!('\u{2060}'..='\u{206f}').contains(&character), "{path}");
        }
        for (number, line) in text.lines().enumerate() {
            let code = line.trim_start();
            assert!(!code.starts_with("pub fn escaped"), "{path}:{number}");
            assert!(!code.starts_with("#!["), "{path}:{number}");
        }
    }
}

#[test]
fn a_nasty_document_compiles_without_a_warning_and_keeps_its_names_on_the_wire() {
    let folder = workspace("hostile");
    let sdk = folder.join("sdk");
    let generated = generated(&hostile());
    output::write(&sdk, &generated.files).unwrap();
    fs::create_dir_all(sdk.join("tests")).unwrap();
    fs::write(sdk.join("tests/examples.rs"), examples(&generated)).unwrap();
    fs::copy(Path::new(TESTS).join("roundtrip.rs"), sdk.join("tests/roundtrip.rs")).unwrap();
    for key in ["app_private.pkcs8.pem", "alipay_public.spki.pem"] {
        let keys = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/vectors/keys");
        fs::copy(Path::new(keys).join(key), sdk.join("tests").join(key)).unwrap();
    }
    cargo(&folder, &["clippy"]);
    cargo(&folder, &["clippy", "--features", "test-util"]);
    cargo(&folder, &["test", "--test", "roundtrip", "--features", "test-util"]);
    cargo(&folder, &["check", "--test", "examples"]);
    cargo(&folder, &["doc", "--no-deps"]);
}

/// The examples of the pages, a module each. They stand in modules, so no runtime is needed.
fn examples(generated: &Generated) -> String {
    let mut modules =
        String::from("//! The examples.\n#![allow(dead_code, deprecated, non_snake_case)]\n");
    for (path, text) in pages(generated) {
        let page =
            path.trim_start_matches("docs/operations/").trim_end_matches(".md").replace('-', "_");
        for (number, block) in text.split("```rust\n").skip(1).enumerate() {
            let (code, _) = block.split_once("\n```").unwrap();
            let code = code.replace("#[tokio::main]\n", "");
            modules.push_str(&format!("mod {page}_{number} {{\n{code}\n}}\n"));
        }
    }
    modules
}

fn pages(generated: &Generated) -> impl Iterator<Item = (&String, &String)> {
    generated.files.texts.iter().filter(|(path, _)| path.ends_with(".md"))
}

#[test]
fn nothing_in_a_document_becomes_markup_on_a_page() {
    let generated = generated(&hostile());
    for (path, text) in pages(&generated) {
        for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
            match event {
                Event::Html(html) => {
                    assert!(html.starts_with("<!-- Generated by"), "{path}: {html}")
                }
                Event::InlineHtml(html) => {
                    let anchor = html.starts_with("<a id=\"") || &*html == "</a>";
                    assert!(anchor, "{path}: {html}");
                }
                Event::Start(Tag::Link { dest_url, .. }) => {
                    let target = dest_url.split('#').next().unwrap();
                    assert!(target.is_empty() || target.ends_with(".md"), "{path}: {dest_url}");
                }
                Event::Start(Tag::CodeBlock(kind)) => {
                    let CodeBlockKind::Fenced(language) = kind else { panic!("{path}: {kind:?}") };
                    assert!(language.starts_with("rust"), "{path}: {language}");
                }
                Event::Start(Tag::Image { .. }) | Event::Rule | Event::TaskListMarker(_) => {
                    panic!("{path}: {event:?}")
                }
                _ => {}
            }
        }
        rows_have_the_cells_of_their_header(path, text);
    }
}

fn rows_have_the_cells_of_their_header(path: &str, text: &str) {
    let mut cells = None;
    for line in text.lines() {
        if !line.starts_with('|') {
            cells = None;
            continue;
        }
        let found = line.replace(r"\|", "").matches('|').count();
        assert_eq!(found, *cells.get_or_insert(found), "{path}: {line}");
    }
}

/// A document of one operation, without any product that the workspace knows.
const TINY: &str = "{openapi: 3.0.3, info: {title: Tiny, version: '1'}, paths: {/v3/ping: {get: {operationId: ping, responses: {'204': {description: Done.}}}}}}";

/// `cargo xtask codegen` is a command of the workspace: whatever was generated, Cargo must be able
/// to resolve all members.
#[test]
fn no_document_stops_cargo_in_the_workspace() {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let to = Path::new(env!("CARGO_TARGET_TMPDIR")).join("members");
    let _ = fs::remove_dir_all(&to);
    for path in ["Cargo.toml", "Cargo.lock", "cli", "codegen", "mistakes", "sdk", "tests", "xtask"]
    {
        copy_skeleton(&from.join(path), &to.join(path));
    }
    output::write(&to.join("sdk"), &generated(&serde_yaml::from_str(TINY).unwrap()).files).unwrap();
    let manifest = fs::read_to_string(to.join("sdk/Cargo.toml")).unwrap();
    assert!(!manifest.contains("\ntrade = []"), "{manifest}");
    cargo(&to, &["metadata", "--format-version", "1", "--locked"]);
}

/// What Cargo looks at: manifests, and the files of targets.
fn copy_skeleton(from: &Path, to: &Path) {
    let name = from.file_name().unwrap();
    if from.is_dir() && name != "generated" && name != "target" {
        for entry in fs::read_dir(from).unwrap() {
            let path = entry.unwrap().path();
            copy_skeleton(&path, &to.join(path.file_name().unwrap()));
        }
    } else if name == "Cargo.toml"
        || name == "Cargo.lock"
        || from.extension().is_some_and(|ending| ending == "rs")
    {
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(from, to).unwrap();
    }
}

#[test]
fn a_document_of_one_operation_compiles() {
    let tree = serde_yaml::from_str(TINY).unwrap();
    let folder = workspace("tiny");
    output::write(&folder.join("sdk"), &generated(&tree).files).unwrap();
    cargo(&folder, &["clippy"]);
}
