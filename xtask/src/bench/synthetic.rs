//! A larger surface: the documents several times over, every name made distinct.

use alipay_codegen::{Source, Sources};
use anyhow::Result;
use serde_yaml::Value;

const SCHEMAS: &str = "/components/schemas/";

/// What all error responses share. It stays one, by the decisions: with a copy of it each operation
/// would have the platform's codes for its own, and more work than the original.
const COMMON_ERROR: &str = "CommonErrorType";

/// The documents `times` over; the first copy keeps its names, so that the decisions apply.
pub(super) fn repeat(sources: &Sources, times: usize) -> Result<Sources> {
    let mut documents = sources.documents.clone();
    for copy in 1..times {
        for source in &sources.documents {
            let mut document: Value = serde_yaml::from_slice(&source.content)?;
            rename(&mut document, &source.name, copy);
            let content = serde_yaml::to_string(&document)?.into_bytes();
            documents.push(Source { name: name(&source.name, copy), content });
        }
    }
    Ok(Sources { documents, ..sources.clone() })
}

fn name(document: &str, copy: usize) -> String {
    format!("copy{copy}-{document}")
}

fn rename(document: &mut Value, name: &str, copy: usize) {
    rename_keys(document.get_mut("paths"), |path| match path.strip_prefix('/') {
        // An operation that is told apart by name stands at its id.
        Some(id) if !id.contains('/') => format!("/copy{copy}.{id}"),
        _ => format!("/copy{copy}{path}"),
    });
    let mut schemas = document.get_mut("components").and_then(|part| part.get_mut("schemas"));
    if let Some(Value::Mapping(schemas)) = &mut schemas {
        schemas.remove(COMMON_ERROR);
    }
    rename_keys(schemas, |schema| format!("{schema}Copy{copy}"));
    rename_values(document, name, copy);
}

fn rename_keys(object: Option<&mut Value>, name: impl Fn(&str) -> String) {
    let Some(Value::Mapping(object)) = object else {
        return;
    };
    *object = std::mem::take(object)
        .into_iter()
        .map(|(key, value)| match key.as_str() {
            Some(key) => (Value::from(name(key)), value),
            None => (key, value),
        })
        .collect();
}

/// References, ids and tags.
fn rename_values(value: &mut Value, name: &str, copy: usize) {
    match value {
        Value::Mapping(members) => {
            for (key, value) in members {
                match (key.as_str(), value) {
                    (Some("$ref"), Value::String(text)) => *text = reference(text, name, copy),
                    (Some("operationId"), Value::String(id)) => *id = format!("copy{copy}.{id}"),
                    (Some("tags"), Value::Sequence(tags)) => {
                        for tag in tags {
                            if let Value::String(tag) = tag {
                                *tag = format!("copy{copy}.{tag}");
                            }
                        }
                    }
                    (_, value) => rename_values(value, name, copy),
                }
            }
        }
        Value::Sequence(items) => items.iter_mut().for_each(|item| rename_values(item, name, copy)),
        _ => {}
    }
}

/// A reference that stands in the document `own`.
fn reference(text: &str, own: &str, copy: usize) -> String {
    let (document, pointer) = text.split_once('#').unwrap_or((text, ""));
    if pointer.strip_prefix(SCHEMAS) == Some(COMMON_ERROR) {
        return format!("{}#{pointer}", if document.is_empty() { own } else { document });
    }
    let document = if document.is_empty() { String::new() } else { name(document, copy) };
    let suffix = if pointer.starts_with(SCHEMAS) { format!("Copy{copy}") } else { String::new() };
    format!("{document}#{pointer}{suffix}")
}
