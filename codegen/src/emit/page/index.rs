//! The index of the pages: the product families.

use askama::Template;

use super::book::{Book, CODES, FEATURES};
use super::cell::cell;
use crate::ir::Protocol;
use crate::prose;

#[derive(Template)]
#[template(path = "index.md", escape = "none")]
struct Index<'a> {
    operations: usize,
    groups: usize,
    /// How many operations other protocols have.
    others: usize,
    codes: &'static str,
    features: &'static str,
    families: Vec<Row<'a>>,
}

struct Row<'a> {
    title: String,
    page: String,
    /// What the names of all its operations begin with.
    begin: String,
    operations: usize,
    feature: &'a str,
}

pub(super) fn page(book: &Book<'_>) -> askama::Result<String> {
    let mut products: Vec<_> = book.ir.products.iter().collect();
    products.sort_by_key(|(_, product)| product.protocol);
    let families = products.into_iter().map(|(key, product)| {
        let ids: Vec<_> = book.apis_of(key).flat_map(|api| api.operations.keys()).collect();
        Row {
            title: prose::line(&product.title),
            page: book.family(key),
            begin: beginning(&ids),
            operations: ids.len(),
            feature: book.names.feature(key),
        }
    });
    let families = families.collect();
    let groups = || book.ir.apis_of(Protocol::V3);
    let operations = groups().map(|api| api.operations.len()).sum();
    let others = book.ir.operations().count() - operations;
    Index {
        operations,
        groups: groups().count(),
        others,
        codes: CODES,
        features: FEATURES,
        families,
    }
    .render()
}

/// The words that all names begin with, as a cell; nothing where there are none.
fn beginning(ids: &[&String]) -> String {
    let mut ids = ids.iter().map(|id| id.split('.'));
    let mut common: Vec<&str> = ids.next().map(Iterator::collect).unwrap_or_default();
    // The last word is what an operation does.
    common.pop();
    for words in ids {
        let same = common.iter().zip(words).take_while(|(one, other)| *one == other).count();
        common.truncate(same);
    }
    if common.is_empty() { String::new() } else { cell(&format!("{}.…", common.join("."))) }
}
