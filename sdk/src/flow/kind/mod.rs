//! What can be brought to its end, a file for each kind.

mod close;
mod kind;
mod pay;
mod precreate;
mod refund;
mod trade;
mod transfer;

pub use close::Close;
pub use pay::Pay;
pub use precreate::Precreate;
pub use refund::Refund;
pub use transfer::Transfer;
