//! The SDK's compilation beside that of a yardstick: the crates alone, dependencies built, not
//! incremental. The best of several runs counts, taken in turns so that a slow minute hits both.

use std::fs::File;
use std::path::Path;
use std::time::SystemTime;

use alipay_codegen::generate;
use anyhow::Result;
use indicatif::ProgressBar;

use super::{verdict, yardstick};
use crate::console::say;
use crate::process::{self, Cost};
use crate::sources;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// How often each is compiled
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
}

/// What trade and fund may take, beside the yardstick: 1.5 s on the machine of the budget, whose
/// yardstick takes 26.6 s.
const PAYMENTS_BUDGET: f64 = 1.5 / 26.6;

/// A crate, and how cargo compiles it.
struct Subject {
    name: &'static str,
    lib: &'static str,
    arguments: &'static [&'static str],
}

const SDK: Subject = Subject {
    name: "SDK, all products",
    lib: "sdk/src/lib.rs",
    arguments: &["--package", "alipay-sdk"],
};
const PAYMENTS: Subject = Subject {
    name: "SDK, trade and fund",
    lib: "sdk/src/lib.rs",
    arguments: &[
        "--package",
        "alipay-sdk",
        "--no-default-features",
        "--features",
        "aws-lc-rs,trade,fund",
    ],
};
const YARDSTICK: Subject = Subject {
    name: "yardstick",
    lib: yardstick::LIB,
    arguments: &["--manifest-path", yardstick::MANIFEST, "--target-dir", yardstick::TARGET],
};

pub(crate) fn run(args: &Args) -> Result<()> {
    let root = sources::workspace();
    let sources = sources::read(&root.join("spec"))?;
    let generated = generate(&sources)?;
    yardstick::write(root, &generated)?;
    let bar = process::progress(u64::from(args.runs) * 5 + 5);
    let subjects: [(&[&str], &Subject); 5] = [
        (&["check"], &SDK),
        (&["check"], &YARDSTICK),
        (&["build", "--release"], &SDK),
        (&["build", "--release"], &YARDSTICK),
        (&["check"], &PAYMENTS),
    ];
    let mut best: [Option<Cost>; 5] = [None; 5];
    for round in 0..=args.runs {
        for (slot, (command, subject)) in best.iter_mut().zip(subjects) {
            let cost = compile(root, command, subject, &bar)?;
            // The first round builds the dependencies too.
            if round > 0 {
                *slot = Some(slot.map_or(cost, |best| best.better(cost)));
            }
        }
    }
    bar.finish_and_clear();
    let figures: Vec<_> = best.into_iter().flatten().collect();
    report(&figures)
}

fn compile(root: &Path, command: &[&str], subject: &Subject, bar: &ProgressBar) -> Result<Cost> {
    bar.set_message(format!("cargo {} ({})", command.join(" "), subject.name));
    File::options().append(true).open(root.join(subject.lib))?.set_modified(SystemTime::now())?;
    let arguments = [command, &["--quiet"], subject.arguments].concat();
    let cost = process::measure_cargo(&arguments)?;
    bar.inc(1);
    Ok(cost)
}

fn report(figures: &[Cost]) -> Result<()> {
    let [sdk_check, yard_check, sdk_release, yard_release, payments] = figures else {
        return Ok(());
    };
    say!("                      check      memory     release    memory")?;
    for (name, check, release) in
        [(SDK.name, sdk_check, sdk_release), (YARDSTICK.name, yard_check, yard_release)]
    {
        say!(
            "{name:<20} {:>6.2} s {:>7} MiB {:>8.2} s {:>7} MiB",
            check.seconds,
            check.mebibytes,
            release.seconds,
            release.mebibytes
        )?;
    }
    say!("{:<20} {:>6.2} s {:>7} MiB", PAYMENTS.name, payments.seconds, payments.mebibytes)?;
    let check = sdk_check.seconds / yard_check.seconds;
    let release = sdk_release.seconds / yard_release.seconds;
    let memory = sdk_check.mebibytes.max(sdk_release.mebibytes);
    say!("check / yardstick    {check:>6.3}   budget 0.35  {}", verdict(check, 0.35))?;
    say!("release / yardstick  {release:>6.3}   budget 0.45  {}", verdict(release, 0.45))?;
    say!("peak memory, MiB     {memory:>6}   budget 1536  {}", verdict(memory as f64, 1536.0))?;
    let few = payments.seconds / yard_check.seconds;
    say!(
        "trade and fund       {few:>6.3}   budget {PAYMENTS_BUDGET:.3} {}   ({:.2} s, budget 1.5 s where the yardstick takes 26.6 s)",
        verdict(few, PAYMENTS_BUDGET),
        payments.seconds,
    )
}
