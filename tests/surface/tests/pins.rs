//! `.ci/run` installs only tools whose versions are pinned, and packages whose hashes are. The
//! workflows use actions of a version, and one version of Rust.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)).unwrap()
}

/// The commands of `.ci/run` that hold these words.
fn commands(words: &str) -> Vec<String> {
    let script = read(".ci/run").replace("\\\n", " ");
    let lines = script.lines().filter(|line| !line.trim_start().starts_with('#'));
    let found: Vec<_> = lines.filter(|line| line.contains(words)).map(str::to_owned).collect();
    assert!(!found.is_empty(), "no command has `{words}` any more");
    found
}

const CI: &str = ".github/workflows/ci.yml";
const ADVISORIES: &str = ".github/workflows/advisories.yml";
const FUZZ: &str = ".github/workflows/fuzz.yml";
const RELEASE: &str = ".github/workflows/release.yml";

/// What stands after this key in a file, line by line.
fn values(path: &str, key: &str) -> Vec<String> {
    let text = read(path);
    let lines = text.lines().map(|line| line.trim_start().trim_start_matches("- "));
    let found: Vec<_> =
        lines.filter_map(|line| line.strip_prefix(key)).map(str::to_owned).collect();
    assert!(!found.is_empty(), "{path} has no `{key}` any more");
    found
}

#[test]
fn pip_checks_the_hash_of_every_package() {
    for command in commands("pip install") {
        assert!(
            command.contains("--require-hashes --requirement .ci/requirements.txt"),
            "{command}"
        );
    }
    let requirements = read(".ci/requirements.txt").replace("\\\n", " ");
    assert!(!requirements.contains("://"), "a requirement names a host");
    for line in requirements.lines().filter(|line| !line.starts_with('#')) {
        let mut words = line.split_whitespace();
        assert!(words.next().unwrap().contains("=="), "{line}");
        let hashes: Vec<_> = words.map(|word| word.strip_prefix("--hash=sha256:")).collect();
        let is_hash = |hash: &Option<&str>| {
            hash.is_some_and(|hash| {
                hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
            })
        };
        assert!(!hashes.is_empty() && hashes.iter().all(is_hash), "{line}");
    }
}

#[test]
fn cargo_installs_a_pinned_version() {
    for command in commands("cargo install") {
        assert!(command.contains("--locked") && command.contains("--version"), "{command}");
    }
}

#[test]
fn npm_checks_the_hash_of_every_package() {
    let lock: Value = serde_json::from_str(&read("tests/node/package-lock.json")).unwrap();
    for (name, package) in lock["packages"].as_object().unwrap() {
        let integrity = package["integrity"].as_str().unwrap_or_default();
        assert!(name.is_empty() || integrity.starts_with("sha512-"), "{name}");
    }
    let manifest: Value = serde_json::from_str(&read("tests/node/package.json")).unwrap();
    for (name, version) in manifest["dependencies"].as_object().unwrap() {
        assert!(
            version.as_str().unwrap().starts_with(|first: char| first.is_ascii_digit()),
            "{name}"
        );
    }
}

#[test]
fn every_action_of_the_workflows_has_a_version() {
    for path in [CI, ADVISORIES, FUZZ, RELEASE] {
        for action in values(path, "uses: ") {
            let version = action.split_once("@v").unwrap_or_default().1;
            assert!(version.starts_with(|first: char| first.is_ascii_digit()), "{path}: {action}");
        }
    }
}

#[test]
fn all_jobs_and_images_have_one_version_of_rust() {
    let places = [
        (CI, "RUST: "),
        (CI, "image: rust:"),
        (CI, "container: rust:"),
        (RELEASE, "RUST: "),
        ("tests/gateway/Dockerfile", "FROM rust:"),
    ];
    let mut versions = BTreeSet::new();
    for (path, key) in places {
        for value in values(path, key) {
            let version = value.trim_matches('"').split('-').next().unwrap_or_default();
            versions.insert(version.to_owned());
        }
    }
    assert_eq!(versions.len(), 1, "{versions:?}");
}
