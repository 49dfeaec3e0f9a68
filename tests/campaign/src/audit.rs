//! Whether the shop and the platform agree on every fen, and whether what was sent kept to the rules.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

use alipay_gateway::{EntryKind, Gateway, TradeRecord};
use alipay_sdk::flow::{FailureReason, Flows};
use alipay_sdk::{
    Body, RetryPolicy, Transport, TransportError, TransportErrorKind, TransportFuture,
};
use anyhow::{Context, Result};

use crate::calls::{AGAIN, FILE, HARMLESS, RESPONDED, SENT};
use crate::plan::Plan;
use crate::time::Still;
use crate::worker::{self, Ended, Shop};

/// How many problems are shown.
const SHOWN: usize = 20;

/// What was found.
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

/// Reaches nobody: whoever looks at what has ended sends nothing.
struct Nowhere;

impl Transport for Nowhere {
    fn send(&self, _: http::Request<Body>) -> TransportFuture<'_> {
        Box::pin(async { Err(TransportError::new(TransportErrorKind::NotSent, "the audit")) })
    }
}

pub(crate) async fn run(plan: Plan, gateway: &Gateway, folder: &Path) -> Result<Report> {
    let mut report = Report::default();
    // Whoever can still pay, pays: what is closed must stay unpaid.
    for trade in gateway.trades() {
        gateway.buyer_pays(&trade.out_trade_no);
    }
    let builder = worker::builder(folder)?.retry(RetryPolicy::never()).transport(Nowhere);
    // Whoever only looks waits for nobody.
    let client = builder.clock(Still::default()).build()?;
    let flows = Flows::new(&client).store(worker::store(folder)?);
    let shop = Shop { plan, flows };
    let refunded = refunds(plan, &shop, &mut report).await?;
    payments(plan, &shop, gateway.trades(), &refunded, &mut report).await?;
    transfers(plan, &shop, gateway, &mut report).await?;
    let check = gateway.ledger().check();
    report.check(check.is_ok(), || format!("{check:?}"));
    calls(plan, folder, &mut report)?;
    Ok(report)
}

/// What the shop has given back for each payment, in fen.
async fn refunds(plan: Plan, shop: &Shop, report: &mut Report) -> Result<BTreeMap<usize, i64>> {
    let mut refunded = BTreeMap::new();
    for index in 0..plan.sizes.refunds {
        let Some((payment, place)) = shop.refunded(index).await? else {
            report.count("refunds of nothing");
            continue;
        };
        match shop.refund(index).await? {
            Some(Ended::Succeeded(_)) => {
                report.count("refunds paid");
                *refunded.entry(payment).or_default() += plan.refund_amount(payment, place).fen();
            }
            Some(Ended::Failed(_)) => report.count("refunds rejected"),
            None => {
                let number = plan.refund_number(payment, place);
                report.check(false, || format!("{number}: the outcome is unknown"));
            }
        }
    }
    Ok(refunded)
}

async fn payments(
    plan: Plan,
    shop: &Shop,
    trades: Vec<TradeRecord>,
    refunded: &BTreeMap<usize, i64>,
    report: &mut Report,
) -> Result<()> {
    let mut known: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for trade in trades {
        known.entry(trade.out_trade_no.clone()).or_default().push(trade);
    }
    for index in 0..plan.sizes.payments {
        let number = plan.number(index);
        let trades = known.remove(&number).unwrap_or_default();
        let paid: i64 = trades.iter().map(|trade| trade.paid).sum();
        let left = paid - trades.iter().map(|trade| trade.refunded).sum::<i64>();
        match shop.payment(index).await? {
            Some(Ended::Succeeded(trade_no)) => {
                report.count("payments paid");
                let (total, back) = (plan.total(index).fen(), refunded.get(&index).unwrap_or(&0));
                report.check(paid == total && left == total - back, || {
                    format!("{number}: {total} fen paid, {back} back; the platform: {trades:?}")
                });
                let known = trades.iter().any(|trade| trade.trade_no == trade_no);
                report.check(known, || format!("{number}: nobody knows trade {trade_no}"));
            }
            Some(Ended::Failed(failure)) => {
                report.count(match failure.reason {
                    FailureReason::GivenBack => "payments given back",
                    FailureReason::Rejected => "payments rejected",
                    _ => "payments canceled",
                });
                report.check(left == 0, || format!("{number}: failed, but {trades:?}"));
            }
            None => report.check(false, || format!("{number}: the outcome is unknown")),
        }
    }
    report.check(known.is_empty(), || format!("nobody ordered {:?}", known.keys()));
    Ok(())
}

