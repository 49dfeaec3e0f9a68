//! The pages that a browser is sent: HTML, or without the feature `pages` their contents as JSON.

#[cfg(feature = "pages")]
pub(crate) use askama::Template as Page;
use http::{Response, StatusCode};
#[cfg(not(feature = "pages"))]
pub(crate) use serde::Serialize as Page;

use crate::header;

#[cfg(feature = "pages")]
const CONTENT_TYPE: &str = "text/html; charset=utf-8";
#[cfg(not(feature = "pages"))]
const CONTENT_TYPE: &str = "application/json";

/// The response with a page.
pub(crate) fn render(page: &impl Page) -> Response<Vec<u8>> {
    let mut response = match content(page) {
        Ok(content) => Response::new(content),
        Err(error) => {
            let mut response = Response::new(error.into_bytes());
            *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            return response;
        }
    };
    header::set(&mut response, "content-type", CONTENT_TYPE);
    response
}

#[cfg(feature = "pages")]
fn content(page: &impl Page) -> Result<Vec<u8>, String> {
    page.render().map(String::into_bytes).map_err(|error| error.to_string())
}

#[cfg(not(feature = "pages"))]
fn content(page: &impl Page) -> Result<Vec<u8>, String> {
    serde_json::to_vec(page).map_err(|error| error.to_string())
}
