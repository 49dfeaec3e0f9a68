//! One event.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use bytes::Bytes;

use crate::response::{Content, ResponseBody};
use alipay_sdk_core::data::{DecodeError, holds_more_than};

/// How many values an event holds at most. Each may take some hundred bytes of memory.
const MOST: usize = 1 << 16;

/// One event of an [`EventStream`](super::EventStream). `Debug` leaves its content out.
#[derive(Clone, PartialEq, Eq)]
pub struct ServerEvent<T> {
    name: String,
    /// Shared by all events until the next id.
    id: Option<Arc<str>>,
    data: String,
    of: PhantomData<fn() -> T>,
}

impl<T> ServerEvent<T> {
    pub(super) fn new(name: String, id: Option<Arc<str>>, data: String) -> Self {
        Self { name, id, data, of: PhantomData }
    }

    /// A response that is one JSON document instead of events.
    pub(super) fn from_document(body: &[u8]) -> Self {
        Self::new(String::new(), None, String::from_utf8_lossy(body).into_owned())
    }

    /// Returns the name of the event (`event`), which is `message` by default.
    pub fn name(&self) -> &str {
        if self.name.is_empty() { "message" } else { &self.name }
    }

    /// Returns the id of this event, or of the last event before it that has one.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// Returns the content as text: JSON, or a marker such as `[DONE]`.
    pub fn data(&self) -> &str {
        &self.data
    }
}

impl<T: ResponseBody> ServerEvent<T> {
    /// Parses the content.
    ///
    /// # Errors
    /// When the content does not have the documented shape, or holds more than 65,536 values. The
    /// number is limited because events are not signed.
    pub fn read(&self) -> Result<T, DecodeError> {
        if holds_more_than(MOST, self.data.as_bytes()) {
            return Err(DecodeError::of_text("it holds too many values", (1, 1)));
        }
        T::decode(&Content::new(Bytes::copy_from_slice(self.data.as_bytes())))
    }
}

impl<T> fmt::Debug for ServerEvent<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ServerEvent")
            .field("name", &self.name())
            .field("bytes", &self.data.len())
            .finish_non_exhaustive()
    }
}
