//! Whether a text is a success, a rejection, or something that cannot be judged.

use std::borrow::Cow;

use super::rejection;
use crate::error::{ApiError, Error, ErrorKind};
use crate::protocol::contract::Exchange;
use crate::protocol::reader::Reader;
use alipay_sdk_core::{
    data::DecodeError,
    json::Claims,
    wire::{Charset, Received, decoded, unverified},
};

/// A response whose texts are judged.
#[derive(Clone, Copy)]
pub(super) struct Judge<'a> {
    pub(super) exchange: &'a Exchange,
    pub(super) reader: Reader<'a>,
    pub(super) received: &'a Received,
    /// Whether it stands in the field for errors of the gateway.
    pub(super) is_error: bool,
    pub(super) verified: bool,
}

impl Judge<'_> {
    pub(super) fn error(&self, kind: ErrorKind) -> Error {
        self.exchange.error(kind, self.received.clone())
    }

    /// Bytes as text, in whichever charset they are; nothing when nobody has verified them and they
    /// are many.
    pub(super) fn text<'t>(&self, bytes: &'t [u8]) -> Cow<'t, str> {
        let charsets = Charset::all(&self.received.headers);
        if self.verified { decoded(bytes, &charsets) } else { unverified(bytes, &charsets) }
    }

    /// The rejection that a text is.
    pub(super) fn rejection(&self, text: &str) -> Result<Option<ApiError>, DecodeError> {
        let claims = match Claims::read(text) {
            // An error there is a rejection, whatever else it is.
            claims if self.is_error => claims.ok().flatten().unwrap_or_default(),
            claims => match claims? {
                Some(claims) if rejection::is_rejection(&claims)? => claims,
                _ => return Ok(None),
            },
        };
        Ok(Some(rejection::read(&self.reader, self.verified, &claims, (text, self.received))))
    }

    /// A success is an object, or begins as one of these.
    pub(super) fn check(&self, text: &str, beginnings: &[char]) -> Result<(), Error> {
        let kind = match self.rejection(text) {
            Ok(None) if text.trim_start().starts_with(beginnings) => return Ok(()),
            Ok(None) => ErrorKind::Decode(DecodeError::of_whole("the response is not an object")),
            Ok(Some(rejection)) => ErrorKind::Api(rejection),
            Err(unclear) => ErrorKind::Decode(unclear),
        };
        Err(self.error(kind))
    }
}
