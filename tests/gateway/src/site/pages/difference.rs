//! Texts to look at: with line feeds that can be seen, and marks where two of them differ.

/// One line: what it shares with the other text, what it does not, what it shares again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) before: String,
    pub(super) marked: String,
    pub(super) after: String,
}

/// The lines of a text, nothing marked.
pub(super) fn lines(text: &str) -> Vec<Line> {
    visible(text).into_iter().map(|line| Line { before: line, ..Line::default() }).collect()
}

/// The lines of two texts, line by line.
pub(super) fn compare(left: &str, right: &str) -> (Vec<Line>, Vec<Line>) {
    let (left, right) = (visible(left), visible(right));
    let none = String::new();
    let count = left.len().max(right.len());
    let pairs = (0..count).map(|index| {
        let (one, other) = (left.get(index), right.get(index));
        (
            mark(one.unwrap_or(&none), other.unwrap_or(&none)),
            mark(other.unwrap_or(&none), one.unwrap_or(&none)),
        )
    });
    pairs.unzip()
}

/// The lines, each with the end that it has.
fn visible(text: &str) -> Vec<String> {
    let lines = text.split_inclusive('\n');
    lines.map(|line| line.replace('\r', "␍").replace('\n', "⏎")).collect()
}

/// A line, marked between what it begins and what it ends with like another.
fn mark(line: &str, other: &str) -> Line {
    let same = |pair: &(char, char)| pair.0 == pair.1;
    let start: usize =
        line.chars().zip(other.chars()).take_while(same).map(|(letter, _)| letter.len_utf8()).sum();
    let (rest, other_rest) = (&line[start..], &other[start..]);
    let pairs = rest.chars().rev().zip(other_rest.chars().rev());
    let end: usize = pairs.take_while(same).map(|(letter, _)| letter.len_utf8()).sum();
    let (marked, after) = rest.split_at(rest.len() - end);
    Line { before: line[..start].to_owned(), marked: marked.to_owned(), after: after.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(before: &str, marked: &str, after: &str) -> Line {
        Line { before: before.into(), marked: marked.into(), after: after.into() }
    }

    #[test]
    fn marks_what_differs() {
        let (left, right) = compare("GET\n/a?b=1%20中\n", "GET\n/a?b=1+中");
        assert_eq!(left, [line("GET⏎", "", ""), line("/a?b=1", "%20中⏎", "")]);
        assert_eq!(right, [line("GET⏎", "", ""), line("/a?b=1", "+中", "")]);
        let (left, right) = compare("/a%20b\n", "/a+b\n\n");
        assert_eq!(left, [line("/a", "%20", "b⏎"), line("", "", "")]);
        assert_eq!(right, [line("/a", "+", "b⏎"), line("", "⏎", "")]);
    }
}
