//! A project in a folder of its own, beside unpacked packages.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

const VERSION: &str = env!("CARGO_PKG_VERSION");

pub(super) fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap()
}

/// The folder in which the workspace is built: most of what a project needs is there already.
fn target() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap()
}

pub(super) fn run(command: &mut Command) -> String {
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

/// What every manifest ends with.
const SETTINGS: &str = r#"
# As in the workspace, so that libraries need not be built again.
[profile.dev]
debug = "line-tables-only"

# Until they are in the registry.
[patch.crates-io]
"#;

pub(super) struct Project {
    folder: TempDir,
    packages: Vec<String>,
}

impl Project {
    /// An empty one beside these packages.
    pub(super) fn new(packages: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let how = ["package", "--quiet", "--offline", "--no-verify", "--allow-dirty"];
        let which = packages.iter().flat_map(|name| ["--package", name]);
        run(cargo(workspace()).args(how).args(which));
        for name in packages {
            let package = target().join(format!("package/{name}-{VERSION}.crate"));
            run(Command::new("tar").arg("-xzf").arg(package).arg("-C").arg(folder.path()));
        }
        Self { folder, packages: packages.iter().map(|&name| name.to_owned()).collect() }
    }

    /// Where a package was unpacked.
    pub(super) fn package(&self, name: &str) -> PathBuf {
        self.folder.path().join(format!("{name}-{VERSION}"))
    }

    /// The page that a package has on the registry.
    pub(super) fn readme(&self, package: &str) -> String {
        fs::read_to_string(self.package(package).join("README.md")).unwrap()
    }

    pub(super) fn path(&self) -> PathBuf {
        self.folder.path().join("project")
    }

    /// These files. The manifest is completed by the places of the packages.
    pub(super) fn write(&self, manifest: &str, files: &[(&str, &str)]) {
        let mut manifest = format!("{manifest}{SETTINGS}");
        for name in &self.packages {
            let path = self.package(name);
            writeln!(manifest, "{name} = {{ path = \"{}\" }}", path.display()).unwrap();
        }
        for (name, content) in [("Cargo.toml", &*manifest)].iter().chain(files) {
            let file = self.path().join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, content).unwrap();
        }
        // The versions that are here already.
        fs::copy(workspace().join("Cargo.lock"), self.path().join("Cargo.lock")).unwrap();
    }

    /// A command of a page, in the folder of the project.
    pub(super) fn command(&self, line: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", line]).current_dir(self.path());
        command.env("CARGO_TARGET_DIR", target()).env("CARGO_NET_OFFLINE", "true");
        command
    }

    /// Runs its tests, and counts them.
    pub(super) fn passed_tests(&self) -> usize {
        let printed = run(cargo(&self.path()).args(["test", "--quiet", "--offline", "--tests"]));
        let results = printed.split("test result: ok. ").skip(1);
        results.map(|result| result.split(' ').next().unwrap().parse::<usize>().unwrap()).sum()
    }
}
