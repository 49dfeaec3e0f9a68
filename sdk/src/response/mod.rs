//! What a successful call gives.

mod body;
mod content;
mod response;
mod shape;

pub(crate) use body::ResponseBody;
pub use body::{NoContent, UnsignedFile};
pub(crate) use content::{Accepted, Content, Tree};
pub use response::Response;
pub(crate) use shape::Shape;
