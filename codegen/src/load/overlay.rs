//! Foreign documents know the v3 REST interface alone. The operations of other protocols come from
//! our own documents, with the components that they refer to. Where both have a schema of one name,
//! the foreign one counts.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::document::{Section, split_reference};

type Trees = BTreeMap<String, Value>;

/// Adds to foreign documents what only our own have.
pub(super) fn add(own: &Trees, foreign: &mut Trees) {
    let mut overlay = Overlay { own, schemas: schemas(foreign), added: Trees::new() };
    let mut todo = Vec::new();
    for (name, tree) in own.iter().filter(|(_, tree)| has_protocol(tree)) {
        let mut tree = tree.clone();
        if let Some(schemas) = tree["components"]["schemas"].as_object_mut() {
            schemas.retain(|schema, _| !overlay.schemas.contains_key(schema));
        }
        overlay.redirect(&mut tree, name, &mut todo);
        overlay.added.insert(name.clone(), tree);
    }
    let mut done = BTreeSet::new();
    while let Some(component) = todo.pop() {
        if done.insert(component.clone()) {
            overlay.copy(&component, &mut todo);
        }
    }
    foreign.append(&mut overlay.added);
}

struct Overlay<'o> {
    own: &'o Trees,
    /// The document of each foreign schema.
    schemas: BTreeMap<String, String>,
    added: Trees,
}

/// Document, section, name.
type Component = (String, &'static str, String);

impl Overlay<'_> {
    /// Makes the references of a part of our document `home` lead to foreign schemas where there
    /// are such. What else has to be copied for them is still to do.
    fn redirect(&self, value: &mut Value, home: &str, todo: &mut Vec<Component>) {
        match value {
            Value::Array(items) => {
                items.iter_mut().for_each(|item| self.redirect(item, home, todo));
            }
            Value::Object(fields) => {
                if let Some(Value::String(reference)) = fields.get_mut("$ref") {
                    self.redirect_reference(reference, home, todo);
                }
                fields.values_mut().for_each(|field| self.redirect(field, home, todo));
            }
            _ => {}
        }
    }

    fn redirect_reference(&self, reference: &mut String, home: &str, todo: &mut Vec<Component>) {
        let sections =
            [Section::Schemas, Section::Parameters, Section::Responses, Section::RequestBodies];
        for section in sections {
            let Ok((document, name)) = split_reference(reference, home, section) else { continue };
            match self.schemas.get(&name).filter(|_| section == Section::Schemas) {
                Some(foreign) => {
                    let token = name.replace('~', "~0").replace('/', "~1");
                    *reference = format!("{foreign}#/components/schemas/{token}");
                }
                None if self.own.get(&document).is_some_and(|tree| !has_protocol(tree)) => {
                    todo.push((document, section.name(), name));
                }
                None => {}
            }
        }
    }

    /// Copies a component of a document that is not taken over as a whole.
    fn copy(&mut self, (document, section, name): &Component, todo: &mut Vec<Component>) {
        let Some(tree) = self.own.get(document) else { return };
        let mut component = tree["components"][*section][name].clone();
        self.redirect(&mut component, document, todo);
        let copy = self.added.entry(document.clone()).or_insert_with(|| {
            json!({ "openapi": tree["openapi"], "info": tree["info"], "paths": {}, "components": {} })
        });
        let components = copy["components"].as_object_mut();
        let section = components
            .map(|sections| sections.entry(*section).or_insert_with(|| Value::Object(Map::new())));
        if let Some(Value::Object(section)) = section {
            section.insert(name.clone(), component);
        }
    }
}

/// Whether the operations of a document are called otherwise than by v3 REST.
fn has_protocol(tree: &Value) -> bool {
    tree.get("x-protocol").is_some()
}

fn schemas(trees: &Trees) -> BTreeMap<String, String> {
    let schemas = |(document, tree): (&String, &Value)| {
        let schemas = tree.get("components").and_then(|components| components.get("schemas"));
        let names = schemas.and_then(Value::as_object).into_iter().flat_map(Map::keys);
        names.map(|name| (name.clone(), document.clone())).collect::<Vec<_>>()
    };
    trees.iter().flat_map(schemas).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(protocol: Option<&str>, components: Value) -> Value {
        let mut tree = json!({
            "openapi": "3.0.3",
            "info": {"title": "Test", "version": "1"},
            "paths": {},
            "components": components,
        });
        if let Some(protocol) = protocol {
            tree["x-protocol"] = protocol.into();
        }
        tree
    }

    #[test]
    fn operations_of_other_protocols_bring_their_components_and_take_foreign_schemas() {
        let reference = |text: &str| json!({"$ref": text});
        let v2 = json!({
            "schemas": {
                "Order": {"properties": {
                    "buyer": reference("trade.yaml#/components/schemas/Buyer"),
                    "goods": reference("trade.yaml#/components/schemas/Goods"),
                }},
                "Foreign": {"type": "object"},
            },
            "responses": {"Own": reference("common.yaml#/components/responses/Rejected")},
        });
        let trade = json!({"schemas": {
            "Buyer": {"type": "string"},
            "Goods": {"items": reference("#/components/schemas/Part")},
            "Part": {"type": "string"},
            "Unused": {"type": "string"},
        }});
        let common = json!({"responses": {"Rejected": {"description": "No."}}});
        let own = Trees::from([
            ("v2.yaml".to_owned(), document(Some("v2"), v2)),
            ("trade.yaml".to_owned(), document(None, trade)),
            ("common.yaml".to_owned(), document(None, common)),
        ]);
        let schemas = json!({"schemas": {"Buyer": {"type": "object"}, "Foreign": {}}});
        let mut trees = Trees::from([("openapi.yaml".to_owned(), document(None, schemas))]);
        add(&own, &mut trees);

        let v2 = &trees["v2.yaml"]["components"]["schemas"];
        assert_eq!(
            v2["Order"]["properties"]["buyer"],
            reference("openapi.yaml#/components/schemas/Buyer")
        );
        assert_eq!(
            v2["Order"]["properties"]["goods"],
            reference("trade.yaml#/components/schemas/Goods")
        );
        assert_eq!(v2.get("Foreign"), None);
        let trade = trees["trade.yaml"]["components"]["schemas"].as_object().map(Map::len);
        assert_eq!(trade, Some(2), "Goods and Part: {:?}", trees["trade.yaml"]);
        assert_eq!(
            trees["common.yaml"]["components"]["responses"]["Rejected"]["description"],
            "No."
        );
    }
}
