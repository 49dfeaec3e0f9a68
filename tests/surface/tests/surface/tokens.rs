//! Pieces of Rust as text without superfluous space.

use quote::ToTokens;
use syn::{Block, Expr, Lit};

/// The text of a piece of Rust, with a space only where two words would run together, and without
/// the comma that a broken line ends with.
pub(crate) fn text(piece: &(impl ToTokens + ?Sized)) -> String {
    let spaced = piece.to_token_stream().to_string();
    let word =
        |found: Option<char>| found.is_some_and(|found| found.is_alphanumeric() || found == '_');
    let mut text = String::with_capacity(spaced.len());
    let mut rest = spaced.chars().peekable();
    while let Some(next) = rest.next() {
        if matches!(next, ')' | '>') && text.ends_with(',') {
            text.pop();
        }
        let parts_words = word(text.chars().next_back()) && word(rest.peek().copied());
        if !next.is_whitespace() || parts_words {
            text.push(next);
        }
    }
    if text.ends_with(',') {
        text.pop();
    }
    text
}

/// The text of a block, without its braces.
pub(crate) fn calls(block: &Block) -> String {
    block.stmts.iter().map(text).collect()
}

/// The value of a string literal.
pub(crate) fn literal(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

/// The field of `self.field`, of a reference to it, or of what a method makes of it.
pub(crate) fn own_field(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Reference(reference) => own_field(&reference.expr),
        Expr::MethodCall(call) => own_field(&call.receiver),
        Expr::Field(field) if text(&field.base) == "self" => Some(text(&field.member)),
        _ => None,
    }
}
