//! Which handler responds to a request beside the protocols.

use std::borrow::Cow;

use http::{Response, StatusCode};
use percent_encoding::percent_decode_str;

use crate::header;
use crate::parts::Parts;

/// A request to a page or to control.
#[derive(Clone, Copy)]
pub(super) struct Request<'a> {
    pub(super) parts: &'a Parts,
    pub(super) method: &'a str,
    pub(super) path: &'a str,
    pub(super) query: &'a str,
    pub(super) body: &'a [u8],
}

/// The part of a request that handlers see.
pub(super) struct Input<'a> {
    pub(super) parts: &'a Parts,
    /// The last part of the path, where the route ends with `*`.
    pub(super) name: Cow<'a, str>,
    pub(super) query: &'a str,
    pub(super) body: &'a [u8],
}

/// A method, a path that no other route has, and what responds there. A `*` at the end of the path
/// stands for one part.
pub(super) type Route<T> = (&'static str, &'static str, fn(&Input<'_>) -> T);

/// The reason why no route fits.
pub(super) enum Missing {
    Path,
    /// The path has these methods.
    Method(&'static str),
}

/// Calls the handler of a request.
pub(super) fn dispatch<T>(routes: &[Route<T>], request: Request<'_>) -> Result<T, Missing> {
    let Request { parts, method, path, query, body } = request;
    let found = routes.iter().find_map(|route| Some((route, name(route.1, path)?)));
    let ((expected, _, handler), name) = found.ok_or(Missing::Path)?;
    if method == *expected || (method, *expected) == ("HEAD", "GET") {
        let name = percent_decode_str(name).decode_utf8().map_err(|_| Missing::Path)?;
        Ok(handler(&Input { parts, name, query, body }))
    } else {
        Err(Missing::Method(if *expected == "GET" { "GET, HEAD" } else { expected }))
    }
}

/// The part of a path that a pattern leaves open.
fn name<'p>(pattern: &str, path: &'p str) -> Option<&'p str> {
    match pattern.strip_suffix('*') {
        Some(start) => {
            path.strip_prefix(start).filter(|name| !name.is_empty() && !name.contains('/'))
        }
        None => (path == pattern).then_some(""),
    }
}

/// A response with a content of this type.
pub(super) fn response(
    status: StatusCode,
    content_type: &str,
    content: impl Into<Vec<u8>>,
) -> Response<Vec<u8>> {
    let mut response = Response::new(content.into());
    *response.status_mut() = status;
    header::set(&mut response, "content-type", content_type);
    response
}

/// The page of a method that a page does not have.
pub(super) fn not_allowed(methods: &str) -> Response<Vec<u8>> {
    let text = format!("This page takes {methods} alone.\n");
    let mut response = response(StatusCode::METHOD_NOT_ALLOWED, "text/plain", text);
    header::set(&mut response, "allow", methods);
    response
}
