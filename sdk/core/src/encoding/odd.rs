//! The character of a text that does not belong there, and its place.

use std::fmt;

/// A character that does not belong in a text, and its place. The rest of the text is left out,
/// because it may be a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OddCharacter {
    /// The character as it was given.
    pub character: char,
    /// The line of the character, from 1.
    pub line: usize,
    /// The column of the character, from 1, counted in characters.
    pub column: usize,
}

impl OddCharacter {
    /// Finds the first character that is not allowed.
    #[doc(hidden)]
    pub fn first(text: &str, is_allowed: impl Fn(char) -> bool) -> Option<Self> {
        let (mut line, mut column) = (1, 0);
        for character in text.chars() {
            column += 1;
            if !is_allowed(character) {
                return Some(Self { character, line, column });
            }
            if character == '\n' {
                (line, column) = (line + 1, 0);
            }
        }
        None
    }
}

/// Shows an invisible character by its name, and a character outside of ASCII with its code.
impl fmt::Display for OddCharacter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { character, line, column } = *self;
        let code = u32::from(character);
        match name(character) {
            Some(name) => write!(formatter, "{name} (U+{code:04X})")?,
            None if character.is_ascii_graphic() => write!(formatter, "`{character}`")?,
            None if character.is_control() || is_invisible(character) => {
                write!(formatter, "an invisible character (U+{code:04X})")?;
            }
            None => write!(formatter, "`{character}` (U+{code:04X})")?,
        }
        write!(formatter, " at line {line}, column {column}")
    }
}

/// What an error says of a character, if there is one.
pub(crate) fn there_is(odd: Option<OddCharacter>) -> String {
    odd.map(|odd| format!(": there is {odd}")).unwrap_or_default()
}

fn name(character: char) -> Option<&'static str> {
    Some(match character {
        ' ' => "a blank",
        '\t' => "a tab",
        '\n' => "a line feed",
        '\r' => "a carriage return",
        '\u{a0}' => "a no-break space",
        '\u{3000}' => "a full-width blank",
        '\u{200b}' => "a zero-width space",
        '\u{feff}' => "a byte order mark",
        '\u{fffd}' => "a byte that is not text",
        other if other.is_whitespace() => "a blank",
        _ => return None,
    })
}

/// Whether a character shows nothing and takes no place: zero-width ones, marks of direction, byte
/// order marks, soft hyphens. NUL is one of them: text in UTF-16 without a mark is full of it.
pub(super) fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\0' | '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{17b4}'
            | '\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use super::OddCharacter;

    #[test]
    fn an_odd_character_is_named_with_its_place() {
        for (text, expected) in [
            ("20 21", "a blank (U+0020) at line 1, column 3"),
            ("2021\n", "a line feed (U+000A) at line 1, column 5"),
            ("20\u{3000}21", "a full-width blank (U+3000) at line 1, column 3"),
            ("20\u{200d}21", "an invisible character (U+200D) at line 1, column 3"),
            ("$", "`$` at line 1, column 1"),
            ("密", "`密` (U+5BC6) at line 1, column 1"),
            ("\u{1}", "an invisible character (U+0001) at line 1, column 1"),
        ] {
            let odd = OddCharacter::first(text, |letter| letter.is_ascii_digit()).expect("odd");
            assert_eq!(odd.to_string(), expected);
        }
        let odd = OddCharacter::first("a\nbc!", |letter| letter != '!').expect("odd");
        assert_eq!((odd.line, odd.column), (2, 3));
        assert_eq!(OddCharacter::first("2021", |_| true), None);
    }
}
