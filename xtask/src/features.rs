//! `cargo xtask features`: each product on its own, the runtime with and without a transport, with
//! either cryptographic library, and each store, without a warning; and the core with each of its
//! features.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::console::say;
use crate::{process, sources};

/// The cryptographic library of the sets that name none: the one that compiles faster.
const LIBRARY: &str = "ring";

/// Sets of features besides each product alone.
const OTHERS: [&str; 34] = [
    "",
    "bills",
    "bills,data",
    "trade,fund",
    "trade,reqwest",
    "trade,blocking",
    "top,v2,blocking",
    "flows,fund,trade",
    "store",
    "redis",
    "postgres",
    "notify",
    "axum",
    "notify,store",
    "messages",
    "messages,v2",
    "oauth",
    "oauth,open,system",
    "mini-program",
    "certificate-source",
    "certificate-source,v2",
    "certificate-download",
    "test-util",
    "test-util,top,v2",
    "chrono,jiff,time",
    "rust_decimal",
    "secrecy,top,v2",
    "test-util,blocking,trade",
    "aws-lc-rs",
    "aws-lc-rs,trade,reqwest",
    "aws-lc-rs,certificate-download,store,test-util,top,trade",
    "aws-lc-rs,notify,oauth,store",
    "aws-lc-rs,ring,reqwest,certificate-source",
    "opentelemetry,tower",
];

/// Sets of features of the core.
const CORE: [&str; 11] = [
    "",
    "aws-lc-rs,certificate-source",
    "certificate-source",
    "charset",
    "chrono,jiff,time",
    "disk-files",
    "postgres",
    "redis",
    "rust_decimal,secrecy",
    "store",
    "xml",
];

/// A package and features of it.
type Subject<'s> = (&'static str, &'s str);

/// The part of a manifest that is read.
#[derive(Deserialize)]
struct Manifest {
    features: BTreeMap<String, Vec<String>>,
}

impl Manifest {
    /// Each product alone, and the other sets; without those that name a product which the
    /// documents did not have.
    fn sets(&self) -> BTreeSet<Subject<'_>> {
        let is_there = |set: &&str| {
            set.split(',').all(|feature| feature.is_empty() || self.features.contains_key(feature))
        };
        let products = self.features.get("all-products").into_iter().flatten();
        let sdk = products.map(String::as_str).chain(OTHERS.into_iter().filter(is_there));
        let core = CORE.map(|set| ("alipay-sdk-core", set));
        sdk.map(|set| ("alipay-sdk", set)).chain(core).collect()
    }
}

pub(crate) fn run() -> Result<()> {
    let start = Instant::now();
    let path = sources::workspace().join("sdk/Cargo.toml");
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let manifest: Manifest = toml::from_str(&text).with_context(|| path.display().to_string())?;
    let sets = manifest.sets();
    let bar = process::progress(sets.len() as u64);
    let waiting = Mutex::new(sets.iter().copied());
    let failures = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for worker in 0..thread::available_parallelism().map_or(1, NonZero::get) {
            let (bar, waiting, failures) = (&bar, &waiting, &failures);
            scope.spawn(move || {
                while let Some(subject) = next(waiting) {
                    bar.set_message(named(subject));
                    if let Err(error) = check(subject, &target(worker)) {
                        locked(failures).push((subject, error));
                    }
                    bar.inc(1);
                }
            });
        }
    });
    bar.finish_and_clear();
    let failures = failures.into_inner().unwrap_or_else(PoisonError::into_inner);
    say!(
        "{} feature sets checked, {} failed, {:.0} s",
        sets.len(),
        failures.len(),
        start.elapsed().as_secs_f64()
    )?;
    let names: Vec<_> = failures.iter().map(|(subject, _)| named(*subject)).collect();
    match failures.first() {
        Some((_, first)) => bail!("failed: {}; the first says:\n{first}", names.join(" ")),
        None => Ok(()),
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn named((package, features): Subject<'_>) -> String {
    format!("{package}[{features}]")
}

fn next<'a>(waiting: &Mutex<impl Iterator<Item = Subject<'a>>>) -> Option<Subject<'a>> {
    locked(waiting).next()
}

/// Where a worker builds: cargo lets one process at a time into a folder, and a check keeps one
/// core busy. The first shares what the workspace has built.
fn target(worker: usize) -> PathBuf {
    let target = sources::target();
    if worker == 0 { target } else { target.join(format!("features-{worker}")) }
}

fn check((package, features): Subject<'_>, target: &Path) -> Result<()> {
    let libraries = [LIBRARY, "aws-lc-rs"];
    let names_one = features.split(',').any(|feature| libraries.contains(&feature));
    let features = if names_one { features.to_owned() } else { format!("{LIBRARY},{features}") };
    let target = target.to_str().context("the target folder has no UTF-8 name")?;
    // Not clippy: features change what is used, and the rest is seen with all of them.
    let how = ["rustc", "--quiet", "--profile", "check", "--package", package, "--lib"];
    let what = ["--no-default-features", "--features", &features, "--target-dir", target];
    process::cargo(&[&how[..], &what, &["--", "--deny", "warnings"]].concat()).map(drop)
}
