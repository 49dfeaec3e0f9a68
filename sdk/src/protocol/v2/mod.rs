//! The v2 gateway (`gateway.do`).

mod accept;
mod app_link;
mod endpoint;
mod judge;
mod page;
mod protocol;
mod rejection;
mod sign;
mod signed_field;

pub(crate) use endpoint::Endpoint;
pub use page::Page;
pub use protocol::{App, Browser, BrowserOrApp, Server, V2};
pub(crate) use sign::SignedForm;
