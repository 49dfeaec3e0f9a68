//! Starts the gateway, and the process that pays as often as it dies; then compares the books.

use std::io::{BufRead, BufReader, IsTerminal};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use alipay_gateway::{Fault, Gateway};
use anyhow::{Context, Result, bail, ensure};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use crate::plan::{Plan, Sizes};
use crate::{Campaign, audit, calls, worker};

/// The clock of a campaign stands still.
const YEARS: Duration = Duration::from_secs(100 * 365 * 24 * 3_600);

/// What the payout account holds, in fen.
const BALANCE: i64 = 1_000_000_000_000;

/// More lives than this, and the orders do not come to an end.
const MOST_LIVES: u32 = 100_000;

/// Runs a campaign; false when something is wrong with its result.
pub(crate) async fn run(campaign: Campaign) -> Result<bool> {
    let seed = campaign.seed.unwrap_or_else(|| fastrand::u64(0..1 << 32));
    let Campaign { payments, refunds, transfers, faults, .. } = campaign;
    let plan = Plan { seed, sizes: Sizes { payments, refunds, transfers } };
    ensure!(refunds <= payments, "there must be a payment for each refund");
    let start = Instant::now();
    let gateway = Gateway::builder().request_lifetime(YEARS).start().await?;
    gateway.keep_at_most(10 * plan.sizes.all() + 1_000);
    gateway.set_balance(BALANCE);
    gateway.random_faults(seed, faults, Fault::all());
    let folder = tempfile::tempdir()?;
    write_config(&gateway, folder.path())?;

    let mut lives = 0;
    let mut from = 0;
    let bar = progress(plan.sizes.all());
    while !live(plan, folder.path(), lives, &mut from, true, &bar).await? {
        lives += 1;
        ensure!(lives < MOST_LIVES, "the orders do not come to an end (seed {seed})");
    }
    // What is still unknown is resolved without faults.
    gateway.clear_faults();
    from = 0;
    bar.set_position(0);
    ensure!(live(plan, folder.path(), lives + 1, &mut from, false, &bar).await?, "it died");
    bar.finish_and_clear();

    let report = audit::run(plan, &gateway, folder.path()).await?;
    println!("seed {seed}");
    println!("{report}");
    println!("processes killed     {lives:>8}");
    println!("calls                {:>8}", gateway.call_count());
    println!("seconds              {:>8.0}", start.elapsed().as_secs_f64());
    if report.is_right() {
        println!("ok: the books agree");
        return Ok(true);
    }
    println!("what was sent stands in {}", folder.keep().join(calls::FILE).display());
    println!(
        "FAILED; again with: cargo xtask campaign --payments {payments} --refunds {refunds} \
         --transfers {transfers} --faults {faults} --seed {seed}"
    );
    Ok(false)
}

fn write_config(gateway: &Gateway, folder: &Path) -> Result<()> {
    let app = gateway.app();
    let config = json!({
        "app_id": app.app_id, "private_key": app.private_key, "base_url": gateway.base_url(),
        "alipay_public_key": app.alipay_public_key,
    });
    let path = folder.join(worker::CONFIG);
    std::fs::write(&path, config.to_string()).with_context(|| format!("{}", path.display()))
}

/// Lets a process pay; true when it came to the end, false when it died on the way.
async fn live(
    plan: Plan,
    folder: &Path,
    life: u32,
    from: &mut usize,
    mortal: bool,
    bar: &ProgressBar,
) -> Result<bool> {
    let Plan { seed, sizes } = plan;
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("worker").arg("--folder").arg(folder).args(mortal.then_some("--mortal"));
    let numbers = [
        ("--payments", sizes.payments as u64),
        ("--refunds", sizes.refunds as u64),
        ("--transfers", sizes.transfers as u64),
        ("--seed", seed),
        ("--life", u64::from(life)),
        ("--from", *from as u64),
    ];
    for (name, number) in numbers {
        command.args([name, &number.to_string()]);
    }
    let bar = bar.clone();
    let next = *from;
    // The gateway responds on the threads of the runtime: waiting is done elsewhere.
    let (next, status) = tokio::task::spawn_blocking(move || -> Result<_> {
        let mut child = command.stdout(Stdio::piped()).spawn()?;
        let mut next = next;
        for line in BufReader::new(child.stdout.take().context("no output")?).lines() {
            next = line?.parse::<usize>()? + 1;
            bar.set_position(next as u64);
        }
        Ok((next, child.wait()?))
    })
    .await??;
    *from = next;
    match status.code() {
        Some(0) => Ok(true),
        // A signal: its own.
        None if mortal => Ok(false),
        _ => bail!("the process that pays failed ({status}, seed {seed})"),
    }
}

fn progress(orders: usize) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:30} {pos} of {len} orders, {eta} left");
    let bar = ProgressBar::new(orders as u64);
    style.map_or(bar.clone(), |style| bar.with_style(style))
}
