//! Bills of a day or a month, as files to download: what the ledger holds of one merchant.

mod archive;
mod balance;
mod kind;
mod links;
mod period;
mod query;
mod table;
mod trade;

pub(crate) use query::{Bills, PATH};
