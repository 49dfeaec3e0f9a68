//! A foreign document beside our own: what the SDK loses and gains by it, before anything is
//! written.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use alipay_codegen::ir::Ir;
use alipay_codegen::{Beside, Problems};

/// How many names a line shows.
const SHOWN: usize = 3;

/// What differs, a line each.
pub(crate) fn report(beside: &Beside, ir: &Ir) -> String {
    let Beside { own, unused } = beside;
    let mut lines = String::from("beside spec/\n");
    let (before, after) = (operations(own), operations(ir));
    add(&mut lines, "operations lost", &lost(&before, &after));
    add(&mut lines, "operations new", &lost(&after, &before));
    let (before, after) = (features(own), features(ir));
    add(&mut lines, "features lost", &lost(&before, &after));
    add(&mut lines, "features new", &lost(&after, &before));
    for (section, entries) in by_section(unused) {
        add(&mut lines, &format!("{section} unused"), &entries);
    }
    lines
}

fn add(lines: &mut String, what: &str, names: &[&str]) {
    if names.is_empty() {
        return;
    }
    let mut shown = names.iter().take(SHOWN).copied().collect::<Vec<_>>().join(", ");
    if names.len() > SHOWN {
        shown.push_str(", …");
    }
    // Writing to a string does not fail.
    let _ = writeln!(lines, "  {what:<24} {:>5}  {shown}", names.len());
}

fn operations(ir: &Ir) -> BTreeSet<&str> {
    ir.operations().map(|operation| operation.id.as_str()).collect()
}

fn features(ir: &Ir) -> BTreeSet<&str> {
    ir.products.keys().map(String::as_str).collect()
}

fn lost<'a>(before: &BTreeSet<&'a str>, after: &BTreeSet<&'a str>) -> Vec<&'a str> {
    before.difference(after).copied().collect()
}

/// Decisions by the section that they stand in, and the glossary.
fn by_section(unused: &Problems) -> BTreeMap<&str, Vec<&str>> {
    let mut sections: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for problem in unused.iter() {
        let pointer = problem.place.pointer().trim_start_matches('/');
        let (section, entry) = match problem.place.document() {
            "glossary.yaml" => ("glossary", pointer),
            _ => pointer.split_once('/').unwrap_or((pointer, "")),
        };
        sections.entry(section).or_default().push(entry);
    }
    sections
}

#[cfg(test)]
mod tests {
    use alipay_codegen::Place;

    use super::*;

    #[test]
    fn what_applies_to_nothing_is_folded_by_section() {
        let mut unused = Problems::default();
        let decisions = Place::root("decisions.yaml");
        for id in ["a.b", "a.c", "a.d", "a.e"] {
            unused.add_unused(&decisions.path(&["idempotency", id]), "there is no operation");
        }
        unused.add_unused(&Place::root("glossary.yaml").at("a_name"), "nothing needs it");
        let beside = Beside { own: Ir::default(), unused };
        let expected = "beside spec/\n\
                        \x20 glossary unused              1  a_name\n\
                        \x20 idempotency unused           4  a.b, a.c, a.d, …\n";
        assert_eq!(report(&beside, &Ir::default()), expected);
    }
}
