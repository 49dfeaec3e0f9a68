//! Which document a schema belongs to: that of the one family that reaches it, or the common one.

use std::collections::{BTreeMap, BTreeSet};

use super::form::{COMMON, reference};
use super::spec::Spec;
use crate::load::Documents;
use crate::yaml::Node;

/// The prefix of a reference to a schema, behind the name of its document.
const SCHEMAS: &str = "#/components/schemas/";

/// Puts new schemas into their documents, and shared ones into the common document. New ones that
/// no operation reaches are left out: the schemas of forms and of errors are written otherwise.
/// Gives the new ones with their documents.
pub(super) fn settle(spec: &mut Spec, mut new: BTreeMap<String, Node>) -> Vec<(String, String)> {
    let mut settled = Vec::new();
    for (name, families) in reached(spec, &new) {
        let shared = families.len() > 1;
        let document = match families.into_iter().next() {
            Some(only) if !shared => only,
            _ => COMMON.to_owned(),
        };
        if let Some(schema) = new.remove(&name) {
            spec.put_schema(&document, &name, schema);
            settled.push((document, name));
        } else if spec.home(&name).is_some_and(|home| moves(spec, home, &document))
            && let Some(schema) = spec.schema(&name).cloned()
        {
            spec.put_schema(&document, &name, schema);
        }
    }
    link(spec);
    settled
}

/// Whether a schema leaves its document for another. A schema that was shared once stays where it
/// is, and so does what another protocol has.
fn moves(spec: &Spec, home: &str, document: &str) -> bool {
    home != document && home != COMMON && !spec.is_other(home)
}

/// The documents whose operations reach each schema.
fn reached(spec: &Spec, new: &BTreeMap<String, Node>) -> BTreeMap<String, BTreeSet<String>> {
    let mut reached: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (document, root) in spec.v3() {
        let mut todo: Vec<&Node> = root.get("paths").into_iter().collect();
        while let Some(node) = todo.pop() {
            for name in references(node) {
                if reached.entry(name.clone()).or_default().insert(document.clone()) {
                    todo.extend(new.get(&name).or_else(|| spec.schema(&name)));
                }
            }
        }
    }
    reached
}

/// The names of the schemas that a node refers to.
fn references(node: &Node) -> Vec<String> {
    let mut names = Vec::new();
    let mut todo = vec![node];
    while let Some(node) = todo.pop() {
        match node {
            Node::List(items) => todo.extend(items),
            Node::Map(map) => {
                todo.extend(map.values());
                let text = map.get("$ref").and_then(Node::as_text);
                names
                    .extend(text.filter(|text| text.contains(SCHEMAS)).map(Documents::schema_name));
            }
            Node::Text(_) | Node::Plain(_) => {}
        }
    }
    names
}

/// Lets each reference to a schema name the document that has it.
fn link(spec: &mut Spec) {
    let homes = spec.homes().clone();
    for (document, root) in spec.roots_mut() {
        let mut todo = vec![root];
        while let Some(node) = todo.pop() {
            match node {
                Node::List(items) => todo.extend(items),
                Node::Map(map) => {
                    if let Some(Node::Text(text)) = map.get_mut("$ref") {
                        relink(text, document, &homes);
                    }
                    todo.extend(map.values_mut());
                }
                Node::Text(_) | Node::Plain(_) => {}
            }
        }
    }
}

fn relink(text: &mut String, document: &str, homes: &BTreeMap<String, String>) {
    let Some((file, _)) = text.split_once(SCHEMAS) else { return };
    let file = file.strip_prefix("./").unwrap_or(file);
    let meant = if file.is_empty() { document } else { file };
    let name = Documents::schema_name(text);
    match homes.get(&name) {
        Some(home) if home == meant => {}
        Some(home) if home == document => *text = reference(&name),
        Some(home) => *text = format!("{home}{}", reference(&name)),
        None => {}
    }
}
