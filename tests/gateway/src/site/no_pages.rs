//! In place of the pages for people, where the feature `pages` is off.

use http::{Response, StatusCode};

use super::route::{Request, response};

/// Says where the pages are.
pub(super) fn respond(_: Request<'_>) -> Response<Vec<u8>> {
    let text = "This gateway was built without pages. They are in the feature `pages` of the \
                crate alipay-gateway.\n";
    response(StatusCode::NOT_FOUND, "text/plain; charset=utf-8", text)
}
