//! Which operations give their results in pages, by the names that the decisions list.

use std::collections::{BTreeMap, BTreeSet};

use super::operation::Tagged;
use crate::ir::{
    Body, Carrier, Field, Model, ModelKey, Operation, PageKind, Pages, Response, Type,
};
use crate::load::{Decisions, PageDecisions};
use crate::problem::{Place, Problems};

/// Marks the operations: those that send a field which chooses a page, and respond with a list. A
/// decision must name a field that one of them has.
pub(super) fn assign(
    operations: &mut [Tagged],
    models: &BTreeMap<ModelKey, Model>,
    decisions: &Decisions,
    problems: &mut Problems,
) {
    let decided = &decisions.pages;
    for Tagged { operation, .. } in operations.iter_mut() {
        operation.pages = pages(operation, models, decided);
    }
    let found = || operations.iter().filter_map(|tagged| tagged.operation.pages.as_ref());
    let used = |name: fn(&Pages) -> Option<&String>| -> BTreeSet<&String> {
        found().filter_map(name).collect()
    };
    let place = Place::root(&decisions.source).at("pages");
    let choosing = used(|pages| Some(&pages.page));
    for (list, names, used) in [
        ("numbers", &decided.numbers, &choosing),
        ("cursors", &decided.cursors, &choosing),
        ("sizes", &decided.sizes, &used(|pages| pages.size.as_ref())),
        ("has_more", &decided.has_more, &used(|pages| pages.has_more.as_ref())),
        ("total_pages", &decided.total_pages, &used(|pages| pages.total_pages.as_ref())),
        ("total_entries", &decided.total_entries, &used(|pages| pages.total_entries.as_ref())),
    ] {
        for (index, name) in names.iter().enumerate().filter(|(_, name)| !used.contains(name)) {
            let reason =
                format!("no operation with pages has a field {name:?} of the kind `{list}`");
            problems.add_unused(&place.at(list).at(index), reason);
        }
    }
}

fn pages(
    operation: &Operation,
    models: &BTreeMap<ModelKey, Model>,
    decided: &PageDecisions,
) -> Option<Pages> {
    if operation.carrier != Carrier::Server {
        return None;
    }
    let Response::Json(Type::Model(response)) = &operation.response else { return None };
    let response = &models.get(response)?.fields;
    let is_list = |field: &&Field| matches!(field.ty, Type::List(_));
    let lists: Vec<_> = response.values().filter(is_list).map(|one| one.wire.clone()).collect();
    if lists.is_empty() {
        return None;
    }
    let body = match &operation.body {
        Body::Json(Type::Model(key)) => Some(&models.get(key)?.fields),
        Body::Json(_) | Body::Empty => None,
        Body::Multipart { .. } => return None,
    };
    let sent = |name: &String| {
        let in_query = operation.query.iter().find(|field| field.wire == *name);
        let in_body = || body.and_then(|body| body.get(name));
        in_query.map(|field| (field, true)).or_else(|| Some((in_body()?, false)))
    };
    let choosing = |name: &String| {
        let (field, in_query) = sent(name)?;
        let kind = match (decided.cursors.contains(name), &field.ty) {
            (false, Type::Integer) => PageKind::Number,
            (false, Type::Text) => PageKind::Text,
            (true, Type::Text) if response.get(name)?.ty == Type::Text => PageKind::Cursor,
            _ => return None,
        };
        Some((name.clone(), kind, in_query))
    };
    let (page, kind, in_query) =
        decided.numbers.iter().chain(&decided.cursors).find_map(choosing)?;
    let size = decided.sizes.iter().find(|name| sent(name).is_some_and(|(_, at)| at == in_query));
    let told = |names: &[String], types: &[Type]| {
        let fits = |name: &&String| response.get(*name).is_some_and(|one| types.contains(&one.ty));
        names.iter().find(fits).cloned()
    };
    let number = [Type::Integer, Type::Text];
    Some(Pages {
        page,
        kind,
        in_query,
        size: size.cloned(),
        lists,
        has_more: told(&decided.has_more, &[Type::Boolean]),
        total_pages: told(&decided.total_pages, &number),
        total_entries: told(&decided.total_entries, &number),
    })
}
