//! The state that the steps of lowering share.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Model, ModelKey, Type};
use crate::load::Documents;
use crate::problem::Problems;

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
    pub(super) platform_codes: BTreeSet<String>,
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
            platform_codes: BTreeSet::new(),
        }
    }
}
