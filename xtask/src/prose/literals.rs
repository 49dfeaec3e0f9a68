//! The string literals among Rust tokens, in their order, and what each is for.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use syn::LitStr;

/// What reads a literal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// It is part of an error.
    Error,
    /// It is part of a log line.
    Log,
    /// It is a comment of documentation.
    Documentation,
    /// A test or its like has it.
    Test,
    Other,
}

/// A literal with quotation marks.
pub(super) struct Literal {
    /// As it is in the source.
    pub(super) written: String,
    pub(super) purpose: Purpose,
}

impl Literal {
    /// The text that it stands for. Bytes and characters are none.
    pub(super) fn value(&self) -> String {
        syn::parse_str::<LitStr>(&self.written).map(|text| text.value()).unwrap_or_default()
    }
}

/// Macros that make an error of their text.
const ERRORS: [&str; 3] = ["anyhow", "bail", "ensure"];

/// Methods that put their text before an error.
const CONTEXTS: [&str; 2] = ["context", "with_context"];

/// The macros of `tracing`.
const LOGS: [&str; 6] = ["debug", "error", "event", "info", "trace", "warn"];

pub(super) fn of(tokens: TokenStream) -> Vec<Literal> {
    let mut literals = Vec::new();
    collect(tokens, Purpose::Other, &mut literals);
    literals
}

fn collect(tokens: TokenStream, purpose: Purpose, literals: &mut Vec<Literal>) {
    let tokens: Vec<_> = tokens.into_iter().collect();
    let mut of_block = None;
    for (place, token) in tokens.iter().enumerate() {
        let before = tokens.get(..place).unwrap_or_default();
        match token {
            TokenTree::Ident(_) => of_block = of_next_block(before, token).or(of_block),
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                let inner = of_block.take().or_else(|| of_group(before, group));
                collect(group.stream(), inside(purpose, inner), literals);
            }
            TokenTree::Group(group) => {
                collect(group.stream(), inside(purpose, of_group(before, group)), literals);
            }
            TokenTree::Literal(literal) => {
                let written = literal.to_string();
                if written.contains(['"', '\'']) {
                    let purpose = if follows(before, "doc", '=') {
                        Purpose::Documentation
                    } else if follows(before, "target", ':') {
                        Purpose::Other
                    } else {
                        purpose
                    };
                    literals.push(Literal { written, purpose });
                }
            }
            TokenTree::Punct(_) => {}
        }
    }
}

/// The purpose inside of a group. All texts of tests are texts of tests.
fn inside(outer: Purpose, inner: Option<Purpose>) -> Purpose {
    inner.filter(|_| outer != Purpose::Test).unwrap_or(outer)
}

/// Whether the tokens end with this name and this mark.
fn follows(tokens: &[TokenTree], name: &str, last: char) -> bool {
    matches!(tokens, [.., TokenTree::Ident(found), TokenTree::Punct(mark)]
        if mark.as_char() == last && found == name)
}

/// The purpose of the next block in braces: `Display for …`, `mod tests`.
fn of_next_block(before: &[TokenTree], name: &TokenTree) -> Option<Purpose> {
    let TokenTree::Ident(last) = before.last()? else { return None };
    match (last.to_string().as_str(), name.to_string().as_str()) {
        ("Display", "for") => Some(Purpose::Error),
        ("mod", "tests") => Some(Purpose::Test),
        _ => None,
    }
}

/// The purpose of a group, by the name before it.
fn of_group(before: &[TokenTree], group: &Group) -> Option<Purpose> {
    match before {
        [.., TokenTree::Ident(name), TokenTree::Punct(mark)] if mark.as_char() == '!' => {
            let name = name.to_string();
            if ERRORS.contains(&name.as_str()) {
                return Some(Purpose::Error);
            }
            LOGS.contains(&name.as_str()).then_some(Purpose::Log)
        }
        // `#[error("…")]`: nothing else stands before the group.
        [TokenTree::Ident(name)] if name == "error" => Some(Purpose::Error),
        [.., TokenTree::Ident(name)] if group.delimiter() == Delimiter::Parenthesis => {
            CONTEXTS.iter().any(|context| name == context).then_some(Purpose::Error)
        }
        _ => None,
    }
}
