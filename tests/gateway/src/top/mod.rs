//! Taobao TOP (`/router/rest`): the push of offline packages.

mod app;
mod check;
mod endpoint;
mod response;
mod signature;

pub use app::TopApp;
pub(crate) use endpoint::{Endpoint, PATH};
