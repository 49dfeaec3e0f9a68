//! Operations.

use std::collections::BTreeSet;

use super::change::{Aspect, What};
use super::collect::{Changes, Thing};
use super::field::{Part, fields, parts};
use super::words;
use crate::ir::{Api, Body, Carrier, Field, Operation};

/// An operation and its group on one side.
#[derive(Clone, Copy)]
pub(super) struct Grouped<'a> {
    pub(super) api: &'a Api,
    pub(super) operation: &'a Operation,
}

/// Compares an operation that at least one side has.
pub(super) fn operation(old: Option<Grouped<'_>>, new: Option<Grouped<'_>>, changes: &mut Changes) {
    match (old, new) {
        (Some(old), Some(new)) => {
            group(old, new, changes);
            request(old.operation, new.operation, changes);
            documentation(old.operation, new.operation, changes);
        }
        (old, new) => {
            let [old, new] = [old, new].map(|side| side.map(|side| route(side.operation)));
            let thing = Thing::new(What::Operation);
            changes.note(thing, Aspect::Presence, old.as_deref(), new.as_deref());
        }
    }
    let [old, new] = [old, new].map(|side| side.map(|side| side.operation));
    contents(old, new, changes);
}

fn route(operation: &Operation) -> String {
    format!("{} {}", operation.method.wire(), operation.path)
}

fn group(old: Grouped<'_>, new: Grouped<'_>, changes: &mut Changes) {
    let thing = Thing::new(What::Operation);
    let mut note = |aspect, of: fn(Grouped<'_>) -> &str| {
        changes.note(thing, aspect, Some(of(old)), Some(of(new)));
    };
    note(Aspect::Group, |side| &side.api.tag);
    note(Aspect::Product, |side| &side.api.product);
    note(Aspect::Protocol, |side| words::protocol(side.api.protocol));
    note(Aspect::Carrier, |side| match side.operation.carrier {
        Carrier::Server => "server",
        Carrier::Browser => "browser",
        Carrier::App => "app",
        Carrier::Either => "browser or app",
    });
}

fn request(old: &Operation, new: &Operation, changes: &mut Changes) {
    let thing = Thing::new(What::Operation);
    let mut note = |aspect, old: &str, new: &str| changes.note(thing, aspect, Some(old), Some(new));
    note(Aspect::Method, old.method.wire(), new.method.wire());
    note(Aspect::Path, &old.path, &new.path);
    let [was, is] = [old, new].map(names_in_path);
    // Otherwise the parameters that came and went tell more.
    if was.iter().collect::<BTreeSet<_>>() == is.iter().collect() {
        note(Aspect::Order, &was.join(", "), &is.join(", "));
    }
    note(Aspect::Body, &words::body(&old.body), &words::body(&new.body));
    note(Aspect::Response, &words::response(&old.response), &words::response(&new.response));
    note(Aspect::Status, &old.status, &new.status);
    let [was, is] = [old, new].map(|side| (!side.query.is_empty()).then_some("query parameters"));
    changes.note(thing, Aspect::Query, was, is);
}

fn names_in_path(operation: &Operation) -> Vec<&str> {
    operation.path_parameters.iter().map(|field| field.wire.as_str()).collect()
}

fn documentation(old: &Operation, new: &Operation, changes: &mut Changes) {
    let thing = Thing::new(What::Operation);
    let [was, is] = [old, new].map(|side| side.deprecated.as_deref());
    let aspect = if was.is_some() && is.is_some() { Aspect::Reason } else { Aspect::Deprecation };
    changes.note(thing, aspect, was, is);
    let mut note =
        |aspect, old, new| changes.note(thing, aspect, words::text(old), words::text(new));
    note(Aspect::Title, &old.title, &new.title);
    note(Aspect::Description, &old.description, &new.description);
}

/// Compares what an operation holds. It comes or goes with an operation that one side lacks.
fn contents(old: Option<&Operation>, new: Option<&Operation>, changes: &mut Changes) {
    let is_implied = old.is_none() || new.is_none();
    let thing = |what| Thing::new(what).implied(is_implied);
    let mut note = |what, of: fn(&Operation) -> &[Field]| {
        let [old, new] = [old, new].map(|side| side.map(of).unwrap_or_default());
        fields(thing(what), old, new, changes);
    };
    note(What::PathParameter, |operation| &operation.path_parameters);
    note(What::QueryParameter, |operation| &operation.query);
    let [was_form, is_form] = [old, new]
        .map(|side| side.is_some_and(|operation| matches!(operation.body, Body::Multipart { .. })));
    let part = thing(What::Part).implied(was_form != is_form);
    let [was, is] = [old, new].map(|side| side.map(parts_of).unwrap_or_default());
    parts(part, was, is, changes);
    let [was, is] = [old, new].map(|side| side.map(|operation| &operation.error_codes));
    let thing = thing(What::Operation);
    changes.note_set(thing, Aspect::ErrorCode, was.into_iter().flatten(), is.into_iter().flatten());
}

fn parts_of(operation: &Operation) -> Vec<Part<'_>> {
    match &operation.body {
        Body::Multipart { data, files } => {
            data.iter().map(Part::data).chain(files.iter().map(Part::file)).collect()
        }
        _ => Vec::new(),
    }
}
