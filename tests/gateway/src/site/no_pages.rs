//! In place of the pages for people, where the feature `pages` is off.

use http::Response;

use super::route::{Input, response};

/// Says where the pages are.
pub(super) fn respond(_: &str, _: &str, _: Input<'_>) -> Response<Vec<u8>> {
    let text = "This gateway was built without pages. They are in the feature `pages` of the \
                crate alipay-gateway.\n";
    response(404, "text/plain; charset=utf-8", text)
}
