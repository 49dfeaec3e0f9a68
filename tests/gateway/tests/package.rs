//! The packages of the gateway in a project elsewhere: with nothing of this repository around them.
#![cfg(unix)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The code of the project, and the client that it signs with.
const SHOP: &str = include_str!("elsewhere/shop.rs");
const CLIENT: &str = include_str!("client/mod.rs");

const VERSION: &str = env!("CARGO_PKG_VERSION");

fn workspace() -> &'static Path {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2);
    root.expect("the workspace")
}

/// Where its artifacts are kept between runs: most of them are of other crates.
fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("elsewhere")
}

fn run(command: &mut Command) -> String {
    let output = command.output().expect("a program");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}\n{text}\n{errors}");
    text
}

/// Cargo, as it is when nobody has configured it for this workspace.
fn cargo(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(folder).env("CARGO_TARGET_DIR", target()).env_remove("RUSTFLAGS");
    command
}

/// The packages, unpacked below a folder.
fn unpack(folder: &Path) {
    let packages = ["--package", "alipay-codegen", "--package", "alipay-gateway"];
    let how = ["package", "--quiet", "--offline", "--no-verify", "--allow-dirty"];
    run(cargo(workspace()).args(how).args(packages));
    for name in ["alipay-codegen", "alipay-gateway"] {
        let package = target().join(format!("package/{name}-{VERSION}.crate"));
        run(Command::new("tar").arg("-xzf").arg(package).arg("-C").arg(folder));
    }
}

/// A project whose tests need the gateway.
fn write_project(folder: &Path, readme: &str) -> PathBuf {
    let project = folder.join("project");
    let files = [
        ("Cargo.toml", manifest(folder)),
        ("src/lib.rs", String::new()),
        ("tests/order.rs", format!("{SHOP}{}", example(readme))),
        ("tests/client/mod.rs", CLIENT.to_owned()),
    ];
    for (name, content) in files {
        let file = project.join(name);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        fs::write(file, content).expect("a file");
    }
    // The versions that are here already.
    fs::copy(workspace().join("Cargo.lock"), project.join("Cargo.lock")).expect("a file");
    project
}

fn manifest(folder: &Path) -> String {
    let folder = folder.display();
    format!(
        r#"[package]
name = "project-elsewhere"
version = "0.0.0"
edition = "2024"

[dev-dependencies]
alipay-gateway = {{ path = "{folder}/alipay-gateway-{VERSION}" }}
base64 = "*"
fastrand = "*"
ring = "*"
serde_json = "*"
tokio = {{ version = "1", features = ["macros", "rt-multi-thread"] }}

# Until it is in the registry.
[patch.crates-io]
alipay-codegen = {{ path = "{folder}/alipay-codegen-{VERSION}" }}
"#
    )
}

/// The test that the README shows.
fn example(readme: &str) -> &str {
    let (_, section) = readme.split_once("## In the tests of a project").expect("the section");
    let (_, block) = section.split_once("```rust,ignore\n").expect("a block");
    block.split_once("```").expect("its end").0
}

#[test]
fn a_project_elsewhere_tests_against_the_packages_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    unpack(folder.path());
    let gateway = folder.path().join(format!("alipay-gateway-{VERSION}"));
    let readme = fs::read_to_string(gateway.join("README.md")).expect("the README is inside");
    let project = write_project(folder.path(), &readme);
    let tested = run(cargo(&project).args(["test", "--quiet", "--offline", "--tests"]));
    assert!(tested.contains("test result: ok. 1 passed"), "{tested}");
}
