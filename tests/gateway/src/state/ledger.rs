//! The ledger: every movement of money goes from one account to another, in fen.

use std::collections::VecDeque;
use std::fmt;

use super::bounded::LIMIT;
use super::money::Fen;
use crate::clock;

/// The money, at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ledger {
    /// The sums.
    pub totals: Totals,
    /// The movements, the oldest first. By default the last 100,000 are there; the
    /// sums are those of all.
    pub entries: Vec<Entry>,
    /// Numbers of trades of which more went back than was paid: always none.
    pub overdrawn: Vec<String>,
}

/// Sums, in fen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Totals {
    /// What buyers paid.
    pub paid: i64,
    /// What went back to them.
    pub refunded: i64,
    /// What was transferred to payees.
    pub transferred: i64,
    /// What was put into payout accounts.
    pub deposited: i64,
    /// The balance of the buyers: below zero by what they paid.
    pub buyers: i64,
    /// The balance of the merchants, for trades.
    pub merchants: i64,
    /// The balance of the payout accounts, which transfers are made from.
    pub payouts: i64,
    /// The balance of the payees.
    pub payees: i64,
    /// Where deposits come from: below zero by their sum.
    pub outside: i64,
    /// How many movements there have been.
    pub entries: u64,
}

/// A movement of money.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entry {
    /// When, in China: `2026-06-16 12:00:00`.
    pub time: String,
    /// Why.
    pub kind: EntryKind,
    /// The `trade_no` of the trade, or the `order_id` of the transfer; empty for deposits.
    pub number: String,
    /// How much, in fen; a deposit is below zero when the balance was set to less.
    pub amount: i64,
}

/// Why money moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EntryKind {
    /// A buyer paid a merchant.
    Payment,
    /// A merchant paid a buyer back.
    Refund,
    /// A merchant paid a payee.
    Transfer,
    /// A payout account was filled, from outside.
    Deposit,
}

/// The ledger does not add up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerError(String);

impl fmt::Display for LedgerError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the ledger does not add up: {}", self.0)
    }
}

impl std::error::Error for LedgerError {}

impl Ledger {
    /// Whether it adds up.
    ///
    /// # Errors
    /// When money came from nowhere or went nowhere, or more than was paid went back.
    pub fn check(&self) -> Result<(), LedgerError> {
        let totals = &self.totals;
        let fail = |text: String| Err(LedgerError(text));
        let sum = totals.buyers + totals.merchants + totals.payouts + totals.payees;
        if sum + totals.outside != 0 {
            return fail(format!("all accounts together hold {}", sum + totals.outside));
        }
        if totals.merchants != totals.paid - totals.refunded {
            return fail(format!("merchants hold {}", totals.merchants));
        }
        if totals.merchants < 0 || totals.payouts < 0 {
            return fail("an account is below zero".to_owned());
        }
        if totals.entries == self.entries.len() as u64 && self.summed() != *totals {
            return fail("the movements have other sums".to_owned());
        }
        if !self.overdrawn.is_empty() {
            return fail(format!("more than was paid went back for {:?}", self.overdrawn));
        }
        Ok(())
    }

    fn summed(&self) -> Totals {
        let mut totals = Totals::default();
        for entry in &self.entries {
            totals.add(entry.kind, entry.amount);
        }
        totals
    }
}

impl Totals {
    fn add(&mut self, kind: EntryKind, amount: i64) {
        let (sum, from, to) = match kind {
            EntryKind::Payment => (&mut self.paid, &mut self.buyers, &mut self.merchants),
            EntryKind::Refund => (&mut self.refunded, &mut self.merchants, &mut self.buyers),
            EntryKind::Transfer => (&mut self.transferred, &mut self.payouts, &mut self.payees),
            EntryKind::Deposit => (&mut self.deposited, &mut self.outside, &mut self.payouts),
        };
        *sum += amount;
        *from -= amount;
        *to += amount;
        self.entries += 1;
    }
}

/// The ledger as it is written.
pub(super) struct Book {
    totals: Totals,
    entries: VecDeque<Entry>,
    limit: usize,
}

impl Default for Book {
    fn default() -> Self {
        Self { totals: Totals::default(), entries: VecDeque::new(), limit: LIMIT }
    }
}

impl Book {
    /// Writes a movement down.
    pub(super) fn move_money(&mut self, kind: EntryKind, number: &str, amount: Fen) {
        let Fen(amount) = amount;
        self.totals.add(kind, amount);
        let (time, number) = (clock::now(), number.to_owned());
        self.entries.push_back(Entry { time, kind, number, amount });
        self.set_limit(self.limit);
    }

    /// Keeps at most this many movements.
    pub(super) fn set_limit(&mut self, limit: usize) {
        self.limit = limit;
        while self.entries.len() > limit {
            self.entries.pop_front();
        }
    }

    pub(super) fn snapshot(&self, overdrawn: Vec<String>) -> Ledger {
        Ledger { totals: self.totals, entries: self.entries.iter().cloned().collect(), overdrawn }
    }
}

#[cfg(test)]
mod tests {
    use super::{Book, EntryKind, Fen};

    #[test]
    fn money_that_comes_from_nowhere_is_noticed() {
        let mut book = Book::default();
        book.move_money(EntryKind::Payment, "1", Fen(100));
        book.move_money(EntryKind::Refund, "1", Fen(30));
        let good = book.snapshot(Vec::new());
        assert_eq!(good.check(), Ok(()));
        assert_eq!((good.totals.merchants, good.totals.buyers), (70, -70));
        let mut bad = good.clone();
        bad.totals.buyers += 1;
        assert!(bad.check().is_err());
        let mut bad = good.clone();
        bad.entries[0].amount = 101;
        assert!(bad.check().is_err());
        let mut bad = good;
        bad.overdrawn.push("1".to_owned());
        assert!(bad.check().is_err());
    }

    #[test]
    fn sums_outlive_the_movements_that_are_dropped() {
        let mut book = Book::default();
        book.set_limit(1);
        for _ in 0..3 {
            book.move_money(EntryKind::Payment, "1", Fen(1));
        }
        let ledger = book.snapshot(Vec::new());
        assert_eq!((ledger.entries.len(), ledger.totals.paid), (1, 3));
        assert_eq!(ledger.check(), Ok(()));
    }
}
