//! Imports of small documents: `import/official.yaml` says in the form of the platform what
//! `import/spec` says in ours. Each case changes it in one way, and the snapshot is what becomes of
//! our documents. `INSTA_UPDATE=always cargo test -p alipay-codegen --test import` accepts new
//! ones.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

#[path = "import/cases.rs"]
mod cases;
#[path = "import/text.rs"]
mod text;

use std::fs;
use std::path::{Path, PathBuf};

use alipay_codegen::{Imported, Problems, Source, Sources, import};
use cases::{CASES, Case};
use serde_yaml::Value;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn source(path: &Path) -> Source {
    let name = path.file_name().unwrap().to_str().unwrap().to_owned();
    Source { name, content: fs::read(path).unwrap() }
}

fn spec(path: &Path) -> Sources {
    let mut paths: Vec<_> =
        fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    Sources::new(paths.iter().map(|path| source(path)))
}

fn small() -> Sources {
    spec(&folder("tests/import/spec"))
}

fn official(changes: &[(&str, &str)]) -> Source {
    let mut source = source(&folder("tests/import/official.yaml"));
    let mut text = String::from_utf8(source.content).unwrap();
    for (from, to) in changes {
        assert!(text.contains(from), "the document does not hold {from:?}");
        text = text.replacen(from, to, 1);
    }
    source.content = text.into_bytes();
    source
}

/// Our documents after an import.
fn after(spec: &Sources, imported: &Imported) -> Sources {
    let mut after = spec.clone();
    after.documents.retain(|old| imported.documents.iter().all(|new| new.name != old.name));
    after.documents.extend(imported.documents.iter().cloned());
    after
}

/// What an import did, for people.
fn told(spec: &Sources, imported: Result<Imported, Problems>) -> String {
    let imported = match imported {
        Ok(imported) => imported,
        Err(problems) => return format!("refused:\n{problems}\n"),
    };
    let mut told = String::new();
    for new in &imported.documents {
        let old = spec.documents.iter().find(|old| old.name == new.name);
        let old = old.map(|old| String::from_utf8_lossy(&old.content).into_owned());
        let new_text = String::from_utf8_lossy(&new.content);
        told += &format!("{}\n{}", new.name, text::changes(&old.unwrap_or_default(), &new_text));
    }
    for question in &imported.questions {
        told += &format!("? {question}\n");
    }
    told
}

#[test]
fn each_kind_of_change_comes_into_our_documents_in_our_form() {
    for Case { name, changes } in CASES {
        let spec = small();
        let imported = import(&spec, &official(changes), None);
        assert_eq!(imported.is_err(), name.starts_with("refused"), "{name}: {imported:?}");
        let told = told(&spec, imported);
        assert!(!told.contains("官方"), "{name} takes over prose of the document:\n{told}");
        insta::with_settings!({ snapshot_path => "import/snapshots", prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(*name, told);
        });
    }
}

#[test]
fn an_import_that_is_repeated_changes_nothing() {
    for Case { name, changes } in CASES {
        let spec = small();
        let document = official(changes);
        let Ok(imported) = import(&spec, &document, None) else { continue };
        let again = import(&after(&spec, &imported), &document, None).unwrap();
        assert!(again.documents.is_empty(), "{name}: {:?}", again.documents);
    }
}

#[test]
fn a_document_that_says_the_same_changes_and_asks_nothing() {
    let imported = import(&small(), &official(&[]), None).unwrap();
    assert!(imported.documents.is_empty(), "{:?}", imported.documents);
    assert_eq!(imported.questions, []);
    assert!(!imported.is_older);
}

