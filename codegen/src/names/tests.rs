use std::collections::BTreeSet;

use super::allocate::{allocate, files, pages};
use super::{RustName, convert, reserved};

fn names(wires: &[&str], reserved: impl Fn(&str) -> bool) -> Vec<(String, String)> {
    let wires: Vec<_> = wires.iter().map(|&wire| wire.to_owned()).collect();
    let names = allocate(wires.iter(), convert::snake, reserved);
    names.into_iter().map(|(wire, name)| (wire, name.0)).collect()
}

#[test]
fn the_name_that_needs_no_conversion_keeps_it() {
    let expected = [("a-b", "a_b_2"), ("aB", "a_b_3"), ("a_b", "a_b")];
    let found = names(&["a-b", "aB", "a_b"], |_| false);
    assert_eq!(found, expected.map(|(wire, name)| (wire.to_owned(), name.to_owned())));
}

#[test]
fn keywords_and_methods_of_every_model_are_stepped_around() {
    for (wire, name) in [
        ("type", "type_"),
        ("self", "self_"),
        ("crate", "crate_"),
        ("Self", "self_"),
        ("gen", "gen_"),
        ("new", "new_"),
        ("default", "default_"),
        ("_", "unnamed"),
    ] {
        assert_eq!(names(&[wire], reserved::is_field), [(wire.to_owned(), name.to_owned())]);
    }
}

#[test]
fn a_number_after_a_reserved_name_leaves_it_in_snake_case() {
    let expected = [("Self", "self_2"), ("self", "self_")];
    let found = names(&["self", "Self"], reserved::is_field);
    assert_eq!(found, expected.map(|(wire, name)| (wire.to_owned(), name.to_owned())));
}

#[test]
fn a_file_is_not_called_like_its_folder() {
    let wires = ["shop", "mod", "con"].map(str::to_owned);
    let found: Vec<_> = files(&["shop"], wires.iter()).into_values().collect();
    let found: Vec<_> = found.iter().map(RustName::as_str).collect();
    assert_eq!(found, ["con_", "mod_", "shop_2"]);
}

#[test]
fn pages_are_told_apart_where_case_does_not_count() {
    let types = [("a", "ShopApi"), ("b", "SHOPApi"), ("c", "ItemApi")]
        .map(|(tag, ty)| (tag.to_owned(), RustName(ty.to_owned())));
    let found = pages(types.iter().map(|(tag, ty)| (tag, ty)));
    let found: Vec<_> = found.values().map(String::as_str).collect();
    assert_eq!(found, ["ShopApi", "SHOPApi_2", "ItemApi"]);
}

#[test]
fn a_number_never_hits_a_name_that_is_there() {
    let found = names(&["a_b", "a.b", "a_b_2"], |_| false);
    let distinct: BTreeSet<_> = found.iter().map(|(_, name)| name).collect();
    assert_eq!(distinct.len(), 3, "{found:?}");
}

#[test]
fn thousands_of_equal_names_do_not_take_quadratic_time() {
    // Without a letter all of them are called the same.
    let wires: Vec<String> =
        (1..20_000).map(|count| format!("{count:b}").replace('0', "-").replace('1', ".")).collect();
    assert_eq!(allocate(wires.iter(), convert::snake, |_| false).len(), wires.len());
}
