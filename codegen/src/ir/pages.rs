//! Results in pages.

use serde::{Deserialize, Serialize};

/// How an operation gives its results in pages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pages {
    /// The field of the request that chooses the page.
    pub page: String,
    /// How it chooses the page.
    pub kind: PageKind,
    /// Whether it is a parameter of the query, and not a field of the body.
    pub in_query: bool,
    /// The field of the request for the number of entries on a page.
    pub size: Option<String>,
    /// The lists of the response.
    pub lists: Vec<String>,
    /// The field of the response that says whether there are more pages.
    pub has_more: Option<String>,
    /// The field of the response for the number of pages.
    pub total_pages: Option<String>,
    /// The field of the response for the number of entries on all pages.
    pub total_entries: Option<String>,
}

/// How a field chooses a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PageKind {
    /// By a number.
    Number,
    /// By a number that is written as text.
    Text,
    /// By a text of the response before, in a field of the same name.
    Cursor,
}
