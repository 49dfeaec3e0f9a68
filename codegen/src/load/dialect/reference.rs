//! References: each reaches its target.

use serde_json::Value;

use super::super::document::{Section, split_reference};
use super::{Checker, Object};
use crate::problem::Place;

/// How many references may lead from one to the next.
const MAX_CHAIN: usize = 64;

impl<'t> Checker<'t> {
    /// Whether this is a reference; its target is checked.
    pub(super) fn reference(
        &mut self,
        object: &'t Object,
        place: &Place,
        section: Section,
    ) -> bool {
        let Some(reference) = object.get("$ref") else {
            return false;
        };
        self.plain(object, place);
        let place = place.at("$ref");
        let mut target = self.target(reference, place.document(), section);
        if let Err(reason) = &target {
            self.can_be_lowered = false;
            if !self.is_unread(reference, place.document(), section) {
                self.problems.add(&place, reason);
            }
        }
        let mut passed = 0;
        // A problem of a reference further on is reported where that one stands.
        while let Ok((document, name)) = target {
            let next = &self.trees[&document]["components"][section.name()][&name];
            let Some(onward) = next.get("$ref") else {
                break;
            };
            passed += 1;
            if passed > MAX_CHAIN {
                let what = section.what();
                self.problems.add(
                    &place,
                    format!("this reference does not reach {what}: it is part of a loop, or of a chain of more than {MAX_CHAIN} references"),
                );
                self.can_be_lowered = false;
                break;
            }
            target = self.target(onward, &document, section);
        }
        true
    }

    /// Whether a reference leads into a document that could not be read.
    fn is_unread(&self, reference: &Value, from: &str, section: Section) -> bool {
        let target = reference.as_str().and_then(|text| split_reference(text, from, section).ok());
        target.is_some_and(|(document, _)| self.unread.contains(document.as_str()))
    }

    /// The document and the name that a reference means, or what is wrong with it.
    fn target(
        &self,
        reference: &Value,
        from: &str,
        section: Section,
    ) -> Result<(String, String), String> {
        match reference.as_str() {
            None => Err("a reference must be text".to_owned()),
            Some(text) => split_reference(text, from, section).and_then(|(document, name)| {
                let tree = self.trees.get(&document);
                let tree = tree.ok_or_else(|| format!("there is no document {document:?}"))?;
                match tree.get("components").and_then(|part| part.get(section.name())?.get(&name)) {
                    Some(_) => Ok((document, name)),
                    None => Err(format!("there is no {text:?}")),
                }
            }),
        }
    }
}
