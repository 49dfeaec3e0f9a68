//! From what people paste or point to, to DER, and what that DER is. Shared by keys and
//! certificates.

mod base64;
mod block;
mod contents;
mod conversions;
mod detect;
mod element;
mod escape;
mod file;
mod hex;
mod letter;
mod odd;
mod pem;
mod wrapping;

pub(crate) use base64::{decode, dense};
pub(crate) use block::{Block, TextError};
pub use contents::Contents;
pub(crate) use contents::{Structure, structure};
pub(crate) use conversions::{conversions, try_from};
pub(crate) use detect::{bare, blocks};
pub(crate) use element::{Element, certificate_public_key, dotted, tag};
pub(crate) use file::{FileError, read_file};
pub(crate) use hex::{hex, hex_digits};
pub use odd::OddCharacter;
pub(crate) use odd::there_is;
