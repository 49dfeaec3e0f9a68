//! Compares a bill of trades with your own orders.

use std::collections::BTreeMap;
use std::collections::btree_map::{Entry, IntoIter};
use std::fmt;

use super::error::BillError;
use super::trade::{TradeKind, TradeRow};
use alipay_sdk_core::{Amount, impl_debug};

/// A payment or a refund in your own books.
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct OwnOrder {
    /// Your number of the trade (`out_trade_no`).
    pub out_trade_no: String,
    /// The number of the refund (`out_request_no`), or `None` for a payment.
    pub out_request_no: Option<String>,
    /// The amount that was paid or refunded. It is above zero.
    pub amount: Amount,
}

impl OwnOrder {
    /// Creates a payment.
    pub fn payment(out_trade_no: impl Into<String>, amount: Amount) -> Self {
        Self { out_trade_no: out_trade_no.into(), out_request_no: None, amount }
    }

    /// Creates a refund with the refunded amount.
    pub fn refund(
        out_trade_no: impl Into<String>,
        out_request_no: impl Into<String>,
        amount: Amount,
    ) -> Self {
        let out_request_no = Some(out_request_no.into());
        Self { out_trade_no: out_trade_no.into(), out_request_no, amount }
    }
}

impl_debug!(OwnOrder, |this| {
    out_trade_no: this.out_trade_no,
    out_request_no: this.out_request_no,
    amount: this.amount,
});

/// A row of the bill and your order that belong together, or one without the other. `Display` gives
/// one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pair {
    /// Both have the order, with the same amount.
    Equal(TradeRow, OwnOrder),
    /// Both have the order, with different amounts.
    DifferentAmount(TradeRow, OwnOrder),
    /// The bill has the row, and your books have no such order. Rows that are neither payments nor
    /// refunds are here, too.
    MissingHere(TradeRow),
    /// Your books have the order, and the bill has no such row.
    MissingThere(OwnOrder),
}

impl Pair {
    /// Returns whether both sides agree, so that nobody has to look at the pair.
    pub fn is_equal(&self) -> bool {
        matches!(self, Self::Equal(..))
    }
}

impl fmt::Display for Pair {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Equal(_, own) => {
                write!(formatter, "{}: {} yuan in both", own.out_trade_no, own.amount)
            }
            Self::DifferentAmount(row, own) => write!(
                formatter,
                "{}: the bill has {}, the books have {}",
                own.out_trade_no, row.total_amount, own.amount
            ),
            Self::MissingHere(row) => {
                write!(
                    formatter,
                    "{}: {} yuan are not in the books",
                    row.out_trade_no,
                    row.amount()
                )
            }
            Self::MissingThere(own) => {
                write!(formatter, "{}: {} yuan are not in the bill", own.out_trade_no, own.amount)
            }
        }
    }
}

/// Compares the rows of a bill with your orders of the same period. It matches them by
/// `out_trade_no` and `out_request_no`, and compares 订单金额 with the amount.
///
/// The rows are read one at a time. The orders are kept in memory until their rows come; orders
/// without a row come last, ordered by number. An error of a row is passed on. When the bill ends
/// with an error, orders without a row are not returned, because their rows may not have been read.
///
/// ```
/// use alipay_sdk::Amount;
/// use alipay_sdk::bill::{Bill, BillError, OwnOrder, reconcile};
///
/// # fn example(bill: &Bill) -> Result<(), BillError> {
/// let orders = [OwnOrder::payment("T1", Amount::from_fen(8888))];
/// for pair in reconcile(bill.trades()?, orders) {
///     let pair = pair?;
///     if !pair.is_equal() {
///         println!("{pair}");
///     }
/// }
/// # Ok(())
/// # }
/// ```
pub fn reconcile<R>(
    rows: R,
    orders: impl IntoIterator<Item = OwnOrder>,
) -> Reconciliation<R::IntoIter>
where
    R: IntoIterator<Item = Result<TradeRow, BillError>>,
{
    let mut waiting = BTreeMap::new();
    let mut doubled = Vec::new();
    for order in orders {
        let OwnOrder { out_trade_no, out_request_no, amount } = order;
        match waiting.entry((out_trade_no, out_request_no)) {
            Entry::Vacant(entry) => {
                entry.insert(amount);
            }
            Entry::Occupied(entry) => doubled.push(own(entry.key().clone(), amount)),
        }
    }
    Reconciliation { state: State::Rows(rows.into_iter(), waiting), doubled }
}

/// The pairs that [`reconcile`] finds.
#[must_use]
pub struct Reconciliation<R> {
    state: State<R>,
    /// Orders whose number another one has already: the bill has one row for both.
    doubled: Vec<OwnOrder>,
}

type Key = (String, Option<String>);

enum State<R> {
    Rows(R, BTreeMap<Key, Amount>),
    Left(IntoIter<Key, Amount>),
    /// The bill could not be read to its end.
    Broken,
}

impl<R: Iterator<Item = Result<TradeRow, BillError>>> Iterator for Reconciliation<R> {
    type Item = Result<Pair, BillError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let State::Rows(rows, waiting) = &mut self.state {
            match rows.next() {
                Some(Ok(row)) => return Some(Ok(pair(row, waiting))),
                Some(Err(error)) => {
                    if !matches!(error, BillError::Row { .. }) {
                        self.state = State::Broken;
                    }
                    return Some(Err(error));
                }
                None => self.state = State::Left(std::mem::take(waiting).into_iter()),
            }
        }
        let State::Left(left) = &mut self.state else { return None };
        let left = left.next().map(|(key, amount)| own(key, amount));
        left.or_else(|| self.doubled.pop()).map(|order| Ok(Pair::MissingThere(order)))
    }
}

impl<R> fmt::Debug for Reconciliation<R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Reconciliation").finish_non_exhaustive()
    }
}

fn pair(row: TradeRow, waiting: &mut BTreeMap<Key, Amount>) -> Pair {
    let refund = match row.kind {
        TradeKind::Payment => None,
        TradeKind::Refund => Some(row.out_request_no.clone()),
        TradeKind::Other(_) => return Pair::MissingHere(row),
    };
    let key = (row.out_trade_no.clone(), refund);
    let Some(amount) = waiting.remove(&key) else { return Pair::MissingHere(row) };
    let order = own(key, amount);
    // The sign of a refund is the bill's; both are compared without.
    if row.total_amount.fen().unsigned_abs() == order.amount.fen().unsigned_abs() {
        Pair::Equal(row, order)
    } else {
        Pair::DifferentAmount(row, order)
    }
}

fn own((out_trade_no, out_request_no): Key, amount: Amount) -> OwnOrder {
    OwnOrder { out_trade_no, out_request_no, amount }
}
