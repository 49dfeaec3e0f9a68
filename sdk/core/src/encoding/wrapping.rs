//! What source code and configuration files put around a text: quotes, `name=`, `;`.

use super::letter::{Letter, Letters, trimmed_of, with_room};

/// The text without quotes, and without what joins quoted pieces: `"MII" + "Eow"`.
pub(super) fn unquoted(letters: &[Letter]) -> Letters {
    let mut text = with_room(letters.len());
    let mut rest = letters;
    while let Some((&first, behind)) = rest.split_first() {
        rest = behind;
        if first.is_quote() {
            rest = joined(behind).unwrap_or(behind);
        } else {
            text.push(first);
        }
    }
    text
}

/// What follows the quote that opens the next piece, when only a joint is between.
fn joined(behind: &[Letter]) -> Option<&[Letter]> {
    const JOINTS: [char; 4] = ['+', '.', ',', '&'];
    let behind = without_blanks(behind);
    let behind = match behind.split_first() {
        Some((joint, behind)) if JOINTS.contains(&joint.value) => without_blanks(behind),
        _ => behind,
    };
    behind.split_first().filter(|(next, _)| next.is_quote()).map(|(_, piece)| piece)
}

fn without_blanks(letters: &[Letter]) -> &[Letter] {
    let start = letters.iter().position(|letter| !letter.is_blank()).unwrap_or(letters.len());
    letters.get(start..).unwrap_or_default()
}

/// The value alone, of `name=value` and `name: value`, and without what ends a statement. Without
/// a name it is the whole text.
pub(super) fn value(letters: &[Letter]) -> &[Letter] {
    /// Longer than names, shorter than keys.
    const LONGEST_NAME: usize = 120;
    /// Shorter than the shortest key, of 16 bytes.
    const SHORTEST_VALUE: usize = 16;
    const STARTS: [char; 5] = ['>', '|', '(', '[', '{'];
    const ENDS: [char; 5] = [';', ',', ')', ']', '}'];
    let letters = trimmed_of(letters, |letter| letter.is_blank() || ENDS.contains(&letter.value));
    // The padding of Base64 separates nothing.
    let is_padding = |letter: &Letter| letter.is_blank() || letter.value == '=';
    let end = letters.iter().rposition(|letter| !is_padding(letter)).unwrap_or_default();
    let head = letters.get(..end.min(LONGEST_NAME)).unwrap_or_default();
    let Some(separator) = head.iter().rposition(|letter| matches!(letter.value, '=' | ':')) else {
        return letters;
    };
    let value = letters.get(separator + 1..).unwrap_or_default();
    let is_start = |letter: &Letter| letter.is_blank() || STARTS.contains(&letter.value);
    let start = value.iter().position(|letter| !is_start(letter)).unwrap_or(value.len());
    match value.get(start..) {
        Some(value) if value.len() >= SHORTEST_VALUE => value,
        _ => letters,
    }
}
