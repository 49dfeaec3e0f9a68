//! The ledger: every movement of money goes from one account to another, in fen.

use std::fmt;

/// A snapshot of the ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ledger {
    /// The sums.
    pub totals: Totals,
    /// The movements, the oldest first. By default the last 100,000 are kept. The sums include all
    /// movements.
    pub entries: Vec<Entry>,
    /// The numbers of trades with larger refunds than payments. The list is always empty.
    pub overdrawn: Vec<String>,
}

/// Sums in fen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Totals {
    /// The payments of buyers.
    pub paid: i64,
    /// The refunds to buyers.
    pub refunded: i64,
    /// The transfers to payees.
    pub transferred: i64,
    /// The deposits into payout accounts.
    pub deposited: i64,
    /// The balance of the buyers: zero minus the amount that they paid.
    pub buyers: i64,
    /// The balance of the merchants from trades.
    pub merchants: i64,
    /// The balance of the payout accounts, from which transfers are paid.
    pub payouts: i64,
    /// The balance of the payees.
    pub payees: i64,
    /// The balance of the outside source of deposits: zero minus their sum.
    pub outside: i64,
    /// The number of movements.
    pub entries: u64,
}

/// A movement of money.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entry {
    /// The time in UTC+8: `2026-06-16 12:00:00`.
    pub time: String,
    /// The kind of movement.
    pub kind: EntryKind,
    /// The `trade_no` of the trade, or the `order_id` of the transfer; empty for deposits.
    pub number: String,
    /// The amount in fen. A deposit is negative when the balance was set to a lower value.
    pub amount: i64,
    /// The number of the movement, from 1.
    pub sequence: u64,
    /// The account of the merchant, 16 digits.
    pub account: String,
    /// The balance of the merchant after the movement, in fen: that of trades plus that for
    /// payouts.
    pub balance: i64,
    /// The merchant's number: `out_trade_no` or `out_biz_no`; empty for deposits.
    pub out_number: String,
    /// The `out_request_no` of a refund.
    pub out_request_no: String,
    /// The subject of the order, or the reason of the transfer.
    pub subject: String,
    /// The time in UTC+8 when the trade was placed. It is empty when the entry belongs to no trade.
    pub created_at: String,
}

impl Entry {
    /// Returns the amount by which the balance of the merchant changes, in fen.
    pub fn gain(&self) -> i64 {
        self.kind.sign() * self.amount
    }
}

/// The kind of a movement of money.
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

impl EntryKind {
    /// 1 when the merchant gains, -1 when it loses.
    pub(super) fn sign(self) -> i64 {
        match self {
            Self::Payment | Self::Deposit => 1,
            Self::Refund | Self::Transfer => -1,
        }
    }
}

/// The error of a ledger that does not add up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerError(String);

impl fmt::Display for LedgerError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the ledger does not add up: {}", self.0)
    }
}

impl std::error::Error for LedgerError {}

impl Ledger {
    /// Checks that the ledger adds up.
    ///
    /// # Errors
    /// When the accounts and movements do not balance, or refunds exceed payments.
    pub fn check(&self) -> Result<(), LedgerError> {
        let totals = &self.totals;
        let fail = |text: String| Err(LedgerError(text));
        let sum = totals.buyers + totals.merchants + totals.payouts + totals.payees;
        if sum + totals.outside != 0 {
            return fail(format!("the sum of all accounts is {}, not 0", sum + totals.outside));
        }
        if totals.merchants != totals.paid - totals.refunded {
            return fail(format!("merchants hold {}", totals.merchants));
        }
        if totals.merchants < 0 || totals.payouts < 0 {
            return fail("an account is below zero".to_owned());
        }
        if totals.entries == self.entries.len() as u64 && self.summed() != *totals {
            return fail("the movements do not add up to the totals".to_owned());
        }
        if !self.overdrawn.is_empty() {
            return fail(format!("more was refunded than was paid for {:?}", self.overdrawn));
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
    pub(super) fn add(&mut self, kind: EntryKind, amount: i64) {
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
