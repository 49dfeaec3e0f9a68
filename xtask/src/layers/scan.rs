//! What a piece of code names: paths, single names, and imports inside of functions.
//!
//! Over tokens, not over a syntax tree: half of the paths stand inside of macros (`write!`,
//! `matches!`), where there is no tree.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};

/// Macros whose tokens are text of another crate.
const QUOTING: [&str; 3] = ["quote", "quote_spanned", "parse_quote"];

#[derive(Default)]
pub(super) struct Scan {
    /// `a::b::c`, as written.
    pub(super) paths: BTreeSet<Vec<String>>,
    /// Names by themselves, and the first ones of paths.
    pub(super) names: BTreeSet<String>,
    pub(super) uses: Vec<syn::ItemUse>,
}

impl Scan {
    pub(super) fn tokens(&mut self, tokens: TokenStream) {
        let tokens: Vec<_> = tokens.into_iter().collect();
        let mut rest = tokens.as_slice();
        while let Some((first, behind)) = rest.split_first() {
            rest = match first {
                TokenTree::Group(group) => {
                    self.tokens(group.stream());
                    behind
                }
                TokenTree::Ident(name) => self.name(name, behind),
                TokenTree::Punct(mark) => match (mark.as_char(), behind) {
                    ('#', [TokenTree::Group(attribute), item @ ..])
                        if is_test(&attribute.stream()) =>
                    {
                        behind_item(item)
                    }
                    // A variable of a macro; `$crate` alone is a path.
                    ('$', [TokenTree::Ident(name), behind @ ..]) if name != "crate" => behind,
                    // `::std::fmt`, `<T>::new`: not a path from here.
                    (':', [second, TokenTree::Ident(name), behind @ ..]) if is(second, ':') => {
                        Self::default().name(name, behind)
                    }
                    _ => behind,
                },
                TokenTree::Literal(_) => behind,
            };
        }
    }

    /// Takes the path that begins with this name, and gives what is behind it.
    fn name<'t>(&mut self, name: &Ident, mut rest: &'t [TokenTree]) -> &'t [TokenTree] {
        if name == "use"
            && let Some((item, behind)) = import(rest)
        {
            self.uses.push(item);
            return behind;
        }
        let mut path = vec![name.to_string()];
        while let [first, second, TokenTree::Ident(next), behind @ ..] = rest
            && is(first, ':')
            && is(second, ':')
        {
            path.push(next.to_string());
            rest = behind;
        }
        if let [mark, TokenTree::Group(_), behind @ ..] = rest
            && is(mark, '!')
            && path.last().is_some_and(|name| QUOTING.contains(&name.as_str()))
        {
            return behind;
        }
        self.names.insert(name.to_string());
        if path.len() > 1 {
            self.paths.insert(path);
        }
        rest
    }
}

/// Whether an attribute keeps its item to tests: the text between its brackets.
pub(super) fn is_test(attribute: &TokenStream) -> bool {
    let text: String = attribute.to_string().split_whitespace().collect();
    text == "cfg(test)" || text.starts_with("cfg(all(test,")
}

/// The import that begins behind `use`, if it is none of `impl Trait + use<'a>`.
fn import(tokens: &[TokenTree]) -> Option<(syn::ItemUse, &[TokenTree])> {
    let end = tokens.iter().position(|token| is(token, ';'))?;
    let (tree, behind) = tokens.split_at_checked(end + 1)?;
    let tree: TokenStream = tree.iter().cloned().collect();
    Some((syn::parse2(quote::quote!(use #tree)).ok()?, behind))
}

/// The tokens behind the item that begins here.
fn behind_item(tokens: &[TokenTree]) -> &[TokenTree] {
    let ends = |token: &TokenTree| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        other => is(other, ';'),
    };
    let end = tokens.iter().position(ends).map_or(tokens.len(), |end| end + 1);
    tokens.get(end..).unwrap_or_default()
}

fn is(token: &TokenTree, character: char) -> bool {
    matches!(token, TokenTree::Punct(mark) if mark.as_char() == character)
}