async fn transfers(plan: Plan, shop: &Shop, gateway: &Gateway, report: &mut Report) -> Result<()> {
    let entries = gateway.ledger().entries;
    let mut moved: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.kind == EntryKind::Transfer) {
        moved.entry(entry.number.as_str()).or_default().push(entry.amount);
    }
    for index in 0..plan.sizes.transfers {
        let number = plan.transfer_number(index);
        match shop.transfer(index).await? {
            Some(Ended::Succeeded(order_id)) => {
                report.count("transfers paid");
                let amounts = moved.remove(&*order_id).unwrap_or_default();
                let right = amounts == [plan.transfer_amount(index).fen()];
                report.check(right, || format!("{number}: the platform moved {amounts:?}"));
            }
            Some(Ended::Failed(_)) => report.count("transfers rejected"),
            None => report.check(false, || format!("{number}: the outcome is unknown")),
        }
    }
    report.check(moved.is_empty(), || format!("nobody ordered the transfers {moved:?}"));
    Ok(())
}

/// What is sent under a number, and what asks for it.
const WRITES: [(&str, &str); 3] = [
    ("trade/pay", "trade/query"),
    ("trade/refund", "refund/query"),
    ("uni/transfer", "common/query"),
];

/// How far a number is.
#[derive(Clone, Copy, PartialEq)]
enum Sent {
    /// Nothing was done under it.
    Not,
    /// Something may have been done.
    Perhaps,
    /// Something may have been done, and the platform was asked.
    Asked,
    /// Something may have been done, and the platform wants it sent again.
    Wanted,
}

/// What was sent under a number.
#[derive(Clone, Copy)]
struct Attempts {
    now: Sent,
    /// How far it was before the last attempt: what that has not done, others may have.
    before: Sent,
}

impl Attempts {
    /// Whether it may be sent. A payment is never sent again, unless the platform itself wants it.
    fn may_send(self, write: &str) -> bool {
        match self.now {
            Sent::Not | Sent::Wanted => true,
            Sent::Asked => write != "trade/pay",
            Sent::Perhaps => false,
        }
    }

    fn after(self, what: &str) -> Self {
        let Self { now, before } = self;
        match what {
            SENT => Self { now: Sent::Perhaps, before: now },
            HARMLESS => Self { now: before, before },
            AGAIN => Self { now: Sent::Wanted, before },
            _ => self,
        }
    }
}

/// No write is sent a second time before the platform was asked for the first; a payment never is.
/// And no number is used that is not of the plan.
fn calls(plan: Plan, folder: &Path, report: &mut Report) -> Result<()> {
    let text = std::fs::read_to_string(folder.join(FILE)).context(FILE)?;
    let planned = numbers(plan);
    let mut states: BTreeMap<(&str, &str), Attempts> = BTreeMap::new();
    for line in text.lines() {
        let mut words = line.split(' ');
        let (Some(operation), Some(number), Some(what)) =
            (words.next(), words.next(), words.next())
        else {
            continue;
        };
        for (write, question) in WRITES {
            let none = Attempts { now: Sent::Not, before: Sent::Not };
            let state = states.entry((write, number)).or_insert(none);
            if operation == question && what == RESPONDED && state.now == Sent::Perhaps {
                state.now = Sent::Asked;
            }
            if operation != write {
                continue;
            }
            if what == SENT {
                let (known, allowed) = (planned.contains(number), state.may_send(write));
                report.check(known, || format!("{write}: no order has {number}"));
                report.check(allowed, || {
                    format!("{write} {number} was sent again without a question")
                });
            }
            *state = state.after(what);
        }
    }
    Ok(())
}

fn numbers(plan: Plan) -> BTreeSet<String> {
    let payments = (0..plan.sizes.payments).map(|index| plan.number(index));
    let refunds = (0..2 * plan.sizes.payments).map(|at| plan.refund_number(at / 2, at % 2));
    let transfers = (0..plan.sizes.transfers).map(|index| plan.transfer_number(index));
    payments.chain(refunds).chain(transfers).collect()
}
