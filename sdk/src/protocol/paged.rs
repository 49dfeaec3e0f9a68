//! Operations that give their results in pages.

use super::contract::Operation;
use alipay_sdk_core::data::FieldValue;

/// An operation that gives its results in pages: [`Call::pages`](crate::Call::pages) asks for one
/// after the other. Implemented by the types in [`operation`](crate::operation) whose requests
/// choose a page, and whose responses hold a list.
pub trait Paged: Operation<Response: FieldValue> {
    /// The fields that choose a page, and those that tell how many there are.
    const PAGES: PageFields;
}

/// The fields of requests that choose a page, and those of responses that tell how many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PageFields {
    /// The field of the request that chooses the page.
    pub page: &'static str,
    /// How that field chooses it.
    pub kind: PageKind,
    /// Whether it is a parameter of the query, and not a field of the body.
    pub in_query: bool,
    /// The field of the request for the number of entries on a page.
    pub size: Option<&'static str>,
    /// The lists of the response that hold the entries. If there are several, they describe the
    /// same entries side by side, or the response has only one of them.
    pub lists: &'static [&'static str],
    /// The field of the response that says whether there are more pages.
    pub has_more: Option<&'static str>,
    /// The field of the response for the number of pages.
    pub total_pages: Option<&'static str>,
    /// The field of the response for the number of entries on all pages.
    pub total_entries: Option<&'static str>,
}

/// How a field chooses a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PageKind {
    /// By a number.
    Number,
    /// By a number that is written as text.
    Text,
    /// By a text of the response before, in a field of the same name.
    Cursor,
}
