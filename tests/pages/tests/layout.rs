//! The examples of the pages have the layout that rustfmt gives them.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::Command;

#[test]
fn examples_are_laid_out_as_rustfmt_does() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("layout");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let mut rustfmt = Command::new("rustfmt");
    rustfmt.args(["--edition", "2024", "--check", "--files-with-diff", "--config-path"]);
    rustfmt.arg(root.join("rustfmt.toml"));
    let mut found = 0;
    for entry in fs::read_dir(root.join("sdk/docs/operations")).unwrap() {
        let path = entry.unwrap().path();
        let page = fs::read_to_string(&path).unwrap();
        let examples = page.split("\n```rust\n").skip(1);
        for (number, example) in examples.enumerate() {
            let code = example.split_once("\n```\n").unwrap().0;
            let name = path.file_stem().unwrap().to_str().unwrap();
            let file = folder.join(format!("{name}_{number}.rs"));
            fs::write(&file, format!("{code}\n")).unwrap();
            rustfmt.arg(file);
            found += 1;
        }
    }
    assert!(found > 700, "{found} examples");
    let output = match rustfmt.output() {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            // Past the harness, which keeps the words of a test that passes.
            let _ =
                writeln!(std::io::stderr(), "left out: the layout of examples: no rustfmt here");
            return;
        }
        output => output.unwrap(),
    };
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && told.is_empty(), "not as rustfmt does:\n{told}");
}
