//! The state of an import, and which change goes where.

use std::collections::BTreeMap;

use super::date::Date;
use super::form::Form;
use super::grouped::Grouped;
use super::home;
use super::question::{Fold, Questions};
use super::spec::Spec;
use crate::diff::{Aspect, Change, Class, Diff, Subject, What};
use crate::ir::ModelKey;
use crate::load::{Decisions, Glossary};
use crate::problem::Problems;
use crate::yaml::Node;

/// What an import works with.
pub(super) struct Import<'a> {
    /// The document's name.
    pub(super) document: String,
    /// The documents of `spec/`.
    pub(super) spec: Spec,
    /// The operations of v3 in `spec/`, by id.
    pub(super) old: BTreeMap<&'a str, Grouped<'a>>,
    /// Those of the document.
    pub(super) new: BTreeMap<&'a str, Grouped<'a>>,
    /// How the models of the document are written.
    pub(super) form: Form<'a>,
    /// The models of the document, as the comparison names them.
    pub(super) keys: BTreeMap<String, &'a ModelKey>,
    pub(super) decisions: &'a Decisions,
    pub(super) glossary: &'a Glossary,
    /// When the document was made.
    pub(super) date: Option<Date>,
    /// Whether the documents of `spec/` are newer: then they are right where both differ.
    pub(super) is_older: bool,
    pub(super) questions: Questions,
    pub(super) problems: Problems,
}

impl Import<'_> {
    /// Makes all changes.
    pub(super) fn apply(&mut self, diff: &Diff) {
        for section in &diff.sections {
            for change in &section.changes {
                // What comes or goes with its operation or model needs no change of its own.
                if change.class == Class::Implied {
                    continue;
                }
                match (&section.subject, &change.model, change.what) {
                    (subject, Some(model), _) => {
                        let is_gone = change.new.is_none() && !self.is_current(subject);
                        if !is_gone {
                            self.model(model, change);
                        }
                    }
                    (Subject::Operation { id }, None, _) => self.operation(id, change),
                    (_, None, What::PlatformCode) => self.platform_code(change),
                    _ => {}
                }
            }
        }
    }

    /// Whether the document has an operation that a subject belongs to.
    fn is_current(&self, subject: &Subject) -> bool {
        match subject {
            Subject::ErrorCodes => true,
            Subject::Operation { id } => self.new.contains_key(&**id),
            Subject::Model { operations, .. } => {
                operations.iter().any(|id| self.new.contains_key(&**id))
            }
        }
    }

    /// Puts the new models into their documents.
    pub(super) fn settle(&mut self) {
        let schemas = self.new_schemas();
        for (document, schema) in home::settle(&mut self.spec, schemas) {
            let model = self.form.models.get(&ModelKey::named(&schema));
            for wire in model.into_iter().flat_map(|model| model.fields.keys()) {
                self.unexplained(&document, wire);
            }
        }
        self.spec.settle_tags();
    }

    /// The named schemas of the document that `spec/` lacks.
    fn new_schemas(&self) -> BTreeMap<String, Node> {
        let models = self.form.models.iter();
        let named = models.filter(|(key, _)| key.inside.is_empty() && !key.of_operation);
        named
            .filter(|(key, _)| self.spec.home(&key.root).is_none())
            .map(|(key, model)| (key.root.clone(), self.form.model(model)))
            .collect()
    }

    /// Notes that something stays that the document does not have.
    pub(super) fn keep(&mut self, of: &str, change: &Change) {
        let document = self.document_of(of);
        self.questions.fold(&document, Fold::Kept, name(of, change));
    }

    /// Whether a change is left to be asked about, because the document is older than `spec/`.
    pub(super) fn contradicts(&mut self, of: &str, change: &Change) -> bool {
        if self.is_older && change.class != Class::Prose {
            let document = self.document_of(of);
            self.questions.fold(&document, Fold::Contradicted, name(of, change));
        }
        self.is_older
    }

    /// The document of an operation, or the document itself.
    fn document_of(&self, of: &str) -> String {
        self.spec.route(of).map_or(of, |route| route.document.as_str()).to_owned()
    }

    /// Notes a field or parameter that nobody has explained.
    pub(super) fn unexplained(&mut self, document: &str, wire: &str) {
        if !self.glossary.sentences.contains_key(wire) {
            self.questions.fold(document, Fold::Unexplained, wire);
        }
    }
}

/// What a change is about, in a list.
fn name(of: &str, change: &Change) -> String {
    if let (What::PlatformCode, Some(code)) = (change.what, &change.old) {
        return code.clone();
    }
    let thing = change.model.as_deref().unwrap_or(of);
    let part = change.name.as_deref().unwrap_or_default();
    let aspect = match (change.aspect, &change.old) {
        (Aspect::Presence, _) => String::new(),
        (Aspect::ErrorCode | Aspect::Value, Some(old)) => old.clone(),
        (aspect, _) => format!("({aspect:?})").to_lowercase(),
    };
    let words = [thing, part, &aspect].into_iter().filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}
