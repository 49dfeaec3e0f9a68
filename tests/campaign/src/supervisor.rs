//! Starts the gateway, and the process that pays as often as it dies; then compares the books.

use std::io::{BufRead, BufReader, IsTerminal, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use alipay_gateway::{Fault, Gateway};
use anyhow::{Context, Result, bail, ensure};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use crate::meddler::Rates;
use crate::plan::{Plan, Sizes};
use crate::{Campaign, audit, calls, worker};

/// The clock of a campaign stands still.
const YEARS: Duration = Duration::from_secs(100 * 365 * 24 * 3_600);

/// What the payout account holds when it was filled, in fen: it is empty after some transfers.
const BALANCE: i64 = 100_000;

/// More lives than this, and the orders do not come to an end.
const MOST_LIVES: u32 = 100_000;

/// Runs a campaign; false when something is wrong with its result.
pub(crate) async fn run(campaign: Campaign) -> Result<bool> {
    let seed = campaign.seed.unwrap_or_else(|| fastrand::u64(0..1 << 32));
    let Campaign { faults, rates, .. } = campaign;
    let plan = Plan { seed, sizes: sizes(&campaign)? };
    let start = Instant::now();
    let gateway = Gateway::builder().request_lifetime(YEARS).start().await?;
    gateway.keep_at_most(10 * plan.sizes.all() + 1_000);
    gateway.set_balance(BALANCE);
    gateway.random_faults(seed, faults, Fault::all());
    let folder = tempfile::tempdir()?;
    write_config(&gateway, folder.path())?;

    let bar = progress(plan.sizes.all());
    let gateway = Arc::new(gateway);
    let mut process =
        Process { plan, rates, folder: folder.path(), gateway, bar, from: 0, filled: 0 };
    let mut lives = 0;
    while !process.live(lives, true).await? {
        lives += 1;
        ensure!(lives < MOST_LIVES, "the orders do not come to an end (seed {seed})");
    }
    // Tasks that are still unknown are resolved without faults.
    process.gateway.clear_faults();
    process.from = 0;
    ensure!(process.live(lives + 1, false).await?, "it died");
    process.bar.finish_and_clear();
    let Process { gateway, filled, .. } = process;

    let report = audit::run(plan, &gateway, folder.path()).await?;
    println!("seed {seed}");
    println!("{report}");
    println!("processes killed     {lives:>8}");
    println!("accounts filled      {filled:>8}");
    println!("calls                {:>8}", gateway.call_count());
    println!("seconds              {:>8.0}", start.elapsed().as_secs_f64());
    if report.is_right() {
        println!("ok: the books agree");
        return Ok(true);
    }
    println!("the calls are in {}", folder.keep().join(calls::FILE).display());
    let Sizes { payments, refunds, transfers, notices } = plan.sizes;
    println!(
        "FAILED; again with: cargo xtask campaign --payments {payments} --refunds {refunds} \
         --transfers {transfers} --notices {notices} --faults {faults} --proxies {} --mixups {} \
         --seed {seed}",
        rates.proxies, rates.mixups
    );
    Ok(false)
}

fn sizes(campaign: &Campaign) -> Result<Sizes> {
    let Campaign { payments, refunds, transfers, notices, .. } = *campaign;
    // A fifth, as of refunds: shipping takes longer than paying.
    let notices = notices.unwrap_or(payments.div_ceil(5));
    ensure!(refunds <= payments, "there must be a payment for each refund");
    ensure!(notices <= payments, "there must be a payment for each notification");
    Ok(Sizes { payments, refunds, transfers, notices })
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

/// The process that pays, from life to life.
struct Process<'f> {
    plan: Plan,
    rates: Rates,
    folder: &'f Path,
    gateway: Arc<Gateway>,
    bar: ProgressBar,
    /// The order that the next life begins with.
    from: usize,
    /// How often the account was filled.
    filled: usize,
}

impl Process<'_> {
    /// Lets it pay from an order on; true when it came to the end, false when it died on the way.
    async fn live(&mut self, life: u32, mortal: bool) -> Result<bool> {
        let mut child = self.command(life, mortal)?.spawn()?;
        let (mut from, mut filled) = (self.from, self.filled);
        let (gateway, bar) = (self.gateway.clone(), self.bar.clone());
        // The gateway responds on the threads of the runtime: waiting is done elsewhere.
        let status = tokio::task::spawn_blocking(move || -> Result<_> {
            let mut input = child.stdin.take().context("no input")?;
            for line in BufReader::new(child.stdout.take().context("no output")?).lines() {
                let line = line?;
                if line == worker::EMPTY {
                    gateway.set_balance(BALANCE);
                    filled += 1;
                    // It may have died meanwhile.
                    let _ = input.write_all(b"\n");
                    continue;
                }
                from = line.parse::<usize>()? + 1;
                bar.set_position(from as u64);
            }
            Ok((from, filled, child.wait()?))
        });
        let status = status.await??;
        (self.from, self.filled) = (status.0, status.1);
        match status.2.code() {
            Some(0) => Ok(true),
            // A signal: its own.
            None => Ok(false),
            _ => bail!("the process that pays failed ({}, seed {})", status.2, self.plan.seed),
        }
    }

    fn command(&self, life: u32, mortal: bool) -> Result<Command> {
        let Plan { seed, sizes } = self.plan;
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("life").arg("--folder").arg(self.folder);
        let numbers = [
            ("--payments", sizes.payments as u64),
            ("--refunds", sizes.refunds as u64),
            ("--transfers", sizes.transfers as u64),
            ("--notices", sizes.notices as u64),
            ("--proxies", self.rates.proxies.into()),
            ("--mixups", self.rates.mixups.into()),
            ("--seed", seed),
            ("--life", life.into()),
            ("--from", self.from as u64),
        ];
        for (name, number) in numbers {
            command.args([name, &number.to_string()]);
        }
        command.args(mortal.then_some("--mortal"));
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        Ok(command)
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
