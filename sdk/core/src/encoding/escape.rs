//! What forms, web pages and source code do to a text, undone: `%2B`, `&nbsp;`, `<br>`, `\n`.
//!
//! No sign that begins an escape occurs in Base64 or PEM, so nothing of a key is taken for one.

use super::letter::{Letter, Letters, trimmed, with_room};
use super::odd::is_invisible;

/// How often a text may have been escaped.
const ROUNDS: usize = 3;

/// The text without escapes.
pub(super) fn unescaped(mut letters: Letters) -> Letters {
    for _ in 0..ROUNDS {
        if !letters.iter().any(|letter| matches!(letter.value, '%' | '&' | '<' | '\\')) {
            break;
        }
        letters = once(&letters);
    }
    letters
}

fn once(letters: &[Letter]) -> Letters {
    let is_form = is_form(letters);
    let mut text = with_room(letters.len());
    let mut rest = letters;
    while let Some(&first) = rest.first() {
        let found = match first.value {
            '%' => percent(rest),
            '&' => entity(rest),
            '<' => tag(rest),
            '\\' => backslash(rest),
            '+' if is_form => Some((' ', 1)),
            _ => None,
        };
        let (letter, length) = match found {
            Some((character, length)) => (first.replaced(character), length),
            None => (first, 1),
        };
        if !is_invisible(letter.value) {
            text.push(letter);
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    text
}

/// Whether `+` and `/` are percent-encoded, as is every line break: then a bare `+` is a blank of a
/// form.
fn is_form(letters: &[Letter]) -> bool {
    if trimmed(letters).iter().any(|letter| letter.value == '\n') {
        return false;
    }
    let is_encoded = |[percent, two, last]: [char; 3]| {
        percent == '%' && two == '2' && matches!(last, 'B' | 'b' | 'F' | 'f')
    };
    letters.windows(3).any(|three| match three {
        [first, second, third] => is_encoded([first.value, second.value, third.value]),
        _ => false,
    })
}

/// `%2B`; of a character beyond ASCII all of its bytes. `%u3000`, as JavaScript's `escape` has it.
fn percent(letters: &[Letter]) -> Option<(char, usize)> {
    const ONE: usize = 3;
    if letters.get(1)?.value == 'u' {
        return Some((char::from_u32(number(letters.get(2..6)?, 16)?)?, 6));
    }
    let byte = |at: usize| {
        let escape = letters.get(at * ONE..(at + 1) * ONE)?;
        let (percent, digits) = escape.split_first()?;
        u8::try_from(number(digits, 16).filter(|_| percent.value == '%')?).ok()
    };
    let length = match byte(0)?.leading_ones() {
        0 => 1,
        ones @ 2..=4 => ones as usize,
        _ => return Some((char::REPLACEMENT_CHARACTER, ONE)),
    };
    let bytes: Vec<u8> = (0..length).map_while(byte).collect();
    match str::from_utf8(&bytes).ok().and_then(|text| text.chars().next()) {
        Some(character) => Some((character, length * ONE)),
        None => Some((char::REPLACEMENT_CHARACTER, ONE)),
    }
}

/// `&nbsp;`, `&#43;`, `&#x2B;`.
fn entity(letters: &[Letter]) -> Option<(char, usize)> {
    const LONGEST: usize = 16;
    let end = letters.iter().take(LONGEST).position(|letter| letter.value == ';')?;
    let inside = letters.get(1..end)?;
    let name: String = inside.iter().map(|letter| letter.value).collect();
    let character = match &*name {
        "nbsp" | "ensp" | "emsp" | "thinsp" => ' ',
        "Tab" => '\t',
        "NewLine" => '\n',
        "zwj" | "zwnj" | "ZeroWidthSpace" | "shy" => '\u{200b}',
        "quot" | "apos" | "ldquo" | "rdquo" | "lsquo" | "rsquo" => '"',
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "plus" => '+',
        "sol" => '/',
        "equals" => '=',
        _ => {
            let digits = inside.get(1..).filter(|_| name.starts_with('#'))?;
            let code = match digits.split_first() {
                Some((x, digits)) if matches!(x.value, 'x' | 'X') => number(digits, 16),
                _ => number(digits, 10),
            };
            char::from_u32(code?)?
        }
    };
    Some((character, end + 1))
}

/// `<br>`, `</p>`, and all other tags: what they part are lines.
fn tag(letters: &[Letter]) -> Option<(char, usize)> {
    const LONGEST: usize = 128;
    let begins = letters.get(1)?.value;
    if !begins.is_ascii_alphabetic() && begins != '/' && begins != '!' {
        return None;
    }
    let end = letters.iter().take(LONGEST).position(|letter| letter.value == '>')?;
    Some(('\n', end + 1))
}

/// `\n`, `\/`, `\"`, `\u002b`, `\x2b`, and a line that goes on.
fn backslash(letters: &[Letter]) -> Option<(char, usize)> {
    let coded = |length: usize| {
        let end = 2 + length;
        Some((char::from_u32(number(letters.get(2..end)?, 16)?)?, end))
    };
    match letters.get(1)?.value {
        'n' | 'r' | '\n' => Some(('\n', 2)),
        't' => Some(('\t', 2)),
        same @ ('/' | '"' | '\\') => Some((same, 2)),
        'u' => coded(4),
        'x' => coded(2),
        _ => None,
    }
}

/// The number that these digits are.
fn number(digits: &[Letter], radix: u32) -> Option<u32> {
    let (first, rest) = digits.split_first()?;
    rest.iter().try_fold(first.value.to_digit(radix)?, |number, digit| {
        number.checked_mul(radix)?.checked_add(digit.value.to_digit(radix)?)
    })
}
