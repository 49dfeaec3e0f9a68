//! One call: lazy, with the options of this one call, whatever the protocol.

mod application;
#[cfg(feature = "blocking")]
mod blocking;
mod call;
mod check;
mod form;
mod pages;
mod pending;
mod send;
#[cfg(feature = "top")]
mod top;
mod untyped;
#[cfg(feature = "v2")]
mod v2;
mod v3;

pub use call::Call;
pub use pages::Pages;
pub use pending::Pending;
pub use send::SentByClient;
pub use untyped::Untyped;
