//! A signed text in its pieces, and with mistakes in them.

use std::fmt::Write;

use alipay_mistakes::{LINE_ENDS, Texts};

/// Longer texts are tried with one mistake at a time.
const LONG: usize = 64 << 10;

/// A text to sign: pieces with something between them and at the end.
#[derive(Clone, Debug, Default)]
pub(crate) struct Signed {
    pub(crate) pieces: Vec<Piece>,
    pub(crate) between: &'static str,
    pub(crate) end: &'static str,
    /// Other ways to join the pieces, each with its name.
    pub(crate) joins: &'static [(&'static str, &'static str, &'static str)],
    /// Another text that counts as well.
    pub(crate) alternative: Option<Vec<u8>>,
}

/// A piece of it; nothing where the text has no such line.
#[derive(Clone, Debug, Default)]
pub(crate) struct Piece {
    pub(crate) text: Option<Vec<u8>>,
    pub(crate) wrong: Vec<Wrong>,
}

/// What somebody may have signed in the place of a piece.
#[derive(Clone, Debug)]
pub(crate) struct Wrong {
    /// As the end of "the signature would be right for …".
    pub(crate) name: &'static str,
    pub(crate) text: Option<Vec<u8>>,
}

impl Piece {
    pub(crate) fn new(text: impl Into<Vec<u8>>) -> Self {
        Self { text: Some(text.into()), wrong: Vec::new() }
    }

    /// Adds what differs from the right text.
    pub(super) fn or(mut self, name: &'static str, text: impl Into<Vec<u8>>) -> Self {
        let text = Some(text.into());
        if text != self.text && self.wrong.iter().all(|known| known.text != text) {
            self.wrong.push(Wrong { name, text });
        }
        self
    }

    /// Adds those that differ from the right text.
    pub(super) fn or_any(self, texts: Texts) -> Self {
        texts.into_iter().fold(self, |piece, (name, text)| piece.or(name, text))
    }
}

impl Signed {
    /// A text of one piece.
    pub(crate) fn whole(piece: Piece) -> Self {
        Self { pieces: vec![piece], ..Self::default() }
    }

    /// A text of lines, as v3 has it.
    pub(super) fn lines(pieces: Vec<Piece>) -> Self {
        Self { pieces, between: "\n", end: "\n", joins: &LINE_ENDS, alternative: None }
    }

    /// The right text.
    pub(crate) fn text(&self) -> Vec<u8> {
        self.joined(&[], (self.between, self.end))
    }

    /// The texts with mistakes in them, each with the names of these: one mistake, then two.
    pub(super) fn mistakes(&self) -> impl Iterator<Item = (String, Vec<u8>)> + '_ {
        let own = (self.between, self.end);
        let single = self.all();
        let long = self.text().len() > LONG;
        let double: Vec<_> = if long { Vec::new() } else { self.all().collect() };
        let pairs = double.clone().into_iter().enumerate().flat_map(move |(at, one)| {
            let others = double.clone().into_iter().skip(at + 1);
            others.filter(move |other| other.0 != one.0).map(move |other| (one, other))
        });
        let joins = self.joins.iter().flat_map(move |&(name, between, end)| {
            let with = self.all().map(move |one| {
                let both = format!("{} and {name}", one.1.name);
                (both, self.joined(&[one], (between, end)))
            });
            let with = with.filter(move |_| !long);
            std::iter::once((name.to_owned(), self.joined(&[], (between, end)))).chain(with)
        });
        let single = single.map(move |one| (one.1.name.to_owned(), self.joined(&[one], own)));
        let pairs = pairs.map(move |(one, other)| {
            (format!("{} and {}", one.1.name, other.1.name), self.joined(&[one, other], own))
        });
        single.chain(joins).chain(pairs)
    }

    fn all(&self) -> impl Iterator<Item = (usize, &Wrong)> {
        let pieces = self.pieces.iter().enumerate();
        pieces.flat_map(|(at, piece)| piece.wrong.iter().map(move |wrong| (at, wrong)))
    }

    fn joined(&self, wrong: &[(usize, &Wrong)], (between, end): (&str, &str)) -> Vec<u8> {
        let text = |(at, piece): (usize, &Piece)| match wrong.iter().find(|(place, _)| *place == at)
        {
            Some((_, wrong)) => wrong.text.clone(),
            None => piece.text.clone(),
        };
        let pieces: Vec<_> = self.pieces.iter().enumerate().filter_map(text).collect();
        let mut joined = pieces.join(between.as_bytes());
        joined.extend_from_slice(end.as_bytes());
        joined
    }
}

/// A text with the numbers of its lines, and `⏎` for each line feed, so that its end is seen.
pub(crate) fn numbered(text: &str) -> String {
    let mut shown = String::new();
    for (at, line) in text.split_inclusive('\n').enumerate() {
        let (line, end) = match line.strip_suffix('\n') {
            Some(line) => (line, "⏎"),
            None => (line, ""),
        };
        let line = line.replace('\r', "␍");
        let line: String = line.chars().filter(|letter| !letter.is_control()).collect();
        let _ = writeln!(shown, "  {:>3} {line}{end}", at + 1);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_come_alone_and_in_pairs_of_different_pieces() {
        let one = Piece::new("a").or("A", "A").or("same", "a");
        let two = Piece::new("b").or("B", "B").or("C", "C");
        let mut signed = Signed::lines(vec![one, two]);
        signed.joins = &LINE_ENDS[..1];
        assert_eq!(signed.text(), b"a\nb\n");
        let all: Vec<_> = signed.mistakes().map(|(name, _)| name).collect();
        let end = "a text without the last line feed";
        let expected = ["A", "B", "C", end, "A and ", "B and ", "C and "];
        let expected = expected.map(|name| match name.ends_with(' ') {
            true => format!("{name}{end}"),
            false => name.to_owned(),
        });
        assert_eq!(all[..7], expected);
        assert_eq!(all[7..], ["A and B", "A and C"]);
    }

    #[test]
    fn the_end_of_a_text_is_seen() {
        assert_eq!(numbered("a\r\n\nb"), "    1 a␍⏎\n    2 ⏎\n    3 b\n");
    }
}
