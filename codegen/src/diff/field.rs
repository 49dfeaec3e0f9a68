//! Fields, parameters and the parts of forms.

use super::change::Aspect;
use super::class::REQUIRED;
use super::collect::{Changes, Thing, pairs};
use super::words;
use crate::ir::{Field, File, Limits, Type};

/// Compares fields by name.
pub(super) fn fields<'f>(
    thing: Thing<'f>,
    old: impl IntoIterator<Item = &'f Field>,
    new: impl IntoIterator<Item = &'f Field>,
    changes: &mut Changes,
) {
    for (wire, sides) in pairs(by_wire(old), by_wire(new)) {
        let thing = thing.named(wire);
        match sides {
            (Some(old), Some(new)) => field(thing, old, new, changes),
            (old, new) => {
                let [old, new] = [old, new].map(|side| side.map(|field| words::ty(&field.ty)));
                changes.note(thing, Aspect::Presence, old.as_deref(), new.as_deref());
            }
        }
    }
}

fn by_wire<'f>(
    fields: impl IntoIterator<Item = &'f Field>,
) -> impl Iterator<Item = (&'f str, &'f Field)> {
    fields.into_iter().map(|field| (field.wire.as_str(), field))
}

fn field(thing: Thing<'_>, old: &Field, new: &Field, changes: &mut Changes) {
    if old.ty != new.ty {
        let [old, new] = [old, new].map(|field| words::ty(&field.ty));
        changes.note(thing, Aspect::Type, Some(&old), Some(&new));
    }
    let [was, is] = [old, new].map(|field| need(field.required));
    changes.note(thing, Aspect::Required, was, is);
    let [was, is] = [old, new].map(|field| field.deprecated.then_some("yes"));
    changes.note(thing, Aspect::Deprecation, was, is);
    let [was, is] = [old, new].map(|field| limits(&field.limits));
    for (was, is) in was.into_iter().zip(is) {
        changes.note(thing, Aspect::Limit, was.as_deref(), is.as_deref());
    }
    changes.note_set(thing, Aspect::Value, &old.values, &new.values);
    let [was, is] = [old, new].map(|field| field.example.as_deref());
    changes.note(thing, Aspect::Example, was, is);
    let [old, new] = [old, new].map(|field| words::text(&field.description));
    changes.note(thing, Aspect::Description, old, new);
}

fn need(required: bool) -> Option<&'static str> {
    Some(if required { REQUIRED } else { "optional" })
}

/// Which values a field takes, always in the same order.
fn limits(limits: &Limits) -> [Option<String>; 6] {
    let Limits { min_length, max_length, minimum, maximum, pattern, format } = limits;
    let [min_length, max_length] =
        [min_length, max_length].map(|length| length.map(|length| length.to_string()));
    let named = |name: &str, limit: Option<&String>| limit.map(|limit| format!("{name}: {limit}"));
    [
        named("minLength", min_length.as_ref()),
        named("maxLength", max_length.as_ref()),
        named("minimum", minimum.as_ref()),
        named("maximum", maximum.as_ref()),
        named("pattern", pattern.as_ref()),
        named("format", format.as_ref()),
    ]
}

/// A part of a form: the JSON part `data`, or a file.
pub(super) struct Part<'a> {
    name: &'a str,
    /// The type of the JSON part.
    data: Option<&'a Type>,
    required: bool,
    description: Option<&'a str>,
}

impl<'a> Part<'a> {
    pub(super) fn data(ty: &'a Type) -> Self {
        Self { name: "data", data: Some(ty), required: false, description: None }
    }

    pub(super) fn file(file: &'a File) -> Self {
        let File { wire, description, required } = file;
        let description = words::text(description);
        Self { name: wire, data: None, required: *required, description }
    }

    fn ty(&self) -> String {
        self.data.map_or("file".to_owned(), words::ty)
    }
}

/// Compares the parts of forms by name.
pub(super) fn parts<'a>(
    thing: Thing<'a>,
    old: Vec<Part<'a>>,
    new: Vec<Part<'a>>,
    changes: &mut Changes,
) {
    let by_name = |parts: Vec<Part<'a>>| parts.into_iter().map(|part| (part.name, part));
    for (name, sides) in pairs(by_name(old), by_name(new)) {
        let thing = thing.named(name);
        match sides {
            (Some(old), Some(new)) => {
                let [was, is] = [&old, &new].map(Part::ty);
                changes.note(thing, Aspect::Type, Some(&was), Some(&is));
                let [was, is] = [&old, &new].map(|part| need(part.required));
                changes.note(thing, Aspect::Required, was, is);
                changes.note(thing, Aspect::Description, old.description, new.description);
            }
            (old, new) => {
                let [old, new] = [old, new].map(|side| side.map(|part| part.ty()));
                changes.note(thing, Aspect::Presence, old.as_deref(), new.as_deref());
            }
        }
    }
}