#[test]
fn a_family_that_was_lost_comes_back_but_for_its_sentences() {
    let whole = small();
    let is_tea = |source: &Source| source.name == "tea.yaml";
    let tea = whole.documents.iter().find(|source| is_tea(source)).unwrap();
    let mut spec = whole.clone();
    // The page refers to the address, which would be missed.
    spec.documents.retain(|source| !is_tea(source) && source.name != "v2.yaml");
    let imported = import(&spec, &official(&[]), None).unwrap();
    let [back] = imported.documents.as_slice() else { panic!("{:?}", imported.documents) };
    assert!(is_tea(back));
    let facts = |source: &Source| {
        let text = String::from_utf8(source.content.clone()).unwrap();
        let text =
            text.replace(", description: In yuan.", "").replace(", description: The photo.", "");
        let is_fact =
            |line: &&str| !line.starts_with("      description:") && !line.starts_with('#');
        let old = text.find("  /v3/alipay/tea/order/old:");
        let next = text.find("  /v3/alipay/tea/order/{order_id}");
        let without = match old.zip(next) {
            Some((old, next)) => text[..old].to_owned() + &text[next..],
            None => text,
        };
        without.lines().filter(is_fact).map(|line| format!("{line}\n")).collect::<String>()
    };
    let appended = |text: String| text.replace("        appended: {type: string}\n", "");
    assert_eq!(appended(facts(back)), appended(facts(tea)));
    assert_eq!(imported.questions.len(), 6, "{:?}", imported.questions);
}

#[test]
fn a_decision_that_applies_to_nothing_is_a_question() {
    let mut spec = small();
    let glossary = spec.glossary.as_mut().unwrap();
    glossary.content.extend(b"teapot: Pot for tea.\n");
    let imported = import(&spec, &official(&[]), None).unwrap();
    assert!(imported.documents.is_empty(), "{:?}", imported.documents);
    let [question] = imported.questions.as_slice() else { panic!("{:?}", imported.questions) };
    assert!(
        question.to_string().starts_with("glossary.yaml#/teapot: should it be removed?"),
        "{question}"
    );
}

/// All documents of v3 in one, as the platform has it.
fn bundled(spec: &Sources) -> Source {
    let mut bundle: Value = serde_yaml::from_str("{paths: {}, components: {}}").unwrap();
    let documents = spec.documents.iter().map(|source| &source.content);
    for text in documents.map(|content| String::from_utf8_lossy(content)) {
        let document: Value = serde_yaml::from_str(&without_files(&text)).unwrap();
        if document.get("x-protocol").is_none() {
            merge(&mut bundle, document);
        }
    }
    let content = serde_yaml::to_string(&bundle).unwrap().into_bytes();
    Source { name: "bundle.yaml".to_owned(), content }
}

/// Lets every reference stay in its document.
fn without_files(text: &str) -> String {
    text.split('\'')
        .map(|part| part.find(".yaml#/").map_or(part, |at| &part[at + 5..]))
        .collect::<Vec<_>>()
        .join("'")
}

fn merge(into: &mut Value, from: Value) {
    match (into, from) {
        (Value::Mapping(into), Value::Mapping(from)) => {
            for (key, value) in from {
                match into.get_mut(&key) {
                    Some(old) => merge(old, value),
                    None => _ = into.insert(key, value),
                }
            }
        }
        (into, from) => *into = from,
    }
}

#[test]
fn the_present_state_of_our_documents_changes_nothing() {
    let spec = spec(&folder("../spec"));
    let imported = import(&spec, &bundled(&spec), None).unwrap();
    let names: Vec<_> = imported.documents.iter().map(|source| &source.name).collect();
    assert!(names.is_empty(), "{names:?}");
    assert_eq!(imported.questions, []);
}

#[test]
fn a_document_that_is_not_understood_changes_nothing() {
    let document = official(&[("title: 支付宝开放平台API", "- title")]);
    let problems = import(&small(), &document, None).unwrap_err();
    assert!(problems.to_string().starts_with("official.yaml#"), "{problems}");
}

#[test]
fn an_official_document_of_2024_leaves_the_facts_of_our_documents_alone() {
    let Some(path) = std::env::var_os("ALIPAY_OFFICIAL_DOCUMENT") else {
        return;
    };
    let spec = spec(&folder("../spec"));
    let document = source(Path::new(&path));
    let imported = import(&spec, &document, None).unwrap();
    let again = import(&after(&spec, &imported), &document, None).unwrap();
    assert!(again.documents.is_empty());
}
