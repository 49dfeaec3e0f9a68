//! Types as a page shows them: in Rust, models linked.

use super::book::Book;
use crate::ir::Type;

/// The type, seen from a page.
pub(super) fn linked(ty: &Type, book: &Book<'_>, from: Option<&str>) -> String {
    let (mut before, mut after) = (String::new(), String::new());
    let mut inner = ty;
    loop {
        match inner {
            Type::List(item) => {
                before.push_str("Vec<");
                inner = item;
            }
            Type::Map(value) => {
                before.push_str("BTreeMap<String, ");
                inner = value;
            }
            Type::Model(key) => {
                let code = |text: &str| match text {
                    "" => String::new(),
                    text => format!("`{text}`"),
                };
                return format!("{}{}{}", code(&before), book.link(key, from), code(&after));
            }
            scalar => return format!("`{before}{}{after}`", self::scalar(scalar)),
        }
        after.push('>');
    }
}

/// The type without links.
pub(super) fn plain(ty: &Type, book: &Book<'_>) -> String {
    match ty {
        Type::List(item) => format!("Vec<{}>", plain(item, book)),
        Type::Map(value) => format!("BTreeMap<String, {}>", plain(value, book)),
        Type::Model(key) => book.names.model(key).as_str().to_owned(),
        scalar => self::scalar(scalar).to_owned(),
    }
}

fn scalar(ty: &Type) -> &'static str {
    match ty {
        Type::Integer => "i64",
        Type::Number => "f64",
        Type::Boolean => "bool",
        Type::Json => "Json",
        _ => "String",
    }
}
