//! The money.

use askama::Template;

use crate::state::{Entry, EntryKind, Ledger, yuan};

/// How many movements are shown.
const LIMIT: usize = 200;

/// Sums, accounts, and the last movements.
#[derive(Template)]
#[template(path = "ledger.html")]
pub(super) struct LedgerPage {
    error: Option<String>,
    sums: [(&'static str, String); 4],
    accounts: [(&'static str, String); 5],
    entries: Vec<Row>,
    count: u64,
}

/// One movement.
struct Row {
    time: String,
    why: &'static str,
    number: String,
    is_trade: bool,
    amount: String,
}

impl LedgerPage {
    pub(super) fn new(ledger: &Ledger) -> Self {
        let totals = &ledger.totals;
        let accounts = [
            ("Buyers", totals.buyers),
            ("Merchants", totals.merchants),
            ("Payout accounts", totals.payouts),
            ("Payees", totals.payees),
            ("Outside", totals.outside),
        ];
        let sums = [
            ("yuan paid", totals.paid),
            ("went back", totals.refunded),
            ("transferred", totals.transferred),
            ("deposited", totals.deposited),
        ];
        Self {
            error: ledger.check().err().map(|error| error.to_string()),
            sums: sums.map(|(name, fen)| (name, yuan(fen))),
            accounts: accounts.map(|(name, fen)| (name, yuan(fen))),
            entries: ledger.entries.iter().rev().take(LIMIT).map(Row::new).collect(),
            count: totals.entries,
        }
    }
}

impl Row {
    fn new(entry: &Entry) -> Self {
        Self {
            time: entry.time.clone(),
            why: why(entry.kind),
            number: entry.number.clone(),
            is_trade: matches!(entry.kind, EntryKind::Payment | EntryKind::Refund),
            amount: yuan(entry.amount),
        }
    }
}

/// Why money moved, in words.
pub(super) fn why(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::Payment => "payment",
        EntryKind::Refund => "refund",
        EntryKind::Transfer => "transfer",
        EntryKind::Deposit => "deposit",
    }
}
