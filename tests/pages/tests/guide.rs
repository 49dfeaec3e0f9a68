//! Whatever the guide shows in Rust is compiled: each of its pages with code is among the
//! documentation tests of the SDK, and the guide's list and that of the README name each page.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::fs;
use std::path::Path;

#[test]
fn every_page_of_the_guide_is_compiled_and_listed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let text = |path: &str| fs::read_to_string(root.join(path)).unwrap();
    let (tests, list) = (text("sdk/src/lib.rs"), text("sdk/docs/guide/README.md"));
    let readme = text("README.md");
    let mut missing = Vec::new();
    for entry in fs::read_dir(root.join("sdk/docs/guide")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name == "README.md" {
            continue;
        }
        let code = text(&format!("sdk/docs/guide/{name}")).contains("```rust");
        if code && !tests.contains(&format!("include_str!(\"../docs/guide/{name}\")")) {
            missing.push(format!("{name}: a line of sdk/src/lib.rs, so that its code is compiled"));
        }
        if !list.contains(&format!("]({name})")) {
            missing.push(format!("{name}: a line of sdk/docs/guide/README.md"));
        }
        if !readme.contains(&format!("](sdk/docs/guide/{name})")) {
            missing.push(format!("{name}: a line of README.md"));
        }
    }
    assert!(missing.is_empty(), "missing:\n{}", missing.join("\n"));
}
