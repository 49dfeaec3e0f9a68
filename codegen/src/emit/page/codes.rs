//! The error codes of the platform, and those of operations for which it is known what to do.

use askama::Template;

use super::book::Book;
use super::cell::cell;
use crate::prose;

#[derive(Template)]
#[template(path = "error-codes.md", escape = "none")]
struct Codes<'a> {
    platform: Vec<Row<'a>>,
    common: Vec<Row<'a>>,
}

struct Row<'a> {
    code: String,
    constant: &'a str,
    count: usize,
    advice: String,
}

pub(super) fn page(book: &Book<'_>) -> askama::Result<String> {
    let (platform, mut common): (Vec<_>, Vec<_>) =
        book.ir.error_codes.keys().partition(|&code| book.ir.platform_codes.contains(code));
    common.retain(|&code| book.ir.error_codes[code].advice.is_some());
    let rows = |codes: Vec<&String>| codes.into_iter().map(|code| row(book, code)).collect();
    Codes { platform: rows(platform), common: rows(common) }.render()
}

fn row<'a>(book: &'a Book<'_>, code: &str) -> Row<'a> {
    let documented = &book.ir.error_codes[code];
    Row {
        code: cell(code),
        constant: book.names.error_code(code).as_str(),
        count: documented.count,
        advice: documented.advice.as_deref().map(prose::line).unwrap_or_default(),
    }
}
