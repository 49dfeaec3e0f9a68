//! The state that the steps of lowering share.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Field, Model, ModelKey, Type};
use crate::load::Documents;
use crate::problem::{Place, Problems};

/// How much the models and operations may hold together: each field, inherited schema, documented
/// value, error code and 100 bytes of description is one. References copy, so a short document
/// could ask for any amount.
const MAX_PARTS: usize = 1_000_000;

/// What a named schema turned out to be.
pub(super) enum Named {
    /// It is being looked at: to meet it again is a loop.
    Open,
    Is(Type),
    /// A problem was reported.
    Wrong,
}

/// What lowering has found so far.
pub(super) struct Lowering<'d> {
    pub(super) documents: &'d Documents,
    pub(super) problems: Problems,
    pub(super) models: BTreeMap<ModelKey, Model>,
    /// What each named schema turned out to be.
    pub(super) named: BTreeMap<String, Named>,
    /// How many schemas are being looked at, one inside or through the other.
    pub(super) depth: usize,
    /// Named models whose fields are still to be lowered.
    pub(super) queue: Vec<String>,
    /// Schemas that describe rejections: they become error codes, not models.
    pub(super) error_schemas: BTreeSet<String>,
    /// Named schemas of multipart forms: they become parts, not models.
    pub(super) form_schemas: BTreeSet<String>,
    pub(super) platform_codes: BTreeSet<String>,
    /// What the models and operations hold so far.
    parts: usize,
}

impl<'d> Lowering<'d> {
    pub(super) fn new(documents: &'d Documents) -> Self {
        Self {
            documents,
            problems: Problems::default(),
            models: BTreeMap::new(),
            named: BTreeMap::new(),
            depth: 0,
            queue: Vec::new(),
            error_schemas: BTreeSet::new(),
            form_schemas: BTreeSet::new(),
            platform_codes: BTreeSet::new(),
            parts: 0,
        }
    }

    /// Whether there is room for more parts. The first that has none is a problem.
    pub(super) fn take(&mut self, parts: usize, place: &Place) -> bool {
        let had_room = self.parts <= MAX_PARTS;
        self.parts = self.parts.saturating_add(parts);
        let has_room = self.parts <= MAX_PARTS;
        if had_room && !has_room {
            let reason = "with this one there are too many fields, values and error codes: \
                          let fewer schemas refer to large ones";
            self.problems.add(place, reason);
        }
        has_room
    }

    /// Whether there is room for a field.
    pub(super) fn take_field(&mut self, field: &Field, place: &Place) -> bool {
        self.take(1 + field.values.len() + field.description.len() / 100, place)
    }
}
