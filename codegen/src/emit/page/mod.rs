//! Pages: one per API group with its models, one per product family, their index, and the error
//! codes.

mod book;
mod cell;
mod code;
mod codes;
mod example;
mod family;
mod group;
mod index;
mod model;
mod operation;
mod protocol;
mod scalar;
mod types;
mod value;

use rayon::prelude::*;

use self::book::{Book, CODES, INDEX, UNUSED};
use crate::ir::Ir;
use crate::names::Names;

/// The pages by path below their folder.
pub(super) fn pages(ir: &Ir, names: &Names) -> Vec<(String, askama::Result<String>)> {
    let book = Book::new(ir, names);
    let mut pages: Vec<_> =
        (ir.apis.par_iter()).map(|(tag, api)| (book.page(tag), group::page(&book, api))).collect();
    pages.extend(family::pages(&book));
    pages.push((INDEX.to_owned(), index::page(&book)));
    pages.push((CODES.to_owned(), codes::page(&book)));
    if book.models.contains_key(&None) {
        pages.push((UNUSED.to_owned(), model::unused(&book)));
    }
    for text in pages.iter_mut().filter_map(|(_, page)| page.as_mut().ok()) {
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    pages
}
