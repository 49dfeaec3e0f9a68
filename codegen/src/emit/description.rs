//! What docs and pages say of an operation, a field or a part.

use crate::ir::{Field, Limits, Operation, Protocol};
use crate::prose;

/// How an operation is called on the wire, in words.
pub(super) fn request(protocol: Protocol, operation: &Operation) -> String {
    let Operation { id, method, path, .. } = operation;
    let id = prose::code(id);
    match protocol {
        Protocol::V3 => format!("{}, {id}", prose::code(&format!("{} {path}", method.wire()))),
        Protocol::V2 => format!("{id} of the v2 gateway"),
        Protocol::Top => format!("{id} of Taobao TOP"),
    }
}

/// What an operation does, and then its official title; nothing twice.
pub(super) fn about(operation: &Operation) -> Vec<String> {
    let mut lines = prose::lines(&operation.description);
    if operation.title.is_empty() || operation.title == operation.description {
        return lines;
    }
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines.push(format!("{}.", prose::line(&operation.title)));
    lines
}

/// The same on one line: of a long description its first line.
pub(super) fn brief(operation: &Operation) -> String {
    let description = operation.description.trim().lines().next().unwrap_or_default();
    let title = Some(operation.title.as_str()).filter(|&title| title != description);
    let texts = [Some(description), title].into_iter().flatten().map(prose::line);
    texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What the documents say of a field or a part, appended to what the generator says: in the same
/// line when there is only one, to keep the files small.
pub(super) fn described(intro: String, description: &str) -> Vec<String> {
    let mut lines = prose::lines(description);
    match lines.len() {
        0 => lines.push(intro),
        1 => lines[0] = format!("{intro} {}", lines[0]),
        _ => {
            lines.splice(0..0, [intro, String::new()]);
        }
    }
    lines
}

/// What the documents say of a field besides its description, a sentence each.
pub(super) fn facts(field: &Field) -> Vec<String> {
    let mut facts = limits(&field.limits);
    if !field.values.is_empty() {
        let values: Vec<_> = field.values.iter().map(|value| prose::code(value)).collect();
        facts.push(format!("Documented values: {}.", values.join(", ")));
    }
    facts
}

fn limits(limits: &Limits) -> Vec<String> {
    let range = |least: Option<String>, most: Option<String>, unit: &str| match (least, most) {
        (Some(least), Some(most)) => Some(format!("From {least} to {most}{unit}.")),
        (Some(least), None) => Some(format!("At least {least}{unit}.")),
        (None, Some(most)) => Some(format!("At most {most}{unit}.")),
        (None, None) => None,
    };
    let least = limits.min_length.filter(|&least| least > 0).map(|least| least.to_string());
    let most = limits.max_length.map(|most| most.to_string());
    let length = range(least, most, " characters");
    let size = range(limits.minimum.clone(), limits.maximum.clone(), "");
    let format = limits.format.as_deref().map(|name| format!("Format: {}.", prose::code(name)));
    let pattern = limits.pattern.as_deref().map(|text| format!("Matches {}.", prose::code(text)));
    [length, size, format, pattern].into_iter().flatten().collect()
}
