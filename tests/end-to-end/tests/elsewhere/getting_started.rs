//! The page "Getting started", copied block by block into an empty folder, and run.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};

use crate::project::{Project, run, workspace};

/// A block of code: its language, and its text.
type Block = (String, String);

/// The blocks of the page in a language.
fn blocks(page: &str) -> Vec<Block> {
    let path = workspace().join("sdk/docs/guide").join(page);
    let text = fs::read_to_string(path).unwrap();
    let fenced = text.split("```").skip(1).step_by(2);
    fenced
        .map(|block| block.split_once('\n').unwrap())
        .map(|(language, code)| (language.to_owned(), code.to_owned()))
        .collect()
}

/// The texts of all blocks in a language, in order.
fn all<'b>(blocks: &'b [Block], language: &str) -> Vec<&'b str> {
    let of_it = blocks.iter().filter(|(name, _)| name.split(',').next() == Some(language));
    of_it.map(|(_, code)| &**code).collect()
}

/// The gateway of the page, until this value is dropped.
struct Gateway(Child);

impl Gateway {
    /// Runs the command of the page, until the keys are written.
    fn start(project: &Project, line: &str) -> Self {
        let mut command = project.command(&format!("exec {line}"));
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let gateway = Self(child);
        assert!(
            output.lines().any(|line| line.unwrap().starts_with("Ctrl-C")),
            "it does not start"
        );
        gateway
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_page_can_be_copied_into_an_empty_folder_and_run() {
    let blocks = blocks("getting-started.md");
    assert_eq!(blocks, self::blocks("zh/getting-started.md"), "the pages have other code");
    let [manifest, for_tests] = all(&blocks, "toml")[..] else { panic!("{blocks:?}") };
    let [program, test] = all(&blocks, "rust")[..] else { panic!("{blocks:?}") };
    let [gateway, cargo_run] = all(&blocks, "sh")[..] else { panic!("{blocks:?}") };

    let project = Project::new(&[
        "alipay-sdk-core",
        "alipay-sdk",
        "alipay-codegen",
        "alipay-mistakes",
        "alipay-gateway",
    ]);
    project.write(
        &format!("{manifest}\n{for_tests}"),
        &[("src/main.rs", program), ("tests/gateway.rs", test)],
    );
    let (clone, start) = gateway.trim().split_once('\n').unwrap();
    assert!(clone.starts_with("git clone "), "{clone}");
    link(workspace(), &project.path().join("alipay-sdk-rust"));

    let gateway = Gateway::start(&project, start);
    let printed = run(&mut project.command(cargo_run.trim()));
    assert!(printed.contains("Some(\"TRADE_SUCCESS\"), Some(\"88.88\") yuan"), "{printed}");
    drop(gateway);
    assert_eq!(project.passed_tests(), 1);
}

/// In place of the clone.
fn link(checkout: &Path, at: &Path) {
    std::os::unix::fs::symlink(checkout, at).unwrap();
}
