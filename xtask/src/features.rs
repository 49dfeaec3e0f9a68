//! `cargo xtask features`: each product on its own, the runtime with and without a transport, and
//! each store, without a warning.

use std::collections::BTreeSet;
use std::time::Instant;

use alipay_codegen::generate;
use anyhow::{Result, bail};

use crate::{process, sources};

/// Sets of features besides each product alone.
const OTHERS: [&str; 23] = [
    "",
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

pub(crate) fn run() -> Result<()> {
    let start = Instant::now();
    let sources = sources::read(&sources::workspace().join("spec"))?;
    let generated = generate(&sources)?;
    let products = generated.ir.products.keys();
    let mut sets: BTreeSet<String> =
        products.map(|product| generated.names.feature(product).to_owned()).collect();
    sets.extend(OTHERS.map(str::to_owned));
    let bar = process::progress(sets.len() as u64);
    let mut failures = Vec::new();
    let mut first = None;
    for features in &sets {
        bar.set_message(features.clone());
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
            failures.push(features.as_str());
            first.get_or_insert(error);
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    println!(
        "{} feature sets checked, {} failed, {:.0} s",
        sets.len(),
        failures.len(),
        start.elapsed().as_secs_f64()
    );
    match first {
        Some(first) => bail!("failed: {}; the first says:\n{first}", failures.join(" ")),
        None => Ok(()),
    }
}
