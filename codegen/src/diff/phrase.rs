//! Changes of one kind as a line.

use super::change::{Aspect, Change, Class, Section, Subject, What};
use super::words::count;
use crate::prose;

/// Whether something is new, gone, or another than before.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Direction {
    Gone,
    Changed,
    New,
}

pub(super) fn direction(change: &Change) -> Direction {
    let is_whole = matches!(change.aspect, Aspect::Presence | Aspect::ErrorCode);
    match (&change.old, &change.new) {
        (None, Some(_)) if is_whole => Direction::New,
        (Some(_), None) if is_whole => Direction::Gone,
        _ => Direction::Changed,
    }
}

/// A line for changes of a section that agree in class, kind, direction and model.
pub(super) fn phrase(changes: &[&Change], section: &Section) -> String {
    let Some(first) = changes.first() else { return String::new() };
    let class = match first.class {
        Class::Breaking => "**Breaking:** ",
        Class::Behavior => "**Behavior:** ",
        Class::Prose => "Prose: ",
        Class::Compatible | Class::Implied => "",
    };
    let items: Vec<_> = changes.iter().map(|change| item(change, &section.changes)).collect();
    let (start, separator) = match direction(first) {
        Direction::Gone => ("removed", ", "),
        Direction::New => ("new", ", "),
        Direction::Changed => ("changed", "; "),
    };
    let items = items.join(separator);
    let thing = noun(first, changes.len());
    let holder = match (&first.model, &section.subject) {
        (Some(model), Subject::Operation { .. }) if first.what == What::Field => {
            format!(" of {}", prose::code(model))
        }
        _ => String::new(),
    };
    format!("{class}{start}{thing}{holder}: {items}.")
}

/// What changed; nothing where the title says it.
fn noun(change: &Change, number: usize) -> String {
    let one = match (change.what, change.aspect) {
        (What::Operation, Aspect::ErrorCode) | (What::ErrorCode, _) => "error code",
        (What::Operation, _) => return String::new(),
        (What::PlatformCode, _) => "code of the platform",
        (What::PathParameter, _) => "path parameter",
        (What::QueryParameter, _) => "query parameter",
        (What::Part, _) => "part",
        (What::Model, _) => "model",
        (What::Field, _) => "field",
    };
    match one.split_once(' ') {
        _ if number == 1 => format!(" {one}"),
        Some(("code", rest)) => format!(" codes {rest}"),
        _ => format!(" {one}s"),
    }
}

fn item(change: &Change, all: &[Change]) -> String {
    let Change { what, aspect, model, name, old, new, .. } = change;
    let name = name.as_deref().or(model.as_deref().filter(|_| *what == What::Model));
    let name = name.map(prose::code);
    match (what, aspect, old, new) {
        (What::ErrorCode | What::PlatformCode, Aspect::Presence, Some(code), _)
        | (What::ErrorCode | What::PlatformCode, Aspect::Presence, _, Some(code))
        | (_, Aspect::ErrorCode, Some(code), _)
        | (_, Aspect::ErrorCode, _, Some(code)) => prose::code(code),
        (_, Aspect::Presence, Some(there), None) | (_, Aspect::Presence, None, Some(there)) => {
            let there = match what {
                What::Operation => return prose::code(there) + &implied(all),
                What::Model => there.clone(),
                _ => prose::line(there),
            };
            format!("{} ({there})", name.unwrap_or_default())
        }
        _ => {
            let said = aspect_words(change);
            match name {
                Some(name) => format!("{name}: {said}"),
                None => said,
            }
        }
    }
}

/// How many parts came or went with an operation.
fn implied(all: &[Change]) -> String {
    let number = |is: fn(&Change) -> bool| all.iter().filter(|change| is(change)).count();
    let parameters =
        number(|change| matches!(change.what, What::PathParameter | What::QueryParameter));
    let codes = number(|change| change.aspect == Aspect::ErrorCode);
    let counts = [(parameters, "parameter"), (codes, "error code")];
    let counts = counts.into_iter().filter(|(number, _)| *number > 0);
    counts.map(|(number, thing)| format!(", {}", count(number, thing))).collect()
}

/// The new value, and the old one.
fn aspect_words(change: &Change) -> String {
    let label = label(change.aspect);
    let [old, new] = [&change.old, &change.new].map(|side| side.as_deref());
    let shown = |text: &str| shown(change.aspect, text);
    match (change.aspect, old, new) {
        (Aspect::Required, _, Some(new)) => format!("{new} now"),
        (Aspect::Deprecation, None, Some("yes")) => "deprecated".to_owned(),
        (Aspect::Deprecation, None, Some(reason)) => {
            format!("deprecated: {}", shown(reason))
        }
        (Aspect::Deprecation, Some(_), None) => "not deprecated any more".to_owned(),
        (Aspect::Value, Some(old), None) => format!("value {} removed", shown(old)),
        (Aspect::Query, None, _) => "takes query parameters now".to_owned(),
        (Aspect::Query, ..) => "takes no query parameters any more".to_owned(),
        (Aspect::Product, Some(old), None) => {
            format!("compiled with every product now, was {}", shown(old))
        }
        (Aspect::Product, None, Some(new)) => {
            format!("compiled only with {} now", shown(new))
        }
        (_, Some(old), Some(new)) => format!("{label} {}, was {}", shown(new), shown(old)),
        (_, None, Some(new)) => format!("new {label} {}", shown(new)),
        (_, Some(old), None) => format!("no {label} any more, was {}", shown(old)),
        (_, None, None) => String::new(),
    }
}

/// A text of a document.
fn shown(aspect: Aspect, text: &str) -> String {
    match aspect {
        Aspect::Deprecation
        | Aspect::Title
        | Aspect::Description
        | Aspect::Example
        | Aspect::Reason => {
            format!("“{}”", prose::line(text))
        }
        Aspect::Type | Aspect::Body | Aspect::Response => prose::line(text),
        _ => prose::code(text),
    }
}

fn label(aspect: Aspect) -> &'static str {
    match aspect {
        Aspect::Presence | Aspect::ErrorCode | Aspect::Required | Aspect::Query => "",
        Aspect::Group => "group",
        Aspect::Product => "feature",
        Aspect::Protocol => "protocol",
        Aspect::Carrier => "carrier",
        Aspect::Method => "method",
        Aspect::Path => "path",
        Aspect::Order => "order of the path parameters",
        Aspect::Body => "body",
        Aspect::Response => "response",
        Aspect::Status => "status",
        Aspect::Type => "type",
        Aspect::Value => "value",
        Aspect::Limit => "limit",
        Aspect::Deprecation | Aspect::Reason => "deprecation",
        Aspect::Title => "title",
        Aspect::Description => "description",
        Aspect::Example => "example",
    }
}
