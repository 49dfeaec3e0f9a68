//! `cargo xtask package`: the packages as users get them, unpacked outside of the workspace,
//! resolved against each other, and checked.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use crate::console::say;
use crate::{process, sources};

/// What every package holds.
const FILES: [&str; 4] = ["CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT", "README.md"];

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

/// A package that is published.
#[derive(Deserialize)]
pub(crate) struct Package {
    pub(crate) name: String,
    version: String,
    /// The registries that it may go to; none at all means that it stays here.
    publish: Option<Vec<String>>,
    readme: Option<String>,
    documentation: Option<String>,
    keywords: Vec<String>,
    #[serde(default)]
    metadata: serde_json::Value,
}

impl Package {
    /// The folder in its archive.
    pub(crate) fn folder(&self) -> String {
        format!("{}-{}", self.name, self.version)
    }

    fn archive(&self) -> PathBuf {
        sources::target().join("package").join(format!("{}.crate", self.folder()))
    }

    /// What a user of the registry would miss in the package that is unpacked here.
    fn missing(&self, unpacked: &Path) -> Vec<String> {
        let files = FILES.into_iter().filter(|file| !unpacked.join(file).is_file());
        let all_features = &self.metadata["docs"]["rs"]["all-features"];
        let fields = [
            ("readme", self.readme.is_some()),
            ("documentation", self.documentation.is_some()),
            ("keywords", !self.keywords.is_empty()),
            ("package.metadata.docs.rs", all_features == &serde_json::Value::Bool(true)),
        ];
        let fields = fields.into_iter().filter(|(_, is_there)| !is_there).map(|(field, _)| field);
        files.chain(fields).map(|what| format!("{} has no {what}", self.name)).collect()
    }
}

/// The packages that are published, as the manifests say.
pub(crate) fn published() -> Result<Vec<Package>> {
    let text = process::cargo(&["metadata", "--no-deps", "--format-version", "1", "--offline"])?;
    let metadata: Metadata = serde_json::from_str(&text).context("cargo metadata")?;
    let is_published =
        |package: &Package| package.publish.as_ref().is_none_or(|places| !places.is_empty());
    Ok(metadata.packages.into_iter().filter(is_published).collect())
}

pub(crate) fn run() -> Result<()> {
    let packages = published()?;
    let bar = process::progress(2);
    bar.set_message("packing");
    let folder = unpack(&packages)?;
    bar.inc(1);
    bar.set_message("checking");
    let checked = check(&folder);
    bar.finish_and_clear();
    checked?;
    let mut missing = Vec::new();
    for package in &packages {
        missing.extend(package.missing(&folder.join(package.folder())));
        let kibibytes = fs::metadata(package.archive())?.len() / 1024;
        say!("{:<20} {:>6} KiB", package.folder(), kibibytes)?;
    }
    ensure!(missing.is_empty(), "the packages are incomplete: {}", missing.join("; "));
    say!("{} packages are complete, and compile without the workspace", packages.len())
}

/// Packs everything, and unpacks it as the members of a workspace of its own, whose folder is
/// returned.
pub(crate) fn unpack(packages: &[Package]) -> Result<PathBuf> {
    let mut arguments = vec!["package", "--quiet", "--offline", "--no-verify", "--allow-dirty"];
    arguments.extend(packages.iter().flat_map(|package| ["--package", &package.name]));
    process::cargo(&arguments)?;
    let folder = sources::target().join("packages");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    for package in packages {
        let mut tar = Command::new("tar");
        tar.arg("-xzf").arg(package.archive()).arg("-C").arg(&folder);
        ensure!(tar.status().context("cannot start tar")?.success(), "tar failed");
    }
    fs::write(folder.join("Cargo.toml"), workspace(packages)?)?;
    fs::copy(sources::workspace().join("Cargo.lock"), folder.join("Cargo.lock"))?;
    Ok(folder)
}

/// The manifest of the workspace that the unpacked packages make.
fn workspace(packages: &[Package]) -> Result<String> {
    let mut members = String::from("[workspace]\nresolver = \"3\"\nmembers = [");
    let mut places = String::from("[patch.crates-io]\n");
    for package in packages {
        write!(members, "\"{}\", ", package.folder())?;
        writeln!(places, "{} = {{ path = \"{}\" }}", package.name, package.folder())?;
    }
    Ok(format!("{members}]\n\n{places}\n[profile.dev]\ndebug = \"line-tables-only\"\n"))
}

/// Checks the libraries and programs of the unpacked packages, with all features. Libraries that
/// the workspace has built are not built again. Unit tests stay out: they read vectors of the
/// repository.
fn check(folder: &Path) -> Result<()> {
    process::cargo_in(
        folder,
        &["check", "--quiet", "--offline", "--workspace", "--lib", "--bins", "--all-features"],
    )
    .map(drop)
}
