//! A first payment from nothing, as the README of the SDK has it: from `cargo new` in an empty
//! folder, with the unpacked packages, to the payment that the gateway has taken.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use super::project::Project;
use super::verdict;
use crate::console::say;
use crate::package::{self, Package};
use crate::process::{self, Cost};

/// The cryptographic libraries, and how many seconds they may take on two idle cores.
const LIBRARIES: [(&str, f64); 2] = [("ring", 60.0), (DEFAULT, 75.0)];

/// The library that the README has.
const DEFAULT: &str = "aws-lc-rs";

/// The payment, as the program prints it.
const PAYMENT: &str = "Some(\"88.88\") yuan";

/// The texts of the README that make the program.
struct Texts {
    dependencies: String,
    main: String,
    /// Where the packages are, instead of the registry.
    places: String,
}

/// The steps from the empty folder to the payment.
struct First {
    seconds: f64,
    run: Cost,
    printed: String,
}

pub(crate) fn run() -> Result<()> {
    let bar = process::progress(1 + LIBRARIES.len() as u64);
    bar.set_message("packing");
    let packages = package::published()?;
    let texts = Texts::read(&packages, &package::unpack(&packages)?)?;
    let mut firsts = Vec::new();
    for (library, _) in LIBRARIES {
        bar.inc(1);
        bar.set_message(format!("paying with {library}"));
        firsts.push(first(&texts, library)?);
    }
    bar.finish_and_clear();
    for ((library, budget), First { seconds, run, printed }) in LIBRARIES.into_iter().zip(&firsts) {
        say!("{printed}")?;
        let verdict = verdict(*seconds, budget);
        let (processor, memory) = (run.processor, run.mebibytes);
        say!(
            "{library:<12} {seconds:>6.1} s   budget {budget:.0}  {verdict}   \
             processor {processor:.1} s   memory {memory} MiB"
        )?;
    }
    Ok(())
}

impl Texts {
    fn read(packages: &[Package], folder: &Path) -> Result<Self> {
        let mut places = String::from("\n[patch.crates-io]\n");
        for package in packages {
            let path = folder.join(package.folder());
            writeln!(places, "{} = {{ path = {path:?} }}", package.name)?;
        }
        let sdk = packages.iter().find(|package| package.name == "alipay-sdk");
        let sdk = sdk.context("alipay-sdk is not published")?.folder();
        let readme = fs::read_to_string(folder.join(sdk).join("README.md"))?;
        let dependencies =
            [block(&readme, "## Install", "toml")?, block(&readme, "## A first payment", "toml")?];
        let main = block(&readme, "## A first payment", "rust")?.to_owned();
        Ok(Self { dependencies: dependencies.concat(), main, places })
    }

    /// What `cargo new` makes, and the program in it.
    fn project(&self, folder: &Path, library: &str) -> Result<Project> {
        let new = ["new", "--quiet", "--vcs", "none", "shop"];
        process::cargo_in(folder, &new)?;
        let project = Project::at(folder.join("shop"));
        let made = fs::read_to_string(project.manifest())?;
        let made = made.split("[dependencies]").next().unwrap_or_default();
        let dependencies = self.dependencies.replace(DEFAULT, library);
        project.write(&format!("{made}{dependencies}{}", self.places), &self.main)?;
        Ok(project)
    }
}

/// The first block in a language behind a heading.
fn block<'t>(text: &'t str, heading: &str, language: &str) -> Result<&'t str> {
    let behind = text.split_once(&format!("\n{heading}\n")).map(|(_, behind)| behind);
    let block = behind.and_then(|text| text.split_once(&format!("```{language}\n")));
    let block = block.and_then(|(_, block)| block.split_once("```")).map(|(block, _)| block);
    block.with_context(|| format!("README.md has no block of {language} behind {heading:?}"))
}

/// Pays in a folder outside of the workspace; the libraries are downloaded first.
fn first(texts: &Texts, library: &str) -> Result<First> {
    let folder = tempfile::tempdir()?;
    let downloads = folder.path().join("downloads");
    fs::create_dir(&downloads)?;
    texts.project(&downloads, library)?.fetch()?;

    let start = Instant::now();
    let project = texts.project(folder.path(), library)?;
    let run = project.measure("run", &["--offline"])?;
    let seconds = start.elapsed().as_secs_f64();

    // The measurement does not show the output.
    let output = Command::new(project.program("debug", "shop")).output()?;
    let printed = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    ensure!(printed.contains(PAYMENT), "the program printed no payment: {printed:?}");
    Ok(First { seconds, run, printed })
}
