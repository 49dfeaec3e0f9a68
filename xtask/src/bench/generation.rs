//! The generator's own speed and memory, and how they grow.

use std::time::Instant;

use alipay_codegen::{generate, output};
use anyhow::Result;
use nix::sys::resource::{UsageWho, getrusage};

use super::{synthetic, verdict};
use crate::process;
use crate::sources::{self, Sources};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// How often each is generated; the best run counts
    #[arg(long, default_value_t = 5)]
    runs: u32,
}

pub(crate) fn run(args: &Args) -> Result<()> {
    let root = sources::workspace();
    let spec = root.join("spec");
    let bar = process::progress(3);
    bar.set_message("the documents");
    let sources = sources::read(&spec, None)?;
    let once = best(args.runs, || time(&sources))?;
    let peak = getrusage(UsageWho::RUSAGE_SELF)?.max_rss() / 1024;
    bar.inc(1);
    bar.set_message("a run that changes nothing");
    let unchanged = best(args.runs, || {
        let start = Instant::now();
        let sources = sources::read(&spec, None)?;
        let generated = generate(&sources.documents, sources.decisions.as_ref())?;
        output::compare(&root.join("sdk"), &generated.files)?;
        Ok(start.elapsed().as_secs_f64())
    })?;
    bar.inc(1);
    bar.set_message("ten times the documents");
    let large = synthetic::repeat(&sources, 10)?;
    let tenfold = best(args.runs.div_ceil(2), || time(&large))?;
    bar.finish_and_clear();
    let growth = tenfold / once;
    println!("generation in memory, s   {once:>6.2}   budget 1.0  {}", verdict(once, 1.0));
    println!("peak memory, MiB          {peak:>6}   budget 400  {}", verdict(peak as f64, 400.0));
    println!(
        "nothing to change, s      {unchanged:>6.2}   budget 1.5  {}",
        verdict(unchanged, 1.5)
    );
    println!("tenfold surface, s        {tenfold:>6.2}");
    println!("growth                    {growth:>6.1}   budget 12   {}", verdict(growth, 12.0));
    Ok(())
}

fn time(sources: &Sources) -> Result<f64> {
    let start = Instant::now();
    let generated = generate(&sources.documents, sources.decisions.as_ref())?;
    let seconds = start.elapsed().as_secs_f64();
    drop(generated);
    Ok(seconds)
}

fn best(runs: u32, run: impl Fn() -> Result<f64>) -> Result<f64> {
    let mut best = f64::INFINITY;
    for _ in 0..runs.max(1) {
        best = best.min(run()?);
    }
    Ok(best)
}
