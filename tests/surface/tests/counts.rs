//! No text for people says how many operations, models, fields or codes there are: after the next
//! import it would be wrong. `docs/measurements.md` says what was measured once.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::fs;
use std::path::{Path, PathBuf};

/// The counted things.
const THINGS: [&str; 14] = [
    "codes",
    "documents",
    "examples",
    "families",
    "fields",
    "groups",
    "methods",
    "models",
    "operations",
    "pages",
    "parameters",
    "products",
    "schemas",
    "sections",
];

/// Texts whose numbers are of a day, or generated, or another's.
const LEFT_OUT: [&str; 6] = [
    "CHANGELOG.md",
    "docs/measurements.md",
    "sdk/docs/operations",
    "target",
    "node_modules",
    ".git",
];

/// Numbers below this are small enough to be about something else.
const FEW: usize = 10;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The texts below a folder: pages, and the manifests with their descriptions.
fn texts(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let is_left_out = LEFT_OUT.iter().any(|left_out| path.ends_with(left_out));
        let is_text = path.extension().is_some_and(|ending| ending == "md");
        if is_left_out {
            continue;
        } else if path.is_dir() && !path.is_symlink() {
            texts(&path, found);
        } else if is_text || path.ends_with("Cargo.toml") {
            found.push(path);
        }
    }
}

/// Numbers before one of the things, at most a word between, with what they count.
fn counts(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let number =
        |word: &str| word.replace(',', "").parse::<usize>().ok().filter(|number| *number >= FEW);
    let thing = |word: &&&str| {
        let word = word.trim_end_matches(|end: char| !end.is_alphanumeric());
        THINGS.contains(&word)
    };
    let counted = words.iter().enumerate().filter(|(_, word)| number(word).is_some());
    counted
        .filter_map(|(at, word)| {
            let next = words[at + 1..].iter().take(2).find(thing)?;
            Some(format!("{word} {next}"))
        })
        .collect()
}

#[test]
fn no_text_counts_what_an_import_changes() {
    let mut paths = Vec::new();
    texts(&root(), &mut paths);
    assert!(paths.iter().any(|path| path.ends_with("README.md")), "{paths:?}");
    let mut wrong = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        wrong.extend(counts(&text).into_iter().map(|count| format!("{}: {count}", path.display())));
    }
    assert!(wrong.is_empty(), "say it without the number:\n{}", wrong.join("\n"));
}

#[test]
fn a_typed_count_is_found_wherever_the_line_breaks() {
    assert_eq!(
        counts("all 768\noperations, 1,860 small models with 10,850 fields."),
        ["768 operations,", "1,860 models", "10,850 fields.",]
    );
    assert!(counts("3 operations, 100 columns, 20 of the operations, error 404").is_empty());
}
