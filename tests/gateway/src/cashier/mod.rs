//! The pages that a buyer pays on: of page and wap payments, of QR codes, and of any trade that
//! waits.

mod desk;
mod order;
mod pages;
mod return_address;

pub(crate) use desk::Cashier;
pub(crate) use order::{Order, Return};
pub(crate) use pages::{PATH, response};
pub(crate) use return_address::signed;
