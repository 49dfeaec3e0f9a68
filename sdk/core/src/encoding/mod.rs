//! From what people paste or point to, to DER, and what that DER is. Shared by keys and
//! certificates.

mod base64;
mod contents;
mod convert;
mod element;
mod file;
#[cfg(test)]
pub(crate) mod fixture;
mod pem;
mod text;

pub use contents::Contents;
pub(crate) use contents::{Structure, structure};
pub(crate) use convert::conversions;
pub(crate) use element::{Element, certificate_public_key, dotted, tag};
pub(crate) use file::{FileError, read};
pub(crate) use text::{Block, TextError, blocks};
