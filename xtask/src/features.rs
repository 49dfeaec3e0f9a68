//! `cargo xtask features`: each product on its own, the runtime with and without a transport, and
//! each store, without a warning.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::console::say;
use crate::{process, sources};

/// Sets of features besides each product alone.
const OTHERS: [&str; 27] = [
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
    "test-util,blocking,trade",
];

/// The part of a manifest that is read.
#[derive(Deserialize)]
struct Manifest {
    features: BTreeMap<String, Vec<String>>,
}

impl Manifest {
    /// Each product alone, and the other sets; without those that name a product which the
    /// documents did not have.
    fn sets(&self) -> BTreeSet<&str> {
        let is_there = |set: &&str| {
            set.split(',').all(|feature| feature.is_empty() || self.features.contains_key(feature))
        };
        let products = self.features.get("all-products").into_iter().flatten();
        products.map(String::as_str).chain(OTHERS.into_iter().filter(is_there)).collect()
    }
}

pub(crate) fn run() -> Result<()> {
    let start = Instant::now();
    let path = sources::workspace().join("sdk/Cargo.toml");
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let manifest: Manifest = toml::from_str(&text).with_context(|| path.display().to_string())?;
    let sets = manifest.sets();
    let bar = process::progress(sets.len() as u64);
    let mut failures = Vec::new();
    let mut first = None;
    for features in sets.iter().copied() {
        bar.set_message(features.to_owned());
        let checked = process::cargo(&[
            "clippy",
            "--quiet",
            "--package",
            "alipay-sdk",
            "--no-default-features",
            "--features",
            features,
            "--",
            "--deny",
            "warnings",
        ]);
        if let Err(error) = checked {
            failures.push(features);
            first.get_or_insert(error);
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    say!(
        "{} feature sets checked, {} failed, {:.0} s",
        sets.len(),
        failures.len(),
        start.elapsed().as_secs_f64()
    )?;
    match first {
        Some(first) => bail!("failed: {}; the first says:\n{first}", failures.join(" ")),
        None => Ok(()),
    }
}
