//! The pages that a browser is sent: HTML, or without the feature `pages` their contents as JSON.

#[cfg(feature = "pages")]
pub(crate) use askama::Template as Page;
use http::Response;
#[cfg(not(feature = "pages"))]
pub(crate) use serde::Serialize as Page;

use crate::header;

/// The response with a page.
pub(crate) fn response(page: &impl Page) -> Response<Vec<u8>> {
    let (content_type, content) = content(page);
    let mut response = Response::new(content);
    header::set(&mut response, "content-type", content_type);
    response
}

#[cfg(feature = "pages")]
fn content(page: &impl Page) -> (&'static str, Vec<u8>) {
    // The templates cannot fail: what they show are texts and numbers.
    ("text/html; charset=utf-8", page.render().unwrap_or_default().into_bytes())
}

#[cfg(not(feature = "pages"))]
fn content(page: &impl Page) -> (&'static str, Vec<u8>) {
    ("application/json", serde_json::to_vec(page).unwrap_or_default())
}
