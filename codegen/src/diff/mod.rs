//! What changed from one surface to another, and what that does to programs.
//!
//! Names and decisions by hand are not compared: the documents do not say them. The class of a
//! change follows from what the emitters make of it:
//!
//! | what | added | removed | changed |
//! | --- | --- | --- | --- |
//! | operation | compatible | breaking | |
//! | its group, product, protocol, carrier, body, response | | | breaking |
//! | its method, path, status | | | behavior |
//! | the deprecation of an operation or field | compatible | compatible | prose |
//! | an error code that it documents | compatible | compatible | |
//! | the constant of an error code | compatible | breaking | |
//! | the product of that constant | breaking | compatible | breaking |
//! | code of the platform | compatible | compatible | |
//! | path parameter, an argument of the method | breaking | breaking | |
//! | its type, which only has to be displayed | | | behavior |
//! | the order of path parameters | | | breaking |
//! | query parameter | compatible | breaking | |
//! | all query parameters, an argument of the method | breaking | breaking | |
//! | part of a form, model, field | compatible | breaking | |
//! | their type, and that of a query parameter | | | breaking |
//! | that one of them is required | behavior | compatible | |
//! | limit of the values that one of them takes | behavior | behavior | behavior |
//! | documented value, a constant | compatible | breaking | |
//! | documented value of a path parameter | compatible | compatible | |
//! | title, description, example | prose | prose | prose |
//!
//! A constant of no product is one that every program has: to get a product restricts it. What
//! comes or goes with its operation, model or form is implied: it is counted, and has no class of
//! its own.

mod change;
mod class;
mod code;
mod collect;
mod field;
mod markdown;
mod operation;
mod phrase;
mod scope;
mod summary;
mod users;
mod words;

use std::collections::BTreeMap;

pub use change::{Aspect, Change, Class, Diff, NotCompared, Section, Side, Subject, What};
pub use summary::{Row, Summary};
pub(crate) use words::model as model_name;

use self::code::Codes;
use self::collect::{Changes, Thing, pairs};
use self::scope::Scope;
use self::users::Users;
use crate::ir::{Ir, Model, ModelKey};

/// Compares two surfaces.
pub fn diff(old: &Ir, new: &Ir) -> Diff {
    let scopes = (Scope::new(old, new), Scope::new(new, old));
    let operations = (scopes.0.operations(new), scopes.1.operations(old));
    let mut users = Users::new();
    users::add(&mut users, old, &operations.0);
    users::add(&mut users, new, &operations.1);
    let mut sections = BTreeMap::<Subject, Changes>::new();
    let codes = [(old, &operations.0), (new, &operations.1)];
    let [was, is] = codes.map(|(ir, operations)| Codes { ir, operations });
    code::codes(&was, &is, sections.entry(Subject::ErrorCodes).or_default());
    for (id, (old, new)) in pairs(operations.0.clone(), operations.1.clone()) {
        let subject = Subject::Operation { id: id.to_owned() };
        operation::operation(old, new, sections.entry(subject).or_default());
    }
    for (key, (old, new)) in pairs(scopes.0.models(new), scopes.1.models(old)) {
        model(key, old, new, sections.entry(subject(key, &users)).or_default());
    }
    let not_compared = scopes.0.not_compared(Side::Old).chain(scopes.1.not_compared(Side::New));
    let sections = sections.into_iter();
    let sections =
        sections.map(|(subject, changes)| Section { subject, changes: changes.into_vec() });
    Diff {
        not_compared: not_compared.collect(),
        sections: sections.filter(|section| !section.changes.is_empty()).collect(),
    }
}

/// What the changes of a model are listed under.
fn subject(key: &ModelKey, users: &Users<'_>) -> Subject {
    let operations: Vec<_> = users.get(key).into_iter().flatten().collect();
    match operations.as_slice() {
        [only] => Subject::Operation { id: (**only).to_owned() },
        several => {
            let operations = several.iter().map(|&&id| id.to_owned()).collect();
            Subject::Model { name: words::model(key), operations }
        }
    }
}

fn model(key: &ModelKey, old: Option<&Model>, new: Option<&Model>, changes: &mut Changes) {
    let name = words::model(key);
    let thing = Thing::new(What::Model).of_model(&name);
    match (old, new) {
        (Some(old), Some(new)) => {
            let [old, new] = [old, new].map(|model| words::text(&model.description));
            changes.note(thing, Aspect::Description, old, new);
        }
        (old, new) => {
            let size = |model: &Model| words::count(model.fields.len(), "field");
            let [old, new] = [old, new].map(|side| side.map(size));
            changes.note(thing, Aspect::Presence, old.as_deref(), new.as_deref());
        }
    }
    let thing = Thing::new(What::Field).of_model(&name).implied(old.is_none() || new.is_none());
    let [was, is] = [old, new].map(|side| side.into_iter().flat_map(|model| model.fields.values()));
    field::fields(thing, was, is, changes);
}

impl Diff {
    /// Leaves the changes of one operation, and of the models that it uses.
    pub fn only(&mut self, operation: &str) {
        self.sections.retain(|section| match &section.subject {
            Subject::ErrorCodes => false,
            Subject::Operation { id } => id == operation,
            Subject::Model { operations, .. } => operations.iter().any(|id| id == operation),
        });
    }

    /// Leaves out the changes of words.
    pub fn without_prose(&mut self) {
        for section in &mut self.sections {
            section.changes.retain(|change| change.class != Class::Prose);
        }
        self.sections.retain(|section| !section.changes.is_empty());
    }
}
