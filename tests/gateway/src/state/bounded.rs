//! A map that holds at most so many items: what is finished is dropped first, the oldest before.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::hash::Hash;

/// The default number of items.
pub(super) const LIMIT: usize = 100_000;

pub(super) struct Bounded<K, T> {
    items: BTreeMap<u64, (K, T)>,
    by_key: HashMap<K, u64>,
    open: BTreeSet<u64>,
    finished: VecDeque<u64>,
    last: u64,
    limit: usize,
}

impl<K, T> Default for Bounded<K, T> {
    fn default() -> Self {
        Self {
            items: BTreeMap::new(),
            by_key: HashMap::new(),
            open: BTreeSet::new(),
            finished: VecDeque::new(),
            last: 0,
            limit: LIMIT,
        }
    }
}

impl<K: Clone + Eq + Hash, T> Bounded<K, T> {
    /// The id of the next item: from 1, never used twice.
    pub(super) fn next_id(&self) -> u64 {
        self.last + 1
    }

    /// Adds an item that is not finished, in the place of one with the same key.
    pub(super) fn add(&mut self, key: K, item: T) -> u64 {
        self.last += 1;
        let id = self.last;
        if let Some(old) = self.by_key.insert(key.clone(), id) {
            self.items.remove(&old);
            self.open.remove(&old);
            self.finished.retain(|id| *id != old);
        }
        self.items.insert(id, (key, item));
        self.open.insert(id);
        self.trim();
        id
    }

    /// Adds an item that nothing will happen to any more.
    pub(super) fn add_finished(&mut self, key: K, item: T) -> u64 {
        let id = self.add(key, item);
        self.finish(id);
        id
    }

    /// An item is finished: it may be dropped before those that are not.
    pub(super) fn finish(&mut self, id: u64) {
        if self.open.remove(&id) {
            self.finished.push_back(id);
        }
    }

    pub(super) fn id(&self, key: &K) -> Option<u64> {
        self.by_key.get(key).copied()
    }

    pub(super) fn get(&self, id: u64) -> Option<&T> {
        self.items.get(&id).map(|(_, item)| item)
    }

    pub(super) fn get_mut(&mut self, id: u64) -> Option<&mut T> {
        self.items.get_mut(&id).map(|(_, item)| item)
    }

    pub(super) fn find(&self, key: &K) -> Option<&T> {
        self.get(self.id(key)?)
    }

    pub(super) fn find_mut(&mut self, key: &K) -> Option<&mut T> {
        self.get_mut(self.id(key)?)
    }

    pub(super) fn len(&self) -> usize {
        self.items.len()
    }

    /// All items, the oldest first.
    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        self.items.values().map(|(_, item)| item)
    }

    /// The ids of unfinished items, the newest first.
    pub(super) fn open(&self) -> impl Iterator<Item = u64> {
        self.open.iter().rev().copied()
    }

    /// Keeps at most this many, and at least one.
    pub(super) fn set_limit(&mut self, limit: usize) {
        self.limit = limit.max(1);
        self.trim();
    }

    fn trim(&mut self) {
        while self.items.len() > self.limit {
            let oldest = self.finished.pop_front().or_else(|| self.open.pop_first());
            let Some(oldest) = oldest else { return };
            if let Some((key, _)) = self.items.remove(&oldest) {
                self.by_key.remove(&key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Bounded;

    fn keys(shelf: &Bounded<u8, u8>) -> Vec<u8> {
        shelf.iter().copied().collect()
    }

    #[test]
    fn what_is_open_is_not_dropped_while_something_is_finished() {
        let mut shelf = Bounded::default();
        shelf.set_limit(2);
        shelf.add(1, 1);
        let second = shelf.add(2, 2);
        shelf.finish(second);
        shelf.finish(second);
        shelf.add(3, 3);
        assert_eq!(keys(&shelf), [1, 3]);
        assert_eq!(shelf.find(&2), None);
        shelf.add(4, 4);
        assert_eq!(keys(&shelf), [3, 4], "open ones do not pile up either");
    }

    #[test]
    fn a_load_test_does_not_fill_the_memory() {
        let mut shelf = Bounded::default();
        shelf.set_limit(10);
        for number in 0..1000_u32 {
            if number % 2 == 0 {
                shelf.add_finished(number, number);
            } else {
                shelf.add(number, number);
            }
        }
        let sizes = [shelf.items.len(), shelf.by_key.len()];
        assert_eq!(sizes, [10, 10]);
        assert_eq!(shelf.open.len() + shelf.finished.len(), 10);
    }

    #[test]
    fn the_same_key_does_not_leave_the_old_thing_behind() {
        let mut shelf = Bounded::default();
        shelf.add_finished(1, 1);
        shelf.add(1, 2);
        assert_eq!(keys(&shelf), [2]);
        assert_eq!(shelf.open.len() + shelf.finished.len(), 1);
        assert_eq!(shelf.next_id(), 3);
    }
}
