//! A program of one call, built from nothing: with the SDK, and with well-known SDKs of other
//! platforms. The same machine builds all of them in one run, and the processor time counts.

use std::fs;
use std::path::PathBuf;

use anyhow::Result;

use super::verdict;
use crate::console::say;
use crate::process::{self, Cost};
use crate::sources;

/// A program of one call.
struct Program {
    name: &'static str,
    dependencies: &'static str,
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

const OWN: [Program; 2] = [
    Program {
        name: "SDK with ring",
        dependencies: r#"
alipay-sdk = { path = "SDK", default-features = false, features = ["reqwest", "ring", "trade"] }
tokio = { version = "1", features = ["macros", "rt"] }
"#,
        main: QUERY,
    },
    Program {
        name: "SDK, default library",
        dependencies: r#"
alipay-sdk = { path = "SDK", default-features = false, features = ["aws-lc-rs", "reqwest", "trade"] }
tokio = { version = "1", features = ["macros", "rt"] }
"#,
        main: QUERY,
    },
];

const OTHERS: [Program; 2] = [
    Program {
        name: "async-stripe, checkout",
        dependencies: r#"
async-stripe = { version = "=0.41.0", default-features = false, features = ["checkout", "runtime-tokio-hyper-rustls"] }
tokio = { version = "1", features = ["macros", "rt"] }
"#,
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
        dependencies: r#"
octocrab = "=0.54.9"
tokio = { version = "1", features = ["macros", "rt"] }
"#,
        main: r#"#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let repository = octocrab::instance().repos("rust-lang", "rust").get().await?;
    println!("{:?}", repository.full_name);
    Ok(())
}
"#,
    },
];

/// How much of the others' processor time the SDK may take: with ring, and with the default.
const BUDGETS: [f64; 2] = [0.50, 0.65];

/// What the builds of a program took, and gave.
struct Built {
    debug: Cost,
    release: Cost,
    /// The size of the optimized program, in MiB.
    size: f64,
}

pub(crate) fn run() -> Result<()> {
    let programs: Vec<_> = OWN.iter().chain(&OTHERS).collect();
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
    for ((program, own), budget) in OWN.iter().zip(own).zip(BUDGETS) {
        for (beside, other) in OTHERS.iter().zip(others) {
            let ratio = own.debug.processor / other.debug.processor;
            let names = format!("{} / {}", program.name, beside.name);
            say!("{names:<46} {ratio:>5.2}   budget {budget:.2}  {}", verdict(ratio, budget))?;
        }
    }
    Ok(())
}

/// Builds a program without anything that was built before; its libraries are downloaded first.
fn build(program: &Program) -> Result<Built> {
    let folder = sources::target().join("cold").join(program.name.replace([' ', ','], "-"));
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(folder.join("src"))?;
    fs::write(folder.join("Cargo.toml"), manifest(program))?;
    fs::write(folder.join("src/main.rs"), program.main)?;
    let manifest = folder.join("Cargo.toml").display().to_string();
    process::cargo(&["fetch", "--quiet", "--manifest-path", &manifest])?;
    let target = folder.join("target");
    let cost = |profile: &[&str]| {
        let place = target.display().to_string();
        let build = ["build", "--quiet", "--manifest-path", &manifest, "--target-dir", &place];
        process::measure_cargo(&[&build[..], profile].concat())
    };
    let (debug, release) = (cost(&[])?, cost(&["--release"])?);
    let size = fs::metadata(executable(target))?.len() as f64 / f64::from(1 << 20);
    Ok(Built { debug, release, size })
}

fn executable(target: PathBuf) -> PathBuf {
    target.join("release").join(format!("one-call{}", std::env::consts::EXE_SUFFIX))
}

/// Not a member of the workspace, wherever its folder is.
fn manifest(program: &Program) -> String {
    let sdk = sources::workspace().join("sdk");
    let dependencies = program.dependencies.replace("\"SDK\"", &format!("{sdk:?}"));
    format!(
        "[package]\nname = \"one-call\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [dependencies]{dependencies}"
    )
}
