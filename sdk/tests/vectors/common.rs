//! Loading vectors, and reporting all that fail instead of the first.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

/// The vectors of a file, for example `cert_sn.json`. A file without vectors fails: it would pass
/// whatever the code does.
pub(crate) fn load(file: &str) -> Vec<Value> {
    let vectors: Vec<Value> = serde_json::from_slice(&read(file))
        .unwrap_or_else(|error| panic!("{file}: not a list of vectors: {error}"));
    assert!(!vectors.is_empty(), "{file}: no vectors");
    vectors
}

/// The content of a file of the folder.
pub(crate) fn read(relative: &str) -> Vec<u8> {
    let path = folder().join(relative);
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Tests every vector, then fails with the ids of all that do not pass, and why.
pub(crate) fn check(vectors: &[Value], test: impl Fn(&Value) -> Result<(), String>) {
    let problem = |vector: &Value| {
        let id = vector["id"].as_str().unwrap_or("vector without id");
        test(vector).err().map(|problem| format!("{id}: {problem}"))
    };
    let problems: Vec<_> = vectors.iter().filter_map(problem).collect();
    assert!(
        problems.is_empty(),
        "{} of {} vectors failed:\n{}",
        problems.len(),
        vectors.len(),
        problems.join("\n")
    );
}

/// A text of a vector, by JSON pointer.
pub(crate) fn text<'a>(vector: &'a Value, pointer: &str) -> Result<&'a str, String> {
    vector
        .pointer(pointer)
        .and_then(Value::as_str)
        .ok_or_else(|| format!("the vector has no text at {pointer}"))
}

/// Whether two values are the same, and if not, what they are.
pub(crate) fn same<T: PartialEq + std::fmt::Debug + ?Sized>(
    what: &str,
    got: &T,
    expected: &T,
) -> Result<(), String> {
    if got == expected {
        Ok(())
    } else {
        Err(format!("{what}: got {got:?}, expected {expected:?}"))
    }
}

fn folder() -> PathBuf {
    let default = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/vectors"));
    std::env::var_os("ALIPAY_VECTORS").map_or_else(default, PathBuf::from)
}
