//! `cargo xtask release-check`: checks before a release, which take too long or need too much for
//! each change.

use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::console::say;
use crate::{package, process, sources};

/// What a check found.
enum Verdict {
    Holds,
    Fails(String),
    /// It cannot be checked here.
    LeftOut(String),
}

/// A check: its name, and how it is made.
type Check = (&'static str, fn() -> Result<Verdict>);

const CHECKS: [Check; 6] = [
    ("packages", packages),
    ("oldest Rust", oldest_rust),
    ("lowest versions", lowest_versions),
    ("compatible with the last release", compatible),
    ("newest versions", newest_versions),
    ("advisories", advisories),
];

pub(crate) fn run() -> Result<()> {
    let bar = process::progress(CHECKS.len() as u64);
    let mut failed = 0;
    for (name, check) in CHECKS {
        bar.set_message(name);
        let verdict = check().unwrap_or_else(|error| Verdict::Fails(format!("{error:#}")));
        bar.inc(1);
        failed += usize::from(matches!(verdict, Verdict::Fails(_)));
        bar.suspend(|| match verdict {
            Verdict::Holds => say!("{name:<34} ok"),
            Verdict::Fails(reason) => say!("{name:<34} FAILS: {reason}"),
            Verdict::LeftOut(reason) => say!("{name:<34} left out: {reason}"),
        })?;
    }
    bar.finish_and_clear();
    ensure!(failed == 0, "{failed} of {} checks fail", CHECKS.len());
    Ok(())
}

fn packages() -> Result<Verdict> {
    package::run().map(|()| Verdict::Holds)
}

/// Whether a subcommand of cargo is there.
fn has(subcommand: &str) -> bool {
    process::cargo(&[subcommand, "--version"]).is_ok()
}

/// The version that the manifests promise.
fn promised_rust() -> Result<String> {
    let path = sources::workspace().join("Cargo.toml");
    let manifest: toml::Table = toml::from_str(&std::fs::read_to_string(path)?)?;
    let version = &manifest["workspace"]["package"]["rust-version"];
    Ok(version.as_str().context("rust-version is not text")?.to_owned())
}

fn oldest_rust() -> Result<Verdict> {
    let version = promised_rust()?;
    let install = ["toolchain", "install", &version, "--profile", "minimal", "--no-self-update"];
    let installed = Command::new("rustup").args(install).output();
    if !installed.is_ok_and(|output| output.status.success()) {
        return Ok(Verdict::LeftOut(format!("Rust {version} cannot be installed here")));
    }
    let mut cargo = Command::new("cargo");
    cargo.arg(format!("+{version}")).args(["check", "--quiet", "--locked", "--all-features"]);
    for package in package::published()? {
        cargo.args(["--package", &package.name]);
    }
    // Its artifacts are those of another compiler.
    cargo.current_dir(sources::workspace()).env_remove("RUSTC").env_remove("CARGO");
    cargo.env("CARGO_TARGET_DIR", sources::target().join("oldest"));
    let output = cargo.output().context("cannot start cargo")?;
    if !output.status.success() {
        bail!("{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(Verdict::Holds)
}

/// The packages compile with the lowest versions that their manifests allow.
fn lowest_versions() -> Result<Verdict> {
    let folder = package::unpack(&package::published()?)?;
    let cargo = |arguments: &[&str]| {
        let mut cargo = Command::new(process::cargo_path());
        cargo.args(arguments).current_dir(&folder).env("RUSTC_BOOTSTRAP", "1");
        cargo.env("CARGO_TARGET_DIR", sources::target().join("lowest"));
        let output = cargo.output().context("cannot start cargo")?;
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        anyhow::Ok((output.status.success(), errors))
    };
    // With the index of the registry, which is not everywhere within reach.
    let (resolved, errors) = cargo(&["update", "--quiet", "-Z", "direct-minimal-versions"])?;
    if !resolved {
        let is_network = errors.contains("network") || errors.contains("failed to download");
        return Ok(match is_network {
            true => Verdict::LeftOut("the registry cannot be reached".to_owned()),
            false => Verdict::Fails(errors),
        });
    }
    let (checked, errors) = cargo(&["check", "--quiet", "--workspace", "--all-features"])?;
    Ok(if checked { Verdict::Holds } else { Verdict::Fails(errors) })
}

fn compatible() -> Result<Verdict> {
    if !has("semver-checks") {
        return Ok(Verdict::LeftOut("`cargo install cargo-semver-checks --locked`".to_owned()));
    }
    let mut git = Command::new("git");
    git.args(["describe", "--tags", "--abbrev=0", "--match", "v*"]);
    let output = git.current_dir(sources::workspace()).output().context("cannot start git")?;
    if !output.status.success() {
        return Ok(Verdict::LeftOut("nothing was released yet".to_owned()));
    }
    let tag = String::from_utf8(output.stdout)?.trim().to_owned();
    process::cargo(&["semver-checks", "--baseline-rev", &tag, "--all-features"])?;
    Ok(Verdict::Holds)
}

/// `Cargo.lock` has what the manifests allow.
fn newest_versions() -> Result<Verdict> {
    let mut cargo = Command::new(process::cargo_path());
    cargo.args(["update", "--dry-run"]).current_dir(sources::workspace());
    let output = cargo.output().context("cannot start cargo")?;
    if !output.status.success() {
        return Ok(Verdict::LeftOut("the registry cannot be reached".to_owned()));
    }
    let printed = String::from_utf8_lossy(&output.stderr).into_owned();
    let behind = printed.lines().filter(|line| line.trim_start().starts_with("Updating "));
    // The index is updated, too.
    let behind = behind.filter(|line| line.contains(" -> ")).count();
    Ok(match behind {
        0 => Verdict::Holds,
        behind => Verdict::Fails(format!("{behind} packages are behind: `cargo update`")),
    })
}

fn advisories() -> Result<Verdict> {
    if !has("deny") || process::cargo(&["deny", "fetch", "db"]).is_err() {
        return Ok(Verdict::LeftOut("cargo-deny or its database is not within reach".to_owned()));
    }
    process::cargo(&["deny", "--log-level", "error", "check", "advisories"])?;
    Ok(Verdict::Holds)
}
