//! What travels: bodies, files, forms and addresses. Nothing here knows an operation, a key or an
//! error of the SDK.

mod address;
mod body;
#[cfg_attr(not(feature = "charset"), path = "no_charset.rs")]
mod charset;
#[cfg_attr(not(feature = "disk-files"), path = "no_disk_file.rs")]
mod disk_file;
mod file_part;
mod form;
mod incoming;
mod multipart;
mod outline;
mod received;
mod upload;
#[cfg(feature = "xml")]
pub mod xml;

pub use address::{RESERVED, VERSION, append, encoded, header_value, is_loopback};
pub use body::{Body, BoxError, NextFrame, ReadBodyError};
pub use charset::Charset;
pub use file_part::FilePart;
pub use form::Form;
pub use incoming::{Incoming, Stopped};
pub use multipart::Multipart;
pub use outline::{decoded, in_utf8, outline, unverified, unverified_in_utf8};
pub use received::{RawBody, Received};
pub use upload::{Parts, Upload};
