//! The v2 gateway (`gateway.do`): calls from servers, and the pages that buyers pay on.

mod check;
mod endpoint;
mod fields;
mod pay_page;
mod response;
mod tokens;

pub(crate) use endpoint::{Endpoint, PATH};
