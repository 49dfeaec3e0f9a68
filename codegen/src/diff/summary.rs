//! How much changed.

use std::fmt;

use serde::Serialize;

use super::change::{Aspect, Change, Class, Diff, What};

/// The numbers of a difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// By the kind of what changed.
    pub rows: Vec<Row>,
    /// The changes after which some program does not compile.
    pub breaking: usize,
    /// The changes after which the platform treats requests in another way.
    pub behavior: usize,
    /// The changes of words.
    pub prose: usize,
}

/// The numbers of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The counted kind of thing.
    pub kind: &'static str,
    /// How many only the old side has.
    pub only_old: usize,
    /// How many only the new side has.
    pub only_new: usize,
    /// How many changes there are of those that both sides have.
    pub changed: usize,
}

/// The kinds, in their order.
const KINDS: [&str; 10] = [
    "operations",
    "parameters",
    "parts of forms",
    "models",
    "fields of models",
    "fields",
    "values",
    "codes of operations",
    "error codes",
    "platform codes",
];

fn kind(change: &Change) -> &'static str {
    match (change.what, change.aspect) {
        (_, Aspect::Value) => "values",
        (_, Aspect::ErrorCode) => "codes of operations",
        (What::Operation, _) => "operations",
        (What::PathParameter | What::QueryParameter, _) => "parameters",
        (What::Part, _) => "parts of forms",
        (What::Model, _) => "models",
        (What::Field, _) if change.class == Class::Implied => "fields of models",
        (What::Field, _) => "fields",
        (What::ErrorCode, _) => "error codes",
        (What::PlatformCode, _) => "platform codes",
    }
}

impl Diff {
    /// The numbers of the changes.
    pub fn summary(&self) -> Summary {
        let empty = |kind| Row { kind, only_old: 0, only_new: 0, changed: 0 };
        let mut summary =
            Summary { rows: KINDS.map(empty).to_vec(), breaking: 0, behavior: 0, prose: 0 };
        for change in self.sections.iter().flat_map(|section| &section.changes) {
            summary.add(change);
        }
        summary
    }
}

impl Summary {
    /// How many changes there are besides those of words.
    pub fn changes(&self) -> usize {
        self.rows.iter().map(|row| row.only_old + row.only_new + row.changed).sum()
    }

    fn add(&mut self, change: &Change) {
        match change.class {
            Class::Prose => {
                self.prose += 1;
                return;
            }
            Class::Breaking => self.breaking += 1,
            Class::Behavior => self.behavior += 1,
            Class::Compatible | Class::Implied => {}
        }
        let kind = kind(change);
        let Some(row) = self.rows.iter_mut().find(|row| row.kind == kind) else { return };
        let is_whole =
            matches!(change.aspect, Aspect::Presence | Aspect::Value | Aspect::ErrorCode);
        match (&change.old, &change.new) {
            (None, Some(_)) if is_whole => row.only_new += 1,
            (Some(_), None) if is_whole => row.only_old += 1,
            _ => row.changed += 1,
        }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "{:<20} {:>8} {:>8} {:>8}", "", "only old", "only new", "changed")?;
        for Row { kind, only_old, only_new, changed } in &self.rows {
            writeln!(formatter, "{kind:<20} {only_old:>8} {only_new:>8} {changed:>8}")?;
        }
        let Self { breaking, behavior, prose, .. } = self;
        writeln!(formatter, "{:<20} {breaking:>26}", "breaking")?;
        writeln!(formatter, "{:<20} {behavior:>26}", "behavior")?;
        write!(formatter, "{:<20} {prose:>26}", "prose")
    }
}
