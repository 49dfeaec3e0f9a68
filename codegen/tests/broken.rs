//! Broken documents: each is wrong in one way, and the snapshot is what a person is told of it.
//!
//! A file below `broken/` is a case; so is a folder, in which `decisions.yaml` and `glossary.yaml`
//! are what they are in `spec/`. `INSTA_UPDATE=always cargo test -p alipay-codegen --test broken`
//! accepts new texts.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::fs;
use std::path::{Path, PathBuf};

use alipay_codegen::{Source, Sources, generate};

/// The files of a folder, or the file itself, by name.
fn sorted(path: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> =
        fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_str().unwrap().to_owned()
}

fn source(path: &Path) -> Source {
    Source { name: name(path), content: fs::read(path).unwrap() }
}

/// The result for a case. To be accepted would be the worst outcome.
fn problems(case: &Path) -> String {
    let files = if case.is_dir() { sorted(case) } else { vec![case.to_owned()] };
    match generate(&Sources::new(files.iter().map(|path| source(path)))) {
        Ok(_) => panic!("{} was accepted", case.display()),
        Err(problems) => problems.to_string(),
    }
}

fn cases() -> Vec<PathBuf> {
    sorted(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/broken")))
}

#[test]
fn a_person_is_told_where_each_document_is_wrong_and_why() {
    for case in cases() {
        insta::assert_snapshot!(name(&case), problems(&case));
    }
}

#[test]
fn a_document_that_is_not_utf_8_is_refused() {
    let document = Source {
        name: "latin.yaml".to_owned(),
        content: b"openapi: 3.0.3\ninfo: {title: Caf\xe9}\n".to_vec(),
    };
    let problems = generate(&Sources::new([document])).unwrap_err();
    insta::assert_snapshot!(problems, @r"
    latin.yaml#: not UTF-8 text: invalid utf-8 sequence of 1 bytes from index 32
    1 problem
    ");
}

/// Refused, and soon: how far each was read is tested beside the code.
#[test]
fn a_short_document_that_asks_for_much_memory_is_refused() {
    let head = "openapi: 3.0.3\ninfo: {title: Test, version: '1'}\npaths: {}\n";
    let list = |item: &str, count| format!("[{}]", vec![item; count].join(", "));
    let refused = |name: &str, rest: String| {
        let content = format!("{head}{rest}").into_bytes();
        let document = Source { name: name.to_owned(), content };
        generate(&Sources::new([document])).unwrap_err().to_string()
    };
    let (once, often) = (list("0", 1900), list("*a", 1450));
    let aliases = refused("aliases.yaml", format!("x-once: &a {once}\nx-often: {often}\n"));
    insta::assert_snapshot!(aliases, @r"
    aliases.yaml#/x-often/57/1543: not YAML: x-often[57]: aliases repeat too much: without aliases the document would be many times as long at line 4 column 9
    1 problem
    ");
    let brackets = refused("brackets.yaml", format!("x-deep: {}\n", "[".repeat(50_000)));
    insta::assert_snapshot!(brackets, @r"
    brackets.yaml#: not YAML: more than 64 levels of objects and lists at line 4 column 264
    1 problem
    ");
    let key = refused("key.yaml", format!("? {}\n: {{a: 1}}\n", "k".repeat(2_000)));
    insta::assert_snapshot!(key, @r"
    key.yaml#: not YAML: a key is longer than 1024 bytes at line 4 column 3
    1 problem
    ");
}

/// A text with 10,000 values, in 110 fields that refer to it.
#[test]
fn references_that_copy_too_much_are_refused() {
    let values: Vec<_> = (0..10_000).map(|value| format!("v{value}")).collect();
    let fields: Vec<_> =
        (0..110).map(|field| format!("f{field}: {{$ref: '#/components/schemas/Text'}}")).collect();
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: Test, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n    \
         Text: {{type: string, enum: [{}]}}\n    Shop: {{type: object, properties: {{{}}}}}\n",
        values.join(", "),
        fields.join(", ")
    );
    let document = Source { name: "shop.yaml".to_owned(), content: text.into_bytes() };
    let problems = generate(&Sources::new([document])).unwrap_err();
    insta::assert_snapshot!(problems, @r"
    shop.yaml#/components/schemas/Shop/properties/f9: with this one there are too many fields, values and error codes: let fewer schemas refer to large ones
    1 problem
    ");
}

#[test]
fn two_sources_of_one_name_are_refused() {
    let document = Source {
        name: "shop.yaml".to_owned(),
        content: b"openapi: 3.0.3\ninfo: {title: Test, version: '1'}\npaths: {}\n".to_vec(),
    };
    let problems = generate(&Sources::new([document.clone(), document])).unwrap_err();
    insta::assert_snapshot!(problems, @r"
    shop.yaml#: two sources have this name
    1 problem
    ");
}

#[test]
fn a_document_cannot_write_control_characters_to_a_terminal() {
    for case in cases() {
        let problems = problems(&case);
        let bad = |character: char| {
            character != '\n'
                && (character.is_control()
                    || matches!(
                        character,
                        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
                    ))
        };
        assert!(!problems.contains(bad), "{problems:?}");
    }
}

#[test]
fn no_snapshot_outlives_its_document() {
    let cases: Vec<_> = cases().iter().map(|case| format!("broken__{}.snap", name(case))).collect();
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/snapshots"));
    for snapshot in sorted(folder) {
        let name = name(&snapshot);
        assert!(!name.starts_with("broken__") || cases.contains(&name), "{name}");
    }
}
