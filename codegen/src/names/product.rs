//! Products: what their Cargo features are called, and where their models have their place.

use std::collections::BTreeSet;

use super::{convert, reserved};

/// The Cargo feature of a product, before dashes take the place of underscores.
pub(super) fn feature(product: &str, by_hand: &BTreeSet<String>) -> String {
    let name = convert::snake(product);
    let is_taken = reserved::is_feature(&name) || by_hand.contains(&dashed(&name));
    if is_taken { name + "_product" } else { name }
}

/// Words joined with dashes.
pub(crate) fn dashed(name: &str) -> String {
    name.replace('_', "-")
}

/// Whether a text can be the Cargo feature of a product as it stands.
pub(crate) fn is_feature(name: &str, by_hand: &BTreeSet<String>) -> bool {
    dashed(&feature(name, by_hand)) == name
}

/// The only product among several, if it is the only one.
pub(crate) fn home(products: &BTreeSet<String>) -> Option<&str> {
    let mut products = products.iter();
    match (products.next(), products.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}
