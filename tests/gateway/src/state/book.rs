//! The ledger as it is written, and the clock that it is written by.

use std::collections::{HashMap, VecDeque};

use time::{Duration, OffsetDateTime};

use super::bounded::LIMIT;
use super::input::Merchant;
use super::ledger::{Entry, EntryKind, Ledger, Totals};
use super::money::Fen;
use crate::clock;

/// The written facts.
pub(super) struct Book {
    totals: Totals,
    entries: VecDeque<Entry>,
    accounts: HashMap<String, Account>,
    limit: usize,
    /// How far its clock is ahead of the real one.
    ahead: Duration,
}

/// What one merchant holds.
struct Account {
    balance: i64,
    /// When money moved first.
    since: String,
}

/// A movement of money to write down.
#[derive(Clone, Copy)]
pub(super) struct Movement<'a> {
    pub(super) kind: EntryKind,
    pub(super) merchant: &'a Merchant,
    pub(super) number: &'a str,
    pub(super) out_number: &'a str,
    pub(super) out_request_no: &'a str,
    pub(super) subject: &'a str,
    pub(super) created_at: &'a str,
    pub(super) amount: Fen,
}

/// The movements of one account in one period.
#[derive(Clone, Debug, Default)]
pub(crate) struct Statement {
    /// The oldest first.
    pub(crate) entries: Vec<Entry>,
    /// When money moved first; none when it never has.
    pub(crate) since: Option<String>,
}

impl Default for Book {
    fn default() -> Self {
        Self {
            totals: Totals::default(),
            entries: VecDeque::new(),
            accounts: HashMap::new(),
            limit: LIMIT,
            ahead: Duration::ZERO,
        }
    }
}

impl Book {
    /// The time of the remembered facts: the real one, unless a test has moved it.
    pub(super) fn now(&self) -> OffsetDateTime {
        OffsetDateTime::now_utc().saturating_add(self.ahead)
    }

    /// The same as text.
    pub(super) fn time(&self) -> String {
        clock::in_china(self.now())
    }

    /// Moves its clock forward.
    pub(super) fn advance(&mut self, by: Duration) {
        self.ahead = self.ahead.saturating_add(by);
    }

    /// Writes a movement down.
    pub(super) fn move_money(&mut self, movement: Movement<'_>) {
        let Movement { kind, merchant, amount: Fen(amount), .. } = movement;
        self.totals.add(kind, amount);
        let (time, id) = (self.time(), merchant.account());
        let account = self.accounts.entry(id.clone());
        let account = account.or_insert_with(|| Account { balance: 0, since: time.clone() });
        account.balance += kind.sign() * amount;
        self.entries.push_back(Entry {
            time,
            kind,
            number: movement.number.to_owned(),
            amount,
            sequence: self.totals.entries,
            account: id,
            balance: account.balance,
            out_number: movement.out_number.to_owned(),
            out_request_no: movement.out_request_no.to_owned(),
            subject: movement.subject.to_owned(),
            created_at: movement.created_at.to_owned(),
        });
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

    /// The movements of an account at times that begin like this: `2026-06-16`.
    pub(super) fn statement(&self, account: &str, times: &str) -> Statement {
        let of_account = |entry: &&Entry| entry.account == account && entry.time.starts_with(times);
        Statement {
            entries: self.entries.iter().filter(of_account).cloned().collect(),
            since: self.accounts.get(account).map(|account| account.since.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn movement(merchant: &Merchant, kind: EntryKind, amount: i64) -> Movement<'_> {
        Movement {
            kind,
            merchant,
            number: "1",
            out_number: "",
            out_request_no: "",
            subject: "",
            created_at: "",
            amount: Fen(amount),
        }
    }

    fn merchant(app_id: &str) -> Merchant {
        Merchant { app_id: app_id.to_owned(), acting_for: None }
    }

    #[test]
    fn money_that_comes_from_nowhere_is_noticed() {
        let (mut book, merchant) = (Book::default(), merchant("1"));
        book.move_money(movement(&merchant, EntryKind::Payment, 100));
        book.move_money(movement(&merchant, EntryKind::Refund, 30));
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
    fn sums_and_balances_outlive_the_movements_that_are_dropped() {
        let (mut book, merchant) = (Book::default(), merchant("1"));
        book.set_limit(1);
        for _ in 0..3 {
            book.move_money(movement(&merchant, EntryKind::Payment, 1));
        }
        let ledger = book.snapshot(Vec::new());
        assert_eq!((ledger.entries.len(), ledger.totals.paid), (1, 3));
        assert_eq!((ledger.entries[0].balance, ledger.entries[0].sequence), (3, 3));
        assert_eq!(ledger.check(), Ok(()));
    }

    #[test]
    fn a_statement_is_that_of_one_account_and_one_day() {
        let (mut book, one, other) = (Book::default(), merchant("1"), merchant("2"));
        book.move_money(movement(&one, EntryKind::Payment, 100));
        book.move_money(movement(&other, EntryKind::Payment, 7));
        let first = clock::day(book.now()).to_string();
        book.advance(Duration::days(1));
        book.move_money(movement(&one, EntryKind::Transfer, 40));
        let second = clock::day(book.now()).to_string();
        let of = |account: &Merchant, day: &str| {
            let statement = book.statement(&account.account(), day);
            statement.entries.iter().map(Entry::gain).collect::<Vec<_>>()
        };
        assert_eq!((of(&one, &first), of(&one, &second)), (vec![100], vec![-40]));
        assert_eq!((of(&other, &first), of(&other, &second)), (vec![7], vec![]));
        assert_eq!(book.statement(&one.account(), &second).entries[0].balance, 60);
        assert_eq!(book.statement(&merchant("3").account(), &first).since, None);
    }
}
