//! The comments and string literals of a Rust file, with their lines.
//!
//! Tokens have neither comments nor places. But they come in the order of the source, and between
//! two literals no quotation mark can stand outside of a comment. So each literal is the next piece
//! of the source with its text, unless a comment begins before.

use anyhow::{Result, anyhow};
use proc_macro2::TokenStream;

use super::comments::Paragraph;
use super::literals::{self, Literal, Purpose};
use super::texts::{Text, is_prose};

/// A literal or a comment of a source.
pub(super) enum Piece<'s> {
    Literal { line: usize, literal: Literal },
    Comment { line: usize, text: &'s str },
}

/// All texts of a source.
pub(super) fn texts(source: &str) -> Result<Vec<Text>> {
    let mut texts = Vec::new();
    let mut paragraph = Paragraph::default();
    for piece in pieces(source)? {
        match piece {
            Piece::Literal { line, literal } => {
                let content = literal.value();
                if is_prose(&content) {
                    texts.push(Text { line, limited_to: None, content });
                }
            }
            Piece::Comment { line, text } => {
                let (mark, text) = without_mark(text);
                // An empty comment is a line, too.
                for (number, text) in (line..).zip(text.split('\n')) {
                    paragraph.add(number, mark, text, &mut texts);
                }
            }
        }
    }
    paragraph.end(&mut texts);
    Ok(texts)
}

/// The mark of a comment, and its text.
fn without_mark(comment: &str) -> (&str, &str) {
    let marks = ["///", "//!", "//", "/**", "/*!", "/*"];
    let mark = marks.into_iter().find(|mark| comment.starts_with(mark)).unwrap_or_default();
    let text = comment.strip_prefix(mark).unwrap_or(comment);
    (mark, text.strip_suffix("*/").unwrap_or(text))
}

/// Literals and comments, in the order of the source.
pub(super) fn pieces(source: &str) -> Result<Vec<Piece<'_>>> {
    let tokens: TokenStream = source.parse().map_err(|error| anyhow!("it is not Rust: {error}"))?;
    let mut reader = Reader { source, at: 0, line: 1, pieces: Vec::new() };
    for literal in literals::of(tokens) {
        reader.read_to(literal);
    }
    while let Some((start, length)) = reader.comment(reader.rest()) {
        reader.take_comment(start, length);
    }
    Ok(reader.pieces)
}

struct Reader<'s> {
    source: &'s str,
    at: usize,
    /// The line at `at`.
    line: usize,
    pieces: Vec<Piece<'s>>,
}

impl<'s> Reader<'s> {
    fn rest(&self) -> &'s str {
        self.source.get(self.at..).unwrap_or_default()
    }

    /// Takes the comments before a literal, and the literal. A comment of documentation is a
    /// literal among the tokens, and a comment in the source.
    fn read_to(&mut self, literal: Literal) {
        loop {
            let rest = self.rest();
            let found = rest.find(&literal.written);
            let before = found.and_then(|start| rest.get(..start)).unwrap_or(rest);
            match (self.comment(before), found) {
                (Some((start, length)), _) => {
                    self.take_comment(start, length);
                    if literal.purpose == Purpose::Documentation {
                        return;
                    }
                }
                (None, Some(start)) => {
                    self.skip(start);
                    let line = self.line;
                    self.skip(literal.written.len());
                    self.pieces.push(Piece::Literal { line, literal });
                    return;
                }
                (None, None) => return,
            }
        }
    }

    /// The start and the length of the first comment that begins in this text.
    fn comment(&self, text: &str) -> Option<(usize, usize)> {
        let start = [text.find("//"), text.find("/*")].into_iter().flatten().min()?;
        let rest = self.rest().get(start..)?;
        let length = if rest.starts_with("//") { rest.find('\n') } else { block(rest) };
        Some((start, length.unwrap_or(rest.len())))
    }

    fn take_comment(&mut self, start: usize, length: usize) {
        self.skip(start);
        let line = self.line;
        if let Some(text) = self.rest().get(..length) {
            self.pieces.push(Piece::Comment { line, text });
        }
        self.skip(length);
    }

    fn skip(&mut self, length: usize) {
        let skipped = self.rest().get(..length).unwrap_or_default();
        self.line += skipped.matches('\n').count();
        self.at += length;
    }
}

/// The length of a comment between `/*` and `*/`, which may hold others.
fn block(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let start = [rest.find("/*"), rest.find("*/")].into_iter().flatten().min()?;
        let opens = rest.get(start..)?.starts_with("/*");
        depth = if opens { depth + 1 } else { depth.checked_sub(1)? };
        at += start + 2;
        if depth == 0 {
            return Some(at);
        }
    }
    None
}
