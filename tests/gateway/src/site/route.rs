//! Which handler responds to a request beside the protocols.

use std::borrow::Cow;

use http::Response;
use percent_encoding::percent_decode_str;

use crate::header;
use crate::parts::Parts;

/// The part of a request that handlers see.
pub(super) struct Input<'a> {
    pub(super) parts: &'a Parts,
    /// The last part of the path, where the route ends with `*`.
    pub(super) name: Cow<'a, str>,
    pub(super) query: &'a str,
    pub(super) body: &'a [u8],
}

/// What responds to a request, such as a page.
pub(super) type Handler<T> = fn(&Input<'_>) -> T;

/// A method, a path, and what responds there. A `*` at the end of the path stands for one part.
pub(super) type Route<T> = (&'static str, &'static str, Handler<T>);

/// No route leads to this path with this method.
pub(super) enum Missing {
    Path,
    /// The method that would have done.
    Method(&'static str),
}

/// The handler for a path, and the part of the path that it is called with.
pub(super) fn find<'p, T>(
    routes: &[Route<T>],
    method: &str,
    path: &'p str,
) -> Result<(Handler<T>, Cow<'p, str>), Missing> {
    let found = routes.iter().find_map(|route| Some((route, name(route.1, path)?)));
    let ((expected, _, handler), name) = found.ok_or(Missing::Path)?;
    if method == *expected || (method, *expected) == ("HEAD", "GET") {
        Ok((*handler, percent_decode_str(name).decode_utf8_lossy()))
    } else {
        Err(Missing::Method(expected))
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

/// The page at a path; nothing if no route leads there.
pub(super) fn page(
    routes: &[Route<Response<Vec<u8>>>],
    method: &str,
    path: &str,
    input: Input<'_>,
) -> Option<Response<Vec<u8>>> {
    match find(routes, method, path) {
        Ok((handler, name)) => Some(handler(&Input { name, ..input })),
        Err(Missing::Path) => None,
        Err(Missing::Method(expected)) => {
            let mut response = response(405, "text/plain", "");
            header::set(&mut response, "allow", expected);
            Some(response)
        }
    }
}

/// A response with a content of this type.
pub(super) fn response(
    status: u16,
    content_type: &str,
    content: impl Into<Vec<u8>>,
) -> Response<Vec<u8>> {
    let mut response = Response::new(content.into());
    if let Ok(status) = status.try_into() {
        *response.status_mut() = status;
    }
    header::set(&mut response, "content-type", content_type);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROUTES: [Route<u8>; 2] = [("GET", "/calls", |_| 1), ("POST", "/calls/*", |_| 2)];

    #[test]
    fn a_route_is_found_by_its_whole_path() {
        let found = |method, path| find(&ROUTES, method, path).ok().map(|(_, name)| name);
        assert_eq!(found("GET", "/calls").as_deref(), Some(""));
        assert_eq!(found("HEAD", "/calls").as_deref(), Some(""));
        assert_eq!(found("POST", "/calls/a%2Fb").as_deref(), Some("a/b"));
        for path in ["/", "/call", "/calls/", "/calls/1/2", "/callss"] {
            assert!(matches!(find(&ROUTES, "GET", path), Err(Missing::Path)), "{path}");
        }
    }

    #[test]
    fn another_method_is_told_from_another_path() {
        for (method, path, expected) in
            [("POST", "/calls", "GET"), ("GET", "/calls/1", "POST"), ("HEAD", "/calls/1", "POST")]
        {
            let missing = find(&ROUTES, method, path).err();
            assert!(matches!(missing, Some(Missing::Method(method)) if method == expected));
        }
    }
}
