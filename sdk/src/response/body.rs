//! The kinds of responses.

use std::fmt;
use std::ops::Deref;

use bytes::Bytes;

use super::content::Content;
use alipay_sdk_core::{
    data::{DecodeError, FieldValue, Slot, from_json, from_wrapped},
    wire::{Incoming, RawBody},
};

/// The type of a response of an operation.
pub trait ResponseBody: Sized {
    /// Whether the platform signs responses of this kind.
    const SIGNED: bool = true;
    /// Whether responses of this kind are read as a stream.
    const STREAMED: bool = false;

    /// Returns whether the documents name this field of the response, or `None` when they name no
    /// field at all.
    #[must_use]
    fn documents(_name: &str) -> Option<bool> {
        Some(false)
    }

    /// Reads the body of a successful response.
    ///
    /// # Errors
    /// When the body does not have this shape.
    fn decode(content: &Content) -> Result<Self, DecodeError>;

    /// Attaches the rest of a streamed response.
    #[must_use]
    fn attach(self, _: Incoming) -> Self {
        self
    }

    /// Formats the response for `Debug`. It masks secrets and personal data, also when the type
    /// itself does not.
    ///
    /// # Errors
    /// When the formatter fails.
    fn show(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result;
}

impl<T: FieldValue + Default> ResponseBody for T {
    fn documents(name: &str) -> Option<bool> {
        match T::default().slot() {
            Slot::Model(model) => Some(model.field_mut(name).is_some()),
            Slot::Json(_) | Slot::Map(_) => None,
            _ => Some(false),
        }
    }

    fn decode(content: &Content) -> Result<Self, DecodeError> {
        let mut value = T::default();
        match &content.tree {
            Some(tree) => from_wrapped(&mut value, &tree.json, tree.is_wrapped)?,
            None if content.plain.is_empty() => {}
            None => from_json(&mut value, &content.plain)?,
        }
        Ok(value)
    }

    fn show(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.view(), formatter)
    }
}

impl ResponseBody for UnsignedFile {
    const SIGNED: bool = false;

    fn decode(content: &Content) -> Result<Self, DecodeError> {
        Ok(Self(RawBody::new(content.plain.clone())))
    }

    fn show(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, formatter)
    }
}

/// The response of an operation without a documented body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoContent;

impl ResponseBody for NoContent {
    fn decode(_: &Content) -> Result<Self, DecodeError> {
        Ok(Self)
    }

    fn show(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, formatter)
    }
}

/// A file in the response of an operation. The platform does not sign files, so only the TLS
/// connection protects it. Compare its checksum or size when a signed response names one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnsignedFile(RawBody);

impl UnsignedFile {
    /// Returns the bytes by value.
    pub fn into_bytes(self) -> Bytes {
        self.0.into_bytes()
    }
}

impl Deref for UnsignedFile {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}
