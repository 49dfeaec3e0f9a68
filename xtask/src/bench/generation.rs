//! The generator's own speed and memory, and how they grow.
//!
//! Every run is a process of its own, as it is for a person: memory that an earlier run left
//! behind would make the small surface look faster than it is, and the growth larger. The best of
//! several runs counts. Growth is about the work, so it compares the time of the processors: all
//! runs of ten times the documents with ten times as many runs of the documents, taken in turns, so
//! that both have their share of slow moments.

use alipay_codegen::{generate, output};
use anyhow::Result;

use super::{synthetic, verdict};
use crate::console::say;
use crate::process::{self, Cost};
use crate::sources;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// How often ten times the documents are generated, and the documents ten times as often
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
    /// Only generate once, and print what that took
    #[arg(long, hide = true)]
    once: Option<Work>,
}

/// The measured figures.
#[derive(Clone, Copy, clap::ValueEnum)]
enum Work {
    /// The documents, in memory
    Memory,
    /// The documents, compared with the files on disk
    Compare,
    /// Ten times the documents, in memory
    Tenfold,
}

pub(crate) fn run(args: &Args) -> Result<()> {
    match args.once {
        Some(work) => once(work),
        None => measure(args.runs),
    }
}

/// One run, in this process.
fn once(work: Work) -> Result<()> {
    let root = sources::workspace();
    let spec = root.join("spec");
    let read = || sources::read(&spec);
    let sources = match work {
        Work::Memory => Some(read()?),
        Work::Compare => None,
        Work::Tenfold => Some(synthetic::repeat(&read()?, 10)?),
    };
    process::measure_work(|| {
        let compare = sources.is_none();
        let generated = generate(&sources.map_or_else(read, Ok)?)?;
        if compare {
            output::compare(&root.join("sdk"), &generated.files)?;
        }
        Ok(())
    })
}

fn measure(runs: u32) -> Result<()> {
    let works = [("memory", 10), ("compare", 1), ("tenfold", 1)];
    let mut series = [Series::default(); 3];
    let bar =
        process::progress(u64::from(runs) * works.iter().map(|(_, times)| times).sum::<u64>());
    for _ in 0..runs {
        for (series, (work, times)) in series.iter_mut().zip(works) {
            bar.set_message(work);
            for _ in 0..times {
                series.add(process::own_cost(&["bench", "generate", "--once", work])?);
                bar.inc(1);
            }
        }
    }
    bar.finish_and_clear();
    report(&series)
}

/// The runs of one kind.
#[derive(Clone, Copy, Default)]
struct Series {
    best: Option<Cost>,
    processor: f64,
}

impl Series {
    fn add(&mut self, cost: Cost) {
        self.best = Some(self.best.map_or(cost, |best| best.better(cost)));
        self.processor += cost.processor;
    }
}

fn report(series: &[Series; 3]) -> Result<()> {
    let [Some(memory), Some(compare), Some(tenfold)] = series.map(|series| series.best) else {
        return Ok(());
    };
    let once = memory.seconds;
    let peak = memory.mebibytes;
    let unchanged = compare.seconds;
    let growth = 10.0 * series[2].processor / series[0].processor;
    say!("generation in memory, s   {once:>6.2}   budget 0.6  {}", verdict(once, 0.6))?;
    say!("peak memory, MiB          {peak:>6}   budget 120  {}", verdict(peak as f64, 120.0))?;
    say!("nothing to change, s      {unchanged:>6.2}   budget 1.5  {}", verdict(unchanged, 1.5))?;
    say!("tenfold surface, s        {:>6.2}   with {} MiB", tenfold.seconds, tenfold.mebibytes)?;
    say!("growth                    {growth:>6.1}   budget 12   {}", verdict(growth, 12.0))
}
