//! One call: lazy, with the options of this one call, whatever the protocol.

mod application;
mod call;
#[cfg(any(feature = "top", feature = "v2"))]
mod form;
mod pending;
mod send;
#[cfg(feature = "top")]
mod top;
mod untyped;
#[cfg(feature = "v2")]
mod v2;
mod v3;

pub use application::AppProtocol;
pub use call::Call;
#[cfg(any(feature = "top", feature = "v2"))]
pub use form::FormProtocol;
pub use pending::Pending;
pub use send::SentByClient;
pub use untyped::Untyped;
