//! What travels: bodies, files, forms and addresses. Nothing here knows an operation, a key or an
//! error of the SDK.

mod address;
mod body;
#[cfg_attr(not(any(feature = "notify", feature = "v2")), path = "no_charset.rs")]
mod charset;
#[cfg_attr(not(feature = "reqwest"), path = "no_disk_file.rs")]
mod disk_file;
mod file_part;
mod form;
mod incoming;
mod multipart;
mod outline;
mod received;
mod upload;
#[cfg(any(feature = "notify", feature = "top"))]
pub(crate) mod xml;

pub(crate) use address::{RESERVED, VERSION, append, encoded, header_value, is_loopback};
pub use body::{Body, ReadBodyError};
pub(crate) use body::{BoxError, NextFrame};
pub(crate) use charset::Charset;
pub use file_part::FilePart;
#[allow(unused_imports, reason = "for the features `top` and `v2`")]
pub(crate) use form::Form;
pub(crate) use incoming::{Incoming, Stopped};
pub(crate) use multipart::Multipart;
pub(crate) use outline::{decoded, in_utf8, outline, unverified, unverified_in_utf8};
pub use received::RawBody;
pub(crate) use received::Received;
pub(crate) use upload::Parts;
pub use upload::Upload;
