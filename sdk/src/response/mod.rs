//! What a successful call gives.

mod body;
mod content;
mod response;

pub(crate) use body::ResponseBody;
pub use body::{NoContent, UnsignedFile};
pub(crate) use content::{Accepted, Content, Shape, Tree};
pub use response::Response;
