//! Where something new stands among what is sorted.

use indexmap::IndexMap;

/// Where `key` belongs. What follows the first key that is out of order was appended, and stays
/// where it is.
pub(super) fn position<K: Ord + Copy>(keys: impl IntoIterator<Item = K>, key: &K) -> usize {
    let mut last = None;
    let mut position = 0;
    for (index, other) in keys.into_iter().enumerate() {
        if other > *key || last.is_some_and(|last| other < last) {
            break;
        }
        position = index + 1;
        last = Some(other);
    }
    position
}

/// Adds or replaces a field where it belongs by name.
pub(super) fn insert<V>(map: &mut IndexMap<String, V>, key: &str, value: V) {
    if let Some(old) = map.get_mut(key) {
        *old = value;
        return;
    }
    let at = position(map.keys().map(String::as_str), &key);
    map.shift_insert(at, key.to_owned(), value);
}

/// Adds or replaces a field where it belongs by a list of keys.
pub(super) fn insert_in_order<V>(
    map: &mut IndexMap<String, V>,
    order: &[&str],
    key: &str,
    value: V,
) {
    if let Some(old) = map.get_mut(key) {
        *old = value;
        return;
    }
    let before = order.iter().take_while(|other| **other != key);
    let at = before.filter_map(|other| map.get_index_of(*other)).max().map_or(0, |last| last + 1);
    map.shift_insert(at, key.to_owned(), value);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_key_stands_among_the_sorted_ones_and_before_what_was_appended() {
        for (keys, positions) in [
            ("", &[("a", 0)][..]),
            ("b d", &[("a", 0), ("c", 1), ("e", 2)]),
            ("b d a", &[("c", 1), ("e", 2)]),
            ("b d a c", &[("z", 2)]),
        ] {
            for (key, expected) in positions {
                let found = position(keys.split_whitespace(), key);
                assert_eq!(found, *expected, "{key} in {keys}");
            }
        }
    }

    #[test]
    fn a_key_of_a_list_stands_behind_those_before_it() {
        let order = ["tags", "summary", "deprecated", "responses"];
        let mut map: IndexMap<String, u8> =
            ["tags", "responses"].map(|key| (key.to_owned(), 0)).into_iter().collect();
        insert_in_order(&mut map, &order, "deprecated", 1);
        insert_in_order(&mut map, &order, "summary", 2);
        insert_in_order(&mut map, &order, "tags", 3);
        let keys: Vec<_> = map.keys().map(String::as_str).collect();
        assert_eq!(keys, order);
        assert_eq!(map["tags"], 3);
    }
}
