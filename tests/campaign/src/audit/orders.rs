//! Whether the shop and the platform agree on each order, and everybody was told the same.

use std::collections::{BTreeMap, BTreeSet};

use alipay_gateway::{EntryKind, Gateway, TradeRecord};
use alipay_sdk::flow::{Failure, FailureReason};
use anyhow::Result;

use super::Report;
use crate::plan::Plan;
use crate::shop::{Ended, Shop};

/// The compared sums.
pub(super) struct Audit<'a> {
    pub(super) plan: Plan,
    /// The shop as its store was left.
    pub(super) shop: &'a Shop,
    pub(super) gateway: &'a Gateway,
    /// What the workers were told, by number.
    pub(super) told: &'a BTreeMap<String, Vec<String>>,
}

impl Audit<'_> {
    /// Compares all, and gives the places of the payments that were paid.
    pub(super) async fn run(&self, report: &mut Report) -> Result<BTreeSet<usize>> {
        let refunded = self.refunds(report).await?;
        let paid = self.payments(&refunded, report).await?;
        self.transfers(report).await?;
        Ok(paid)
    }

    /// Nobody was told another end than the last one. Nothing was done of a task that was not done.
    fn agree(&self, number: &str, ended: &Ended, report: &mut Report) {
        let (last, told) = (ended.word(), self.told.get(number).into_iter().flatten());
        for word in told {
            let agrees = match ended {
                Ended::Failed(_) => *word == last || *word == Ended::NotDone.word(),
                _ => *word == last,
            };
            report.check(agrees, || format!("{number}: reported as {word}, but it is {last}"));
        }
    }

    /// What the shop has given back for each payment, in fen.
    async fn refunds(&self, report: &mut Report) -> Result<BTreeMap<usize, i64>> {
        let (plan, mut refunded) = (self.plan, BTreeMap::new());
        for index in 0..plan.sizes.refunds {
            let Some((payment, place)) = self.shop.refunded(index).await? else {
                report.count("refunds without a payment");
                continue;
            };
            let number = plan.refund_number(payment, place);
            let Some(ended) = self.shop.refund(payment, place).await? else {
                report.check(false, || format!("{number}: the outcome is unknown"));
                continue;
            };
            self.agree(&number, &ended, report);
            if let Ended::Succeeded(_) = ended {
                report.count("refunds paid");
                *refunded.entry(payment).or_default() += plan.refund_amount(payment, place).fen();
            } else {
                report.count("refunds rejected");
            }
        }
        Ok(refunded)
    }

    async fn payments(
        &self,
        refunded: &BTreeMap<usize, i64>,
        report: &mut Report,
    ) -> Result<BTreeSet<usize>> {
        let (mut known, mut succeeded) = (BTreeMap::<_, Vec<_>>::new(), BTreeSet::new());
        for trade in self.gateway.trades() {
            known.entry(trade.out_trade_no.clone()).or_default().push(trade);
        }
        for index in 0..self.plan.sizes.payments {
            let number = self.plan.number(index);
            let trades = known.remove(&number).unwrap_or_default();
            let Some(ended) = self.shop.payment(index).await? else {
                report.check(false, || format!("{number}: the outcome is unknown"));
                continue;
            };
            self.agree(&number, &ended, report);
            let back = refunded.get(&index).copied().unwrap_or(0);
            self.payment(index, &ended, &trades, back, report);
            if let Ended::Succeeded(_) = ended {
                succeeded.insert(index);
            }
        }
        report.check(known.is_empty(), || format!("nobody ordered {:?}", known.keys()));
        Ok(succeeded)
    }

    /// One payment, and what was given back of it.
    fn payment(
        &self,
        index: usize,
        ended: &Ended,
        trades: &[TradeRecord],
        back: i64,
        report: &mut Report,
    ) {
        let number = self.plan.number(index);
        let paid: i64 = trades.iter().map(|trade| trade.paid).sum();
        let left = paid - trades.iter().map(|trade| trade.refunded).sum::<i64>();
        match ended {
            Ended::Succeeded(trade_no) => {
                report.count("payments paid");
                let total = self.plan.total(index).fen();
                report.check(paid == total && left == total - back, || {
                    format!("{number}: {total} fen paid, {back} back; the platform: {trades:?}")
                });
                let known = trades.iter().any(|trade| trade.trade_no == *trade_no);
                report.check(known, || format!("{number}: nobody knows trade {trade_no}"));
            }
            Ended::Failed(failure) => {
                report.count(match failure.reason {
                    FailureReason::GivenBack => "payments given back",
                    FailureReason::Rejected => "payments rejected",
                    _ => "payments canceled",
                });
                report.check(left == 0, || format!("{number}: failed, but {trades:?}"));
            }
            Ended::NotDone => report.check(false, || format!("{number}: it has not ended")),
        }
        let told = self.told.get(&number).into_iter().flatten();
        if told.into_iter().any(|word| *word == Ended::NotDone.word()) {
            report.count("payments not done");
            // The buyer has shown another code for another order.
            report.check(paid == 0, || format!("{number}: reported as not done, but {trades:?}"));
        }
    }

    async fn transfers(&self, report: &mut Report) -> Result<()> {
        let (plan, entries) = (self.plan, self.gateway.ledger().entries);
        let mut moved: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for entry in entries.iter().filter(|entry| entry.kind == EntryKind::Transfer) {
            moved.entry(entry.number.as_str()).or_default().push(entry.amount);
        }
        for index in 0..plan.sizes.transfers {
            let number = plan.transfer_number(index);
            let Some(ended) = self.shop.transfer(index).await? else {
                report.check(false, || format!("{number}: the outcome is unknown"));
                continue;
            };
            self.agree(&number, &ended, report);
            if let Ended::Succeeded(order_id) = ended {
                report.count("transfers paid");
                let amounts = moved.remove(&*order_id).unwrap_or_default();
                let right = amounts == [plan.transfer_amount(index).fen()];
                report.check(right, || format!("{number}: the platform moved {amounts:?}"));
            } else {
                let empty =
                    |failure: &Failure| failure.code.as_deref() == Some("BALANCE_IS_NOT_ENOUGH");
                let is_final = matches!(&ended, Ended::Failed(failure) if empty(failure));
                report
                    .check(!is_final, || format!("{number}: it ended while the account was empty"));
                report.count("transfers rejected");
            }
        }
        report.check(moved.is_empty(), || format!("nobody ordered the transfers {moved:?}"));
        Ok(())
    }
}
