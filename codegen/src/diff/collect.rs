//! Changes while they are collected.

use std::collections::BTreeMap;

use super::change::{Aspect, Change, Class, What};
use super::class::class;

/// What a change is noted for.
#[derive(Clone, Copy)]
pub(super) struct Thing<'a> {
    pub(super) what: What,
    pub(super) model: Option<&'a str>,
    pub(super) name: Option<&'a str>,
    /// Whether it comes or goes with what it belongs to.
    pub(super) is_implied: bool,
}

impl<'a> Thing<'a> {
    pub(super) fn new(what: What) -> Self {
        Self { what, model: None, name: None, is_implied: false }
    }

    pub(super) fn named(self, name: &'a str) -> Self {
        Self { name: Some(name), ..self }
    }

    pub(super) fn of_model(self, model: &'a str) -> Self {
        Self { model: Some(model), ..self }
    }

    pub(super) fn implied(self, is_implied: bool) -> Self {
        Self { is_implied, ..self }
    }
}

/// The changes so far.
#[derive(Default)]
pub(super) struct Changes(Vec<Change>);

impl Changes {
    /// Notes an aspect of a thing, unless both sides agree on it.
    pub(super) fn note(
        &mut self,
        thing: Thing<'_>,
        aspect: Aspect,
        old: Option<&str>,
        new: Option<&str>,
    ) {
        if old == new {
            return;
        }
        let class = if thing.is_implied { Class::Implied } else { class(thing.what, aspect, new) };
        self.0.push(Change {
            class,
            what: thing.what,
            aspect,
            model: thing.model.map(str::to_owned),
            name: thing.name.map(str::to_owned),
            old: old.map(str::to_owned),
            new: new.map(str::to_owned),
        });
    }

    /// Notes what only one side has of two sets.
    pub(super) fn note_set<'s>(
        &mut self,
        thing: Thing<'_>,
        aspect: Aspect,
        old: impl IntoIterator<Item = &'s String>,
        new: impl IntoIterator<Item = &'s String>,
    ) {
        for (item, sides) in pairs(of_keys(old), of_keys(new)) {
            let side = |there: Option<()>| there.map(|()| item.as_str());
            self.note(thing, aspect, side(sides.0), side(sides.1));
        }
    }

    /// All of them; the order is that in which they were noted.
    pub(super) fn into_vec(self) -> Vec<Change> {
        self.0
    }
}

fn of_keys<'s>(
    set: impl IntoIterator<Item = &'s String>,
) -> impl Iterator<Item = (&'s String, ())> {
    set.into_iter().map(|item| (item, ()))
}

/// What both sides have under each key.
pub(super) fn pairs<K: Ord, V>(
    old: impl IntoIterator<Item = (K, V)>,
    new: impl IntoIterator<Item = (K, V)>,
) -> BTreeMap<K, (Option<V>, Option<V>)> {
    let mut pairs: BTreeMap<K, (Option<V>, Option<V>)> = BTreeMap::new();
    for (key, value) in old {
        pairs.insert(key, (Some(value), None));
    }
    for (key, value) in new {
        pairs.entry(key).or_default().1 = Some(value);
    }
    pairs
}
