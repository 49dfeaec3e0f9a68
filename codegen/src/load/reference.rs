//! What a document says beside a `$ref` to a schema. OpenAPI 3.0 ignores it, people who write
//! documents mean it: a description, an example, a deprecation of this field alone.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

/// Puts references with something beside them under `allOf`, where the rest is theirs.
pub(super) fn keep_siblings(trees: &mut BTreeMap<String, Value>) {
    trees.values_mut().for_each(keep);
}

fn keep(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(keep),
        Value::Object(fields) => {
            fields.values_mut().for_each(keep);
            if has_siblings(fields) {
                let reference = fields.remove("$ref");
                fields.insert("allOf".to_owned(), json!([{ "$ref": reference }]));
            }
        }
        _ => {}
    }
}

/// Whether this is a reference to a schema that says something of its own.
fn has_siblings(fields: &Map<String, Value>) -> bool {
    const MEANT: [&str; 3] = ["description", "example", "deprecated"];
    let reference = fields.get("$ref").and_then(Value::as_str);
    reference.is_some_and(|text| text.contains("#/components/schemas/"))
        && MEANT.iter().any(|name| fields.contains_key(*name))
        && !fields.contains_key("allOf")
}
