//! Bills (对账单): downloads them, reads their rows, and compares these with your own orders.
//!
//! ```no_run
//! use alipay_sdk::Client;
//! use alipay_sdk::bill::{self, BillError, BillType};
//!
//! # async fn example(client: &Client) -> Result<(), BillError> {
//! if let Some(bill) = bill::download(client, BillType::Trade, "2026-11-25").await? {
//!     for row in bill.trades()? {
//!         let row = row?;
//!         println!("{} {} yuan", row.out_trade_no, row.amount());
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! | what | how |
//! | --- | --- |
//! | payments and refunds (`trade`) | [`Bill::trades`] |
//! | movements of the balance (`signcustomer`) | [`Bill::balances`] |
//! | any other bill, as text | [`Bill::rows`] |
//! | the rows beside one's own orders | [`reconcile()`] |
//! | other hosts, http, limits | [`Bills`] |
//! | electronic receipts | [`Bills::receipt`] |
//! | a zip that is here already | [`Bill::open`], [`Bill::read`] |
//!
//! A bill is downloaded from the platform's host only, by https, with a request that carries no
//! data of the application. All its sizes have [limits](BillLimits). Its rows are added up, and a
//! difference from a sum that the bill states is an error. A large download is kept in an unnamed
//! temporary file, and rows are unpacked one at a time.

mod address;
mod archive;
mod balance;
mod bill;
mod bill_type;
mod bills;
mod cell;
mod columns;
mod download;
mod error;
mod limits;
mod receipt;
mod reconcile;
mod records;
mod row;
mod rows;
mod sheet;
mod spool;
mod sums;
mod text;
mod trade;

pub use address::AddressProblem;
pub use balance::BalanceRow;
pub use bill::Bill;
pub use bill_type::BillType;
pub use bills::Bills;
pub use columns::TextRow;
pub use error::{BillError, Difference};
pub use limits::BillLimits;
pub use receipt::ReceiptType;
pub use reconcile::{OwnOrder, Pair, Reconciliation, reconcile};
pub use rows::Rows;
pub use trade::{TradeKind, TradeRow};

use crate::client::Client;

/// Downloads the bill of a day (`2026-11-25`) or a month (`2026-11`). Returns `None` when the
/// platform has no bill of that period. Use [`Bills`] to set options.
///
/// # Errors
/// Those of the call, and [`BillError`] for the download.
pub async fn download(
    client: &Client,
    bill_type: impl Into<BillType>,
    date: impl AsRef<str>,
) -> Result<Option<Bill>, BillError> {
    Bills::new(client).download(bill_type, date).await
}
