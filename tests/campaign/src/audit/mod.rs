//! Whether the shop and the platform agree on every fen, whether nobody was told otherwise, and
//! whether what was sent and what was worked kept to the rules.

mod calls;
mod orders;
mod work;

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::time::Duration;

use alipay_gateway::Gateway;
use alipay_sdk::flow::Flows;
use alipay_sdk::{
    Body, RetryPolicy, Transport, TransportError, TransportErrorKind, TransportFuture,
};
use anyhow::Result;

use crate::chance::Chance;
use crate::clocks::WorkerClock;
use crate::plan::Plan;
use crate::shop::Shop;
use crate::world::World;
use crate::{told, worker};

/// When the audit is: after all leases.
const LATE: Duration = Duration::from_secs(1 << 40);

/// How many problems are shown.
const SHOWN: usize = 20;

/// The findings.
#[derive(Default)]
pub(crate) struct Report {
    counts: BTreeMap<&'static str, usize>,
    problems: Vec<String>,
}

impl Report {
    pub(crate) fn is_right(&self) -> bool {
        self.problems.is_empty()
    }

    fn count(&mut self, what: &'static str) {
        *self.counts.entry(what).or_default() += 1;
    }

    fn check(&mut self, holds: bool, problem: impl FnOnce() -> String) {
        if !holds {
            self.problems.push(problem());
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut lines: Vec<_> =
            self.counts.iter().map(|(what, count)| format!("{what:<20} {count:>8}")).collect();
        lines.extend(self.problems.iter().take(SHOWN).map(|problem| format!("WRONG {problem}")));
        if self.problems.len() > SHOWN {
            lines.push(format!("WRONG and {} more", self.problems.len() - SHOWN));
        }
        formatter.write_str(&lines.join("\n"))
    }
}

/// Reaches nobody: a look at ended tasks sends nothing.
struct Nowhere;

impl Transport for Nowhere {
    fn send(&self, _: http::Request<Body>) -> TransportFuture<'_> {
        Box::pin(async { Err(TransportError::new(TransportErrorKind::NotSent, "the audit")) })
    }
}

pub(crate) async fn run(plan: Plan, gateway: &Gateway, folder: &Path) -> Result<Report> {
    let mut report = Report::default();
    // Every buyer who still can, pays: closed trades must stay unpaid.
    for trade in gateway.trades() {
        gateway.buyer_pays(&trade.out_trade_no);
    }
    let world = World::new(plan.seed, LATE);
    let builder = worker::builder(folder)?.retry(RetryPolicy::never()).transport(Nowhere);
    let clock = WorkerClock::new(&world, Chance::none());
    clock.begin(Duration::ZERO);
    let client = builder.clock(clock).build()?;
    let flows = Flows::new(&client).store(worker::store(folder, &world)?);
    let fill = || anyhow::bail!("the account is empty after the last order");
    let shop = Shop { plan, flows, world: world.clone(), fill };
    let told = told::read(folder)?;
    let audit = orders::Audit { plan, shop: &shop, gateway, told: &told };
    let paid = world.run(audit.run(&mut report)).await?;
    let check = gateway.ledger().check();
    report.check(check.is_ok(), || format!("{check:?}"));
    calls::audit(plan, folder, &mut report)?;
    work::audit(plan, folder, &paid, &mut report)?;
    Ok(report)
}
