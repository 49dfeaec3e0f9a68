//! What a response says of the pages behind it.

use crate::protocol::PageFields;
use alipay_sdk_core::data::{Model, View};

/// The place of a page among the others.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// Which page it is, from 1.
    pub(super) page: u64,
    /// How many entries there are on it and on those before; nothing when that is unknown.
    pub(super) entries: Option<u64>,
}

/// What a response holds.
pub(super) struct PageContent<'r> {
    fields: &'r PageFields,
    values: Vec<(&'static str, View<'r>)>,
}

impl<'r> PageContent<'r> {
    pub(super) fn new(fields: &'r PageFields, response: &'r dyn Model) -> Self {
        Self { fields, values: response.fields().present().collect() }
    }

    fn get(&self, name: Option<&str>) -> Option<View<'r>> {
        let name = name?;
        self.values.iter().find(|(known, _)| *known == name).map(|(_, view)| *view)
    }

    fn number(&self, name: Option<&str>) -> Option<u64> {
        match self.get(name)? {
            View::Integer(number) => number.try_into().ok(),
            View::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    /// The text under a name, unless it is empty.
    pub(super) fn text(&self, name: &str) -> Option<&'r str> {
        match self.get(Some(name))? {
            View::Text(text) => Some(text).filter(|text| !text.is_empty()),
            _ => None,
        }
    }

    /// The lists that hold the entries.
    pub(super) fn lists(&self) -> impl Iterator<Item = View<'r>> {
        self.fields.lists.iter().filter_map(|name| self.get(Some(name)))
    }

    /// How many entries there are: parallel lists hold the same ones.
    pub(super) fn count(&self) -> u64 {
        let lengths = self.lists().map(|list| match list {
            View::List(list) => list.count(),
            _ => 0,
        });
        lengths.max().unwrap_or_default().try_into().unwrap_or(u64::MAX)
    }

    /// Whether the response says in so many words that there are more pages.
    pub(super) fn says_more(&self) -> bool {
        matches!(self.get(self.fields.has_more), Some(View::Boolean(true)))
    }

    /// Whether the platform says that there are more pages; nothing when it says nothing, or a
    /// number that this page already exceeds.
    pub(super) fn has_more(&self, place: Place) -> Option<bool> {
        if let Some(View::Boolean(more)) = self.get(self.fields.has_more) {
            return Some(more);
        }
        let Place { page, entries } = place;
        let pages = self.number(self.fields.total_pages).filter(|total| *total >= page);
        let of_pages = pages.map(|total| total > page);
        let of_entries = || {
            let (total, entries) = (self.number(self.fields.total_entries)?, entries?);
            (total >= entries).then_some(total > entries)
        };
        of_pages.or_else(of_entries)
    }
}
