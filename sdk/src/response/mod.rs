//! What a successful call gives.

mod body;
mod content;
mod response;

pub use body::{NoContent, ResponseBody, UnsignedFile};
pub(crate) use content::{Accepted, Shape, Tree};
pub use content::Content;
pub use response::Response;
