//! Prose from a document to rustdoc and Markdown: what it says stays, what it could do does not.

/// The longest line that is kept in one piece.
const WIDTH: usize = 100;

/// The lines of a text, safe inside a doc comment: no markup, no link, no code, no HTML, no
/// character that changes how the source is read.
pub(crate) fn lines(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut lines: Vec<String> = Vec::new();
    for paragraph in text.split('\n') {
        let words = paragraph.split_whitespace().map(clean).filter(|word| !word.is_empty());
        let wrapped = wrap(words, WIDTH);
        if wrapped.is_empty() && lines.last().is_none_or(String::is_empty) {
            continue;
        }
        if wrapped.is_empty() {
            lines.push(String::new());
        }
        lines.extend(wrapped.iter().map(|line| escape(line)));
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// The text on one line, safe inside a doc comment or a cell of a Markdown table.
pub(crate) fn line(text: &str) -> String {
    escape(&plain(text))
}

/// The text on one line, for a place that knows no markup.
pub(crate) fn plain(text: &str) -> String {
    let words: Vec<String> =
        text.split_whitespace().map(clean).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// A name or code between back-ticks, on one line.
pub(crate) fn code(text: &str) -> String {
    let text: String =
        text.chars().map(|character| if character == '`' { '\'' } else { character }).collect();
    let text = clean(&text.split_whitespace().collect::<Vec<_>>().join(" "));
    if text.is_empty() { "(empty)".to_owned() } else { format!("`{text}`") }
}

/// Characters that are not seen but change how text is read: bidirectional controls, zero-width
/// ones, tags, and the like.
pub(crate) fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

fn clean(word: &str) -> String {
    word.chars().filter(|&character| !character.is_control() && !is_invisible(character)).collect()
}

/// Words in lines of at most so many characters, as far as the words allow.
pub(crate) fn wrap(words: impl Iterator<Item = String>, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < width => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    lines
}

/// Takes the meaning that Markdown and rustdoc would see out of a line.
fn escape(line: &str) -> String {
    let mut escaped = String::with_capacity(line.len());
    let mut previous = ' ';
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        let next = characters.peek().copied().unwrap_or(' ');
        let special = match character {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' | '$' => true,
            // Inside a word an underscore is plain.
            '_' => !previous.is_alphanumeric() || !next.is_alphanumeric(),
            // An address or a mail would become a link, and rustdoc warns of it.
            ':' => next == '/',
            // An entity such as `&lt;`.
            '&' => next.is_ascii_alphanumeric() || next == '#',
            // A heading, a list or a rule, at the start of a line.
            '#' | '-' | '+' | '=' => escaped.is_empty(),
            // A numbered list.
            '.' | ')' => !escaped.is_empty() && escaped.bytes().all(|byte| byte.is_ascii_digit()),
            _ => false,
        };
        if special {
            escaped.push('\\');
        }
        escaped.push(character);
        previous = character;
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_becomes_plain_text() {
        assert_eq!(
            line("a [b](c) `d` <br/> *e* _f_ g_h"),
            r"a \[b\](c) \`d\` \<br/\> \*e\* \_f\_ g_h"
        );
        assert_eq!(line("# h"), r"\# h");
        assert_eq!(line("1. one"), r"1\. one");
        assert_eq!(line("see https://x.y/z"), r"see https\://x.y/z");
        assert_eq!(line("小程序 (上架)"), "小程序 (上架)");
    }

    #[test]
    fn control_and_bidirectional_characters_vanish() {
        assert_eq!(line("a\u{202e}b\u{0}c\u{feff}\u{2066}d\re"), "abcd e");
    }

    #[test]
    fn paragraphs_stay_and_indentation_cannot_make_a_code_block() {
        assert_eq!(lines("\n\n    let x;\r\n\n\n```\nb  \n\n"), ["let x;", "", r"\`\`\`", "b"]);
    }

    #[test]
    fn code_cannot_leave_its_back_ticks() {
        assert_eq!(code("a`b\nc"), "`a'b c`");
        assert_eq!(code(""), "(empty)");
    }
}
