//! A text as letters that know their place: decoded, without invisible letters, and with one sign
//! for all blanks, quotes and dashes.

use zeroize::{DefaultIsZeroes, Zeroizing};

use super::odd::{OddCharacter, is_invisible};

/// One character of a text.
#[derive(Clone, Copy, Default)]
pub(crate) struct Letter {
    /// What it counts as: ASCII wherever there is a sign of the same meaning. `"` stands for all
    /// quotes, `\n` for all line breaks, a blank for all other white space but tabs.
    pub(super) value: char,
    shown: char,
    line: u32,
    column: u32,
}

impl DefaultIsZeroes for Letter {}

/// A text; wiped when it is dropped.
pub(crate) type Letters = Zeroizing<Vec<Letter>>;

impl Letter {
    /// Another letter in the place of this one.
    pub(super) fn replaced(self, by: char) -> Self {
        Self { value: folded(by), shown: by, ..self }
    }

    /// Whether it is white space.
    pub(super) fn is_blank(self) -> bool {
        matches!(self.value, ' ' | '\t' | '\n')
    }

    pub(super) fn is_quote(self) -> bool {
        self.value == '"'
    }

    /// The character as it was given.
    pub(super) fn shown(self) -> char {
        self.shown
    }

    /// What an error says of it.
    pub(super) fn odd(self) -> OddCharacter {
        let Self { shown, line, column, .. } = self;
        OddCharacter { character: shown, line: line as usize, column: column as usize }
    }
}

/// An empty text with room, so that it never moves while it is filled.
pub(super) fn with_room(length: usize) -> Letters {
    Zeroizing::new(Vec::with_capacity(length))
}

/// Reads UTF-8, or UTF-16 with a byte order mark. Bytes that are neither become U+FFFD.
pub(super) fn read(content: &[u8]) -> Letters {
    let mut letters = with_room(content.len());
    let (mut line, mut column) = (1, 0);
    for shown in characters(content) {
        column += 1;
        if !is_invisible(shown) {
            letters.push(Letter { value: folded(shown), shown, line, column });
        }
        if shown == '\n' {
            (line, column) = (line + 1, 0);
        }
    }
    letters
}

/// Windows editors save UTF-16 when told "Unicode".
fn characters(content: &[u8]) -> Box<dyn Iterator<Item = char> + '_> {
    let (units, order): (_, fn([u8; 2]) -> u16) = match content {
        [0xff, 0xfe, units @ ..] => (units, u16::from_le_bytes),
        [0xfe, 0xff, units @ ..] => (units, u16::from_be_bytes),
        _ => {
            let chunks = content.utf8_chunks();
            return Box::new(chunks.flat_map(|chunk| {
                let broken = (!chunk.invalid().is_empty()).then_some(char::REPLACEMENT_CHARACTER);
                chunk.valid().chars().chain(broken)
            }));
        }
    };
    let units = units.as_chunks().0.iter().map(move |unit| order(*unit));
    let characters = char::decode_utf16(units);
    Box::new(characters.map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER)))
}

/// The sign of the same meaning in ASCII; the character itself when there is none.
pub(super) fn folded(character: char) -> char {
    match character {
        '\t' => '\t',
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        blank if blank.is_whitespace() => ' ',
        '\''
        | '`'
        | '´'
        | '«'
        | '»'
        | '‘'..='‟'
        | '‹'
        | '›'
        | '′'
        | '″'
        | '「'..='』'
        | '〝'..='〟'
        | '＂'
        | '＇'
        | '｀'
        | '｢'
        | '｣' => '"',
        '‐'..='―' | '−' | '﹘' | '﹣' => '-',
        // Full-width forms stand in the order of ASCII.
        '！'..='～' => char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character),
        other => other,
    }
}

/// The letters without white space at both ends.
pub(super) fn trimmed(letters: &[Letter]) -> &[Letter] {
    trimmed_of(letters, |letter| letter.is_blank())
}

/// The letters without those at both ends that are dropped.
pub(super) fn trimmed_of(letters: &[Letter], is_dropped: impl Fn(Letter) -> bool) -> &[Letter] {
    let is_kept = |letter: &Letter| !is_dropped(*letter);
    let start = letters.iter().position(is_kept).unwrap_or(letters.len());
    let end = letters.iter().rposition(is_kept).map_or(start, |last| last + 1);
    letters.get(start..end).unwrap_or_default()
}
