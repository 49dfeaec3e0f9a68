//! The decisions made by hand: one data file beside the documents.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::source::Source;
use super::tree;
use crate::problem::{Place, Problems};

/// What the documents do not say and the generator does not guess.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Decisions {
    /// The schema that every error response shares; its codes are those of the platform.
    pub(crate) common_error: Option<String>,
    /// Product families. For an operation the longest prefix wins; without one the product is
    /// the second part of an id that begins with `alipay.`, else the first.
    pub(crate) products: Vec<ProductDecision>,
    /// Rust names where the rule gives a bad one.
    pub(crate) renames: Renames,
    /// Repairs of the documents.
    pub(crate) repairs: Vec<Repair>,
    /// Which operations can be retried.
    pub(crate) idempotency: IdempotencyDecisions,
    /// The rejections that the caller can mend: error codes by operation id.
    pub(crate) mendable: BTreeMap<String, Vec<String>>,
    /// The codes of rejections that come before anything is processed.
    pub(crate) before_processing: BeforeProcessing,
    /// The names of fields by which operations give their results in pages.
    pub(crate) pages: PageDecisions,
    /// What orders are checked for before they are sent.
    pub(crate) checks: CheckDecisions,
    /// Operations of v3 that only the v2 gateway is known to serve: who carries each, by id.
    pub(crate) gateway_only: BTreeMap<String, String>,
    /// What to do about an error code, a sentence each.
    pub(crate) advice: BTreeMap<String, String>,
    /// Values for examples, the most telling first.
    pub(crate) samples: Vec<SampleDecision>,
    /// Values by field in place of the samples, by the id of an operation or the beginning of ids.
    pub(crate) samples_of: BTreeMap<String, BTreeMap<String, String>>,
    /// What the examples of an object show, and nothing else: values by field, by schema or by id
    /// of the operation whose query it is.
    pub(crate) examples: BTreeMap<String, BTreeMap<String, String>>,
    /// The file's name, for problems.
    #[serde(skip)]
    pub(crate) source: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProductDecision {
    /// The beginning of the tags that belong to it, up to a dot.
    pub(crate) prefix: String,
    /// The Cargo feature.
    pub(crate) feature: String,
    /// What it is, for people.
    pub(crate) title: String,
}

/// Rust names by wire name.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Renames {
    /// Of schemas.
    pub(crate) schemas: BTreeMap<String, String>,
    /// Of fields, as `Schema.field`.
    pub(crate) fields: BTreeMap<String, String>,
    /// Of operations: the method's name by operation id.
    pub(crate) operations: BTreeMap<String, String>,
}

/// Operations of any protocol, besides every GET, that can be retried when nobody knows what became
/// of them.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct IdempotencyDecisions {
    /// Those that change nothing, by id.
    pub(crate) reads: Vec<String>,
    /// Those that are done once per idempotency key: the fields of the body that hold it, by id.
    pub(crate) keys: BTreeMap<String, Vec<String>>,
}

/// The codes of rejections that come before anything is processed, by protocol.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct BeforeProcessing {
    pub(crate) v3: EarlyCodeDecisions,
    pub(crate) v2: EarlyCodeDecisions,
    pub(crate) top: EarlyCodeDecisions,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct EarlyCodeDecisions {
    /// Those after which the same request is rejected again.
    pub(crate) rejected: Vec<String>,
    /// Those that say that there are too many calls at the moment.
    pub(crate) limited: Vec<String>,
}

/// The names of fields by which operations give their results in pages. Of several the first counts
/// that an operation has.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct PageDecisions {
    /// Of requests: the number of the page.
    pub(crate) numbers: Vec<String>,
    /// Of requests and responses: where the next page begins.
    pub(crate) cursors: Vec<String>,
    /// Of requests: how many entries a page has.
    pub(crate) sizes: Vec<String>,
    /// Of responses: whether there are more pages.
    pub(crate) has_more: Vec<String>,
    /// Of responses: how many pages there are.
    pub(crate) total_pages: Vec<String>,
    /// Of responses: how many entries there are on all pages.
    pub(crate) total_entries: Vec<String>,
}

/// What orders are checked for before they are sent.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct CheckDecisions {
    /// The operations that are checked, by id, with the fields that must be set.
    pub(crate) required: BTreeMap<String, Vec<String>>,
    /// How fields are written.
    pub(crate) patterns: Vec<PatternDecision>,
}

/// How some fields are written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PatternDecision {
    /// Names of fields, at any depth of a body or beside it; `Schema.field` is that field alone.
    pub(crate) fields: Vec<String>,
    /// The regular expression for the whole text.
    pub(crate) pattern: String,
    /// The description of a field by it, behind the field's name.
    pub(crate) says: String,
    /// Whether a text that matches is worth a warning. Otherwise one that does not is an error.
    #[serde(default)]
    pub(crate) warns: bool,
}

/// A value for examples.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SampleDecision {
    /// The name on the wire, or its end after an underscore.
    pub(crate) name: String,
    /// The value.
    pub(crate) value: String,
}

/// A JSON Patch (RFC 6902) on one document.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Repair {
    /// The document that is wrong.
    pub(crate) document: String,
    /// Why it is wrong.
    #[expect(dead_code, reason = "only people read it, but the file must have it")]
    pub(crate) reason: String,
    /// What to change. It should begin with a `test`, so that it fails once the document is
    /// mended.
    pub(crate) patch: json_patch::Patch,
}

/// Reads the decisions; without a source there are none.
pub(super) fn load(source: Option<&Source>) -> Result<Decisions, Problems> {
    let Some(source) = source else {
        return Ok(Decisions::default());
    };
    let mut tree = tree::parse(source)?;
    if tree.is_null() {
        tree = Value::Object(serde_json::Map::new());
    }
    if !tree.is_object() {
        let mut problems = Problems::default();
        problems.add(&Place::root(&source.name), "decisions must be an object");
        return Err(problems);
    }
    match serde_path_to_error::deserialize::<_, Decisions>(&tree) {
        Ok(mut decisions) => {
            decisions.source.clone_from(&source.name);
            Ok(decisions)
        }
        Err(error) => {
            let place = place(&source.name, error.path());
            let mut problems = Problems::default();
            problems.add(&place, format!("not a decision: {}", error.inner()));
            problems.or(Decisions::default())
        }
    }
}

/// The place that a path of `serde_path_to_error` means.
pub(super) fn place(document: &str, path: &serde_path_to_error::Path) -> Place {
    use serde_path_to_error::Segment;
    path.iter().fold(Place::root(document), |place, segment| match segment {
        Segment::Seq { index } => place.at(index),
        Segment::Map { key } => place.at(key),
        Segment::Enum { .. } | Segment::Unknown => place,
    })
}
