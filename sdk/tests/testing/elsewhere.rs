//! A project of its own, with the code of the guide: it tests its checkout with the test platform
//! of the packages alone.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The longest test that the guide may show, in lines.
const LONGEST: usize = 30;

fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// Its artifacts are kept between runs: most of them are of other crates.
fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("elsewhere")
}

fn run(command: &mut Command) -> String {
    let output = command.output().unwrap();
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
    let packages = ["--package", "alipay-sdk-core", "--package", "alipay-sdk"];
    let how = ["package", "--quiet", "--offline", "--no-verify", "--allow-dirty"];
    run(cargo(workspace()).args(how).args(packages));
    for name in ["alipay-sdk-core", "alipay-sdk"] {
        let package = target().join(format!("package/{name}-{VERSION}.crate"));
        run(Command::new("tar").arg("-xzf").arg(package).arg("-C").arg(folder));
    }
}

fn manifest(folder: &Path) -> String {
    let folder = folder.display();
    format!(
        r#"[package]
name = "shop"
version = "0.0.0"
edition = "2024"

[dependencies.alipay-sdk]
path = "{folder}/alipay-sdk-{VERSION}"
default-features = false
features = ["trade"]

[dev-dependencies]
alipay-sdk = {{ path = "{folder}/alipay-sdk-{VERSION}", default-features = false, features = ["test-util"] }}
tokio = {{ version = "1", features = ["macros", "rt"] }}

# Until it is in the registry.
[patch.crates-io]
alipay-sdk-core = {{ path = "{folder}/alipay-sdk-core-{VERSION}" }}
"#
    )
}

/// The first block of Rust behind this text.
fn block<'g>(guide: &'g str, behind: &str, fence: &str) -> &'g str {
    let (_, section) = guide.split_once(behind).unwrap();
    let (_, block) = section.split_once(&format!("```{fence}\n")).unwrap();
    block.split_once("```").unwrap().0
}

#[test]
fn a_project_elsewhere_tests_its_checkout_with_the_test_platform_alone() {
    let guide = workspace().join("sdk/docs/guide/testing.md");
    let guide = fs::read_to_string(guide).unwrap();
    let code = block(&guide, "as in `src/lib.rs`", "rust");
    let test = block(&guide, "`tests/checkout.rs`", "rust,ignore");
    assert!(test.lines().count() < LONGEST, "{} lines", test.lines().count());

    let folder = tempfile::tempdir().unwrap();
    unpack(folder.path());
    let project = folder.path().join("shop");
    for (name, content) in [
        ("Cargo.toml", &*manifest(folder.path())),
        ("src/lib.rs", code),
        ("tests/checkout.rs", test),
    ] {
        let file = project.join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, content).unwrap();
    }
    // The versions that are here already.
    fs::copy(workspace().join("Cargo.lock"), project.join("Cargo.lock")).unwrap();
    let tested = run(cargo(&project).args(["test", "--quiet", "--offline", "--tests"]));
    assert!(tested.contains("test result: ok. 1 passed"), "{tested}");
}
