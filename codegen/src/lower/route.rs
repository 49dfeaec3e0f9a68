//! The methods of a path, and what tells routes apart.

use openapiv3::PathItem;

use crate::ir::Method;

/// The operations of a path, with their methods.
pub(super) fn methods(item: &PathItem) -> impl Iterator<Item = (Method, &openapiv3::Operation)> {
    [
        (Method::Get, &item.get),
        (Method::Post, &item.post),
        (Method::Put, &item.put),
        (Method::Patch, &item.patch),
        (Method::Delete, &item.delete),
    ]
    .into_iter()
    .filter_map(|(method, operation)| Some((method, operation.as_ref()?)))
}

/// Method and path without the names of its parameters: two that agree cannot be told apart.
pub(super) fn route(method: Method, path: &str) -> String {
    let mut route = format!("{} ", method.wire());
    let mut inside = false;
    for character in path.chars() {
        inside &= character != '}';
        if !inside {
            route.push(character);
        }
        inside |= character == '{';
    }
    route
}
