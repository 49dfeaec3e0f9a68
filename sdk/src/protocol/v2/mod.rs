//! The v2 gateway (`gateway.do`).

mod accept;
mod endpoint;
mod fields;
mod page;
mod rejection;
mod sign;

pub(crate) use endpoint::Endpoint;
pub use endpoint::{App, Browser, Server, V2};
pub use page::Page;
pub(crate) use sign::SignedForm;
