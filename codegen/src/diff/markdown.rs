//! A difference as Markdown that can stand in a changelog.

use super::change::{Change, Class, Diff, Section, Side, Subject, What};
use super::phrase::{Direction, direction, phrase};
use super::words::{self, count};
use crate::prose;

/// The longest line, as far as names allow.
const WIDTH: usize = 100;

impl Diff {
    /// The changes as Markdown: a list per kind of subject, breaking changes first in each item.
    pub fn markdown(&self) -> String {
        let mut text = String::new();
        for (heading, is_here) in HEADINGS {
            let mut sections = self.sections.iter().filter(|section| is_here(&section.subject));
            if let Some(first) = sections.next() {
                text.push_str(&format!("### {heading}\n\n"));
                for section in std::iter::once(first).chain(sections) {
                    item(section, &mut text);
                }
                text.push('\n');
            }
        }
        for left_out in &self.not_compared {
            let side = match left_out.side {
                Side::Old => "old",
                Side::New => "new",
            };
            let operations = count(left_out.operations, "operation");
            let protocol = words::protocol(left_out.protocol);
            let line = format!("Not compared: {protocol}, {operations} on the {side} side only.");
            wrap(&line, 0, &mut text);
        }
        text
    }
}

type Heading = (&'static str, fn(&Subject) -> bool);

const HEADINGS: [Heading; 3] = [
    ("Surface: operations", |subject| matches!(subject, Subject::Operation { .. })),
    ("Surface: other models", |subject| matches!(subject, Subject::Model { .. })),
    ("Surface: error codes", |subject| matches!(subject, Subject::ErrorCodes)),
];

/// An item of the list: one line, or a line for each kind of change.
fn item(section: &Section, text: &mut String) {
    let lines = lines(section);
    match (&section.subject, lines.as_slice()) {
        (_, []) => {}
        (Subject::ErrorCodes, lines) => lines.iter().for_each(|line| bullet(line, 0, text)),
        (subject, [line]) => bullet(&format!("{}: {line}", title(subject)), 0, text),
        (subject, lines) => {
            bullet(&format!("{}:", title(subject)), 0, text);
            lines.iter().for_each(|line| bullet(line, 2, text));
        }
    }
}

fn title(subject: &Subject) -> String {
    match subject {
        Subject::ErrorCodes => String::new(),
        Subject::Operation { id } => prose::code(id),
        Subject::Model { name, operations } => {
            let users = match operations.as_slice() {
                [] => "used by no operation".to_owned(),
                [first, more @ ..] => format!("of {} and {} more", prose::code(first), more.len()),
            };
            format!("{}, {users}", prose::code(name))
        }
    }
}

/// A line for the changes of one class, kind and direction, in the order of these.
fn lines(section: &Section) -> Vec<String> {
    let is_whole = |change: &&Change| change.class != Class::Implied;
    let mut shown: Vec<_> = section.changes.iter().filter(is_whole).collect();
    shown.sort_by_key(|change| key(change));
    let groups = shown.chunk_by(|one, other| key(one) == key(other));
    groups.map(|changes| phrase(changes, section)).collect()
}

/// What the changes in a line agree in.
fn key(change: &Change) -> (Class, What, Option<&str>, Direction) {
    (change.class, change.what, owner(change), direction(change))
}

/// The model of a field. Models themselves share a line.
fn owner(change: &Change) -> Option<&str> {
    change.model.as_deref().filter(|_| change.what != What::Model)
}

fn bullet(line: &str, indent: usize, text: &mut String) {
    text.push_str(&format!("{:indent$}* ", ""));
    wrap(line, indent + 2, text);
}

/// Adds a line in lines of at most [`WIDTH`], all but the first indented.
fn wrap(line: &str, indent: usize, text: &mut String) {
    let lines = prose::wrap(pieces(line).into_iter(), WIDTH - indent);
    text.push_str(&lines.join(&format!("\n{:indent$}", "")));
    text.push('\n');
}

/// The words of a line. Text between back-ticks stays in one piece.
fn pieces(line: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut is_code = false;
    for word in line.split(' ') {
        match pieces.last_mut() {
            Some(piece) if is_code => {
                piece.push(' ');
                piece.push_str(word);
            }
            _ => pieces.push(word.to_owned()),
        }
        is_code ^= word.matches('`').count() % 2 == 1;
    }
    pieces
}
