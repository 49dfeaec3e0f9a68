//! Error codes and code by hand: which codes leave the outcome unknown, and that no constant of a
//! generated code is named. Another document may not have the code, and the SDK would not compile.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use alipay_sdk::ErrorCode;

/// The lines of a text that name such a constant, comments left out.
fn naming(text: &str) -> Vec<&str> {
    let is_constant = |rest: &str| {
        let name = rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap();
        name.len() > 1 && !name.contains(|c: char| c.is_ascii_lowercase())
    };
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    code.filter(|line| line.split("ErrorCode::").skip(1).any(is_constant)).collect()
}

fn look(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if path.file_name().unwrap() != "generated" {
                look(&path, found);
            }
        } else {
            let text = fs::read_to_string(&path).unwrap();
            found.extend(naming(&text).into_iter().map(|line| format!("{path:?}: {line}")));
        }
    }
}

#[test]
fn the_sdk_compiles_with_documents_that_lack_an_error_code() {
    assert_eq!(naming("x(ErrorCode::NO_BILL_DATA)").len(), 1);
    assert!(naming("/// ErrorCode::NO_BILL_DATA\nErrorCode::from(x)").is_empty());
    let mut found = Vec::new();
    look(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../sdk/src"), &mut found);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// The list holds what the words select today. When this fails, read the codes that are new and add
/// them, or mend the words in `ErrorCode::is_unknown_outcome`.
#[test]
fn the_codes_of_an_unknown_outcome_are_those_of_the_list() {
    let reviewed: BTreeSet<_> = include_str!("unknown_outcome.txt").lines().collect();
    let documented: BTreeSet<_> = alipay_sdk::operation::all()
        .flat_map(|operation| operation.error_codes)
        .copied()
        .filter(|code| ErrorCode::from(*code).is_unknown_outcome())
        .collect();
    assert_eq!(documented.difference(&reviewed).collect::<Vec<_>>(), Vec::<&&str>::new());
    assert_eq!(reviewed.difference(&documented).collect::<Vec<_>>(), Vec::<&&str>::new());
}
