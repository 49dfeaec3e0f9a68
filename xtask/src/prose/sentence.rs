//! A text as sentences, and a sentence as words.

/// A word in lower case, a mark, or a piece of code.
pub(super) type Word = String;

/// The word for anything in code: names in backticks, variables in braces, names with dots.
pub(super) const CODE: &str = "`";

/// A sentence, and the number of lines before it.
pub(super) struct Sentence<'t> {
    pub(super) line: usize,
    pub(super) text: &'t str,
    pub(super) words: Vec<Word>,
}

/// The sentences of a text.
pub(super) fn sentences(text: &str) -> Vec<Sentence<'_>> {
    let masked = masked(text);
    let mut sentences = Vec::new();
    let mut start = 0;
    for end in ends(&masked) {
        if let (Some(piece), Some(hidden)) = (text.get(start..end), masked.get(start..end)) {
            let words = words(hidden);
            if !words.is_empty() {
                let indent = start + piece.len() - piece.trim_start().len();
                let line = text.get(..indent).unwrap_or_default().matches('\n').count();
                sentences.push(Sentence { line, text: piece.trim(), words });
            }
        }
        start = end;
    }
    sentences
}

/// Words and marks, in lower case.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut previous = ' ';
    for character in text.chars() {
        let goes_on =
            is_letter(character) && is_letter(previous) || character == '`' && previous == '`';
        match words.last_mut() {
            _ if character.is_whitespace() || matches!(character, '"' | '“' | '”' | '*') => {}
            Some(word) if goes_on => {
                if character != '`' {
                    word.extend(character.to_lowercase());
                }
            }
            _ => words.push(character.to_lowercase().collect()),
        }
        previous = character;
    }
    // Quotes around words are apostrophes, too.
    let words = words.iter().map(|word| word.trim_matches('\'').to_owned());
    words.filter(|word| !word.is_empty()).collect()
}

fn is_letter(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '\'' | '_')
}

/// Where sentences end: behind a point, a question mark or an exclamation mark with a blank behind
/// it, and at empty lines.
fn ends(text: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut characters = text.char_indices().peekable();
    while let Some((place, character)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        let ends_here = match character {
            '.' | '?' | '!' => next.is_none_or(|next| next.is_whitespace() || next == '"'),
            '\n' => next == Some('\n'),
            _ => false,
        };
        if ends_here {
            ends.push(place + character.len_utf8());
        }
    }
    ends.push(text.len());
    ends
}

/// The text with backticks in place of code, byte for byte: no rule applies to a name.
fn masked(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '`' => between(rest, '`'),
            '{' => between(rest, '}').filter(|length| {
                rest.get(..*length).is_some_and(|text| !text.contains(char::is_whitespace))
            }),
            _ if is_letter(first) => Some(word_or_name(rest)),
            _ => None,
        };
        let (piece, behind) = rest.split_at(length.unwrap_or(first.len_utf8()));
        let is_code = length.is_some() && !piece.chars().all(is_letter) || piece.contains('_');
        if is_code {
            masked.extend(std::iter::repeat_n('`', piece.len()));
        } else {
            masked.push_str(piece);
        }
        rest = behind;
    }
    masked
}

/// The length of a text up to the second of two marks.
fn between(text: &str, last: char) -> Option<usize> {
    let inner = text.get(1..)?;
    inner.find(last).map(|place| place + 2)
}

/// The length of the word at the start, or of a name such as `alipay.trade.pay`, `a/b`, `a::b`.
fn word_or_name(text: &str) -> usize {
    let mut length = 0;
    loop {
        let rest = text.get(length..).unwrap_or_default();
        let word = rest.find(|character| !is_letter(character)).unwrap_or(rest.len());
        length += word;
        let rest = rest.get(word..).unwrap_or_default();
        let marks = rest.find(|mark| !matches!(mark, '.' | '/' | ':' | '=' | '&' | '?'));
        match marks {
            Some(marks) if marks > 0 && rest.get(marks..).is_some_and(begins_word) => {
                length += marks;
            }
            _ => return length,
        }
    }
}

fn begins_word(text: &str) -> bool {
    text.starts_with(is_letter)
}
