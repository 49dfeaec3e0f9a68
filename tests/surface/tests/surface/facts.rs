//! Facts: what is said of a place. Two sets of them are compared both ways.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Index, IndexMut};

/// How many differences are printed.
const SHOWN: usize = 50;

/// The facts, by place. A place that is described twice has two values, so a duplicate is a
/// difference.
#[derive(Debug, Default)]
pub(crate) struct Facts(BTreeMap<String, Vec<String>>);

/// What facts are about.
#[derive(Clone, Copy, Debug)]
pub(crate) enum About {
    Operations,
    Requests,
    Responses,
    /// The methods of the API structs by the operation that they call, and the accessors of those.
    Methods,
    /// Models and their fields.
    Models,
    /// Query parameters and their fields.
    Params,
    /// Uploads and their parts.
    Parts,
    Codes,
    /// The public types that can be named from outside.
    Exports,
}

/// The facts of a surface.
#[derive(Debug, Default)]
pub(crate) struct Surface([Facts; About::Exports as usize + 1]);

impl Surface {
    /// Takes in all that is said elsewhere.
    pub(crate) fn append(&mut self, other: Self) {
        for (facts, others) in self.0.iter_mut().zip(other.0) {
            facts.append(others);
        }
    }
}

impl Index<About> for Surface {
    type Output = Facts;

    fn index(&self, about: About) -> &Facts {
        &self.0[about as usize]
    }
}

impl IndexMut<About> for Surface {
    fn index_mut(&mut self, about: About) -> &mut Facts {
        &mut self.0[about as usize]
    }
}

impl Facts {
    /// Says `value` of `place`.
    pub(crate) fn add(&mut self, place: impl Into<String>, value: impl Into<String>) {
        self.0.entry(place.into()).or_default().push(value.into());
    }

    /// Takes in all that is said elsewhere.
    pub(crate) fn append(&mut self, other: Self) {
        for (place, values) in other.0 {
            self.0.entry(place).or_default().extend(values);
        }
    }

    /// Fails with all differences when `found` does not say exactly what is expected.
    pub(crate) fn assert_found(&self, found: &Self) {
        let differences = self.differences(found);
        assert!(!self.0.is_empty(), "nothing is expected: the test is broken");
        assert!(
            differences.is_empty(),
            "{} differences:\n{}",
            differences.len(),
            differences[..differences.len().min(SHOWN)].join("\n")
        );
    }

    fn differences(&self, found: &Self) -> Vec<String> {
        let places: BTreeSet<_> = self.0.keys().chain(found.0.keys()).collect();
        places
            .into_iter()
            .filter_map(|place| difference(place, self.0.get(place), found.0.get(place)))
            .collect()
    }
}

fn difference(
    place: &str,
    expected: Option<&Vec<String>>,
    found: Option<&Vec<String>>,
) -> Option<String> {
    match (expected, found) {
        (Some(expected), Some(found)) if expected == found => None,
        (Some(expected), Some(found)) => Some(format!(
            "{place}: expected {}, found {}",
            expected.join(" and "),
            found.join(" and ")
        )),
        (Some(expected), None) => Some(format!("{place}: missing ({})", expected.join(" and "))),
        (None, Some(found)) => Some(format!("{place}: too much ({})", found.join(" and "))),
        (None, None) => None,
    }
}

#[test]
fn differences_are_seen_in_both_directions() {
    let facts = |pairs: &[(&str, &str)]| {
        let mut facts = Facts::default();
        for (place, value) in pairs {
            facts.add(*place, *value);
        }
        facts
    };
    let expected = facts(&[("changed", "a"), ("lost", "b"), ("same", "c"), ("twice", "d")]);
    let found =
        facts(&[("changed", "x"), ("new", "y"), ("same", "c"), ("twice", "d"), ("twice", "d")]);
    assert_eq!(
        expected.differences(&found),
        [
            "changed: expected a, found x",
            "lost: missing (b)",
            "new: too much (y)",
            "twice: expected d, found d and d",
        ]
    );
}
