//! Projects of their own, which are built from nothing.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::process::{self, Cost};
use crate::sources;

/// A project with one program.
pub(super) struct Project {
    folder: PathBuf,
}

impl Project {
    /// In a folder that has nothing else.
    pub(super) fn new(folder: PathBuf) -> Result<Self> {
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(folder.join("src"))?;
        Ok(Self { folder })
    }

    /// In a folder that has a project already.
    pub(super) fn at(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Writes its files. Libraries that the workspace has are of the same versions here, so that
    /// figures of different days compare.
    pub(super) fn write(&self, manifest: &str, main: &str) -> Result<()> {
        fs::write(self.manifest(), manifest)?;
        fs::write(self.folder.join("src/main.rs"), main)?;
        let versions = sources::workspace().join("Cargo.lock");
        fs::copy(versions, self.folder.join("Cargo.lock")).context("Cargo.lock")?;
        Ok(())
    }

    pub(super) fn manifest(&self) -> PathBuf {
        self.folder.join("Cargo.toml")
    }

    /// Downloads its libraries.
    pub(super) fn fetch(&self) -> Result<()> {
        process::cargo(&["fetch", "--quiet", "--manifest-path", &text(&self.manifest())]).map(drop)
    }

    /// Measures a command of cargo.
    pub(super) fn measure(&self, command: &str, arguments: &[&str]) -> Result<Cost> {
        let (manifest, target) = (text(&self.manifest()), text(&self.target()));
        let here = [command, "--quiet", "--manifest-path", &manifest, "--target-dir", &target];
        process::measure_cargo(&[&here[..], arguments].concat())
    }

    /// A program that was built here.
    pub(super) fn program(&self, profile: &str, name: &str) -> PathBuf {
        self.target().join(profile).join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }

    fn target(&self) -> PathBuf {
        self.folder.join("target")
    }
}

fn text(path: &Path) -> String {
    path.display().to_string()
}
