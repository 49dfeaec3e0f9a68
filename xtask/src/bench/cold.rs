//! A program of one call, built from nothing: with the SDK, and with well-known SDKs of other
//! platforms. The same machine builds all of them in one run, and the processor time counts.

use std::borrow::Cow;
use std::fs;

use anyhow::Result;

use super::project::Project;
use super::verdict;
use crate::console::say;
use crate::process::{self, Cost};
use crate::sources;

/// A program of one call.
struct Program {
    name: &'static str,
    dependency: Cow<'static, str>,
    main: &'static str,
}

const QUERY: &str = r#"use alipay_sdk::Client;
use alipay_sdk::model::AlipayTradeQueryModel;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::from_env()?;
    let query = AlipayTradeQueryModel::new().out_trade_no("1");
    println!("{:?}", client.alipay_trade().query(&query).await?.trade_status);
    Ok(())
}
"#;

/// The SDK with each cryptographic library, and how much of the others' processor time it may take.
const OWN: [(&str, &str, f64); 2] =
    [("SDK with ring", "ring", 0.50), ("SDK, default library", "aws-lc-rs", 0.65)];

const OTHERS: [Program; 2] = [
    Program {
        name: "async-stripe, checkout",
        dependency: Cow::Borrowed(
            r#"async-stripe = { version = "=0.41.0", default-features = false, features = ["checkout", "runtime-tokio-hyper-rustls"] }"#,
        ),
        main: r#"use stripe::{CheckoutSession, CheckoutSessionId, Client};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::new(std::env::var("STRIPE_SECRET_KEY")?);
    let id: CheckoutSessionId = "cs_test_1".parse()?;
    println!("{:?}", CheckoutSession::retrieve(&client, &id, &[]).await?.payment_status);
    Ok(())
}
"#,
    },
    Program {
        name: "octocrab",
        dependency: Cow::Borrowed(r#"octocrab = "=0.54.9""#),
        main: r#"#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let repository = octocrab::instance().repos("rust-lang", "rust").get().await?;
    println!("{:?}", repository.full_name);
    Ok(())
}
"#,
    },
];

/// What the builds of a program took, and gave.
struct Built {
    debug: Cost,
    release: Cost,
    /// The size of the optimized program, in MiB.
    size: f64,
}

pub(crate) fn run() -> Result<()> {
    let own = OWN.map(|(name, library, _)| own(name, library));
    let programs: Vec<_> = own.iter().chain(&OTHERS).collect();
    let bar = process::progress(programs.len() as u64);
    let mut built = Vec::new();
    for program in &programs {
        bar.set_message(program.name);
        built.push(build(program)?);
        bar.inc(1);
    }
    bar.finish_and_clear();
    say!("                         build, processor   memory      release   memory   program")?;
    for (program, Built { debug, release, size }) in programs.iter().zip(&built) {
        say!(
            "{:<24} {:>14.1} s {:>6} MiB {:>9.1} s {:>5} MiB {size:>5.1} MiB",
            program.name,
            debug.processor,
            debug.mebibytes,
            release.processor,
            release.mebibytes
        )?;
    }
    let (own, others) = built.split_at(OWN.len());
    for ((name, _, budget), own) in OWN.into_iter().zip(own) {
        for (beside, other) in OTHERS.iter().zip(others) {
            let ratio = own.debug.processor / other.debug.processor;
            let names = format!("{name} / {}", beside.name);
            say!("{names:<46} {ratio:>5.2}   budget {budget:.2}  {}", verdict(ratio, budget))?;
        }
    }
    Ok(())
}

/// The program with the SDK.
fn own(name: &'static str, library: &str) -> Program {
    let sdk = sources::workspace().join("sdk");
    let dependency = format!(
        r#"alipay-sdk = {{ path = {sdk:?}, default-features = false, features = ["{library}", "reqwest", "trade"] }}"#
    );
    Program { name, dependency: Cow::Owned(dependency), main: QUERY }
}

/// Builds a program without anything that was built before; its libraries are downloaded first.
fn build(program: &Program) -> Result<Built> {
    let folder = sources::target().join("cold").join(program.name.replace([' ', ','], "-"));
    let project = Project::new(folder)?;
    project.write(&manifest(program), program.main)?;
    project.fetch()?;
    let debug = project.measure("build", &[])?;
    let release = project.measure("build", &["--release"])?;
    let size = fs::metadata(project.program("release", "one-call"))?.len();
    Ok(Built { debug, release, size: size as f64 / f64::from(1 << 20) })
}

/// Not a member of the workspace, wherever its folder is.
fn manifest(program: &Program) -> String {
    format!(
        r#"[package]
name = "one-call"
version = "0.0.0"
edition = "2024"

[workspace]

[dependencies]
{}
tokio = {{ version = "1", features = ["macros", "rt"] }}
"#,
        program.dependency
    )
}
