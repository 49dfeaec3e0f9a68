//! Documents to [`Ir`]: from OpenAPI's words to the SDK's.

mod error;
mod glossary;
mod idempotency;
mod operation;
mod product;
mod protocol;
mod sample;
mod schema;
mod shape;

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Ir, Model, ModelKey, Protocol};
use crate::load::Documents;
use crate::problem::{Place, Problems};

/// Lowers everything in the documents.
pub(crate) fn lower(documents: &Documents) -> Result<Ir, Problems> {
    let mut lowering = Lowering::new(documents);
    let mut operations = lowering.operations();
    lowering.unreferenced_schemas();
    let Lowering { models, platform_codes, mut problems, .. } = lowering;
    idempotency::assign(&mut operations, &models, &documents.decisions, &mut problems);
    let mut ir = Ir { models, platform_codes, servers: servers(documents), ..Ir::default() };
    product::assign(&mut ir, operations, documents, &mut problems);
    error::advise(&mut ir, &documents.decisions, &mut problems);
    sample::collect(&mut ir, &documents.decisions, &mut problems);
    glossary::apply(&mut ir, &documents.glossary, &mut problems);
    problems.or(ir)
}

/// The first address that the documents of a protocol name.
fn servers(documents: &Documents) -> BTreeMap<Protocol, String> {
    let mut servers = BTreeMap::new();
    for (_, document) in documents.iter() {
        if let Some(server) = document.servers.first() {
            let url = || server.url.trim_end_matches('/').to_owned();
            servers.entry(protocol::of(document)).or_insert_with(url);
        }
    }
    servers
}

/// What lowering has found so far.
struct Lowering<'d> {
    documents: &'d Documents,
    problems: Problems,
    models: BTreeMap<ModelKey, Model>,
    /// What each named schema turned out to be.
    named: BTreeMap<String, schema::Named>,
    /// How many schemas are being looked at, one inside or through the other.
    depth: usize,
    /// Named models whose fields are still to be lowered.
    queue: Vec<String>,
    /// Schemas that describe rejections: they become error codes, not models.
    error_schemas: BTreeSet<String>,
    platform_codes: BTreeSet<String>,
}

impl<'d> Lowering<'d> {
    fn new(documents: &'d Documents) -> Self {
        let mut lowering = Self {
            documents,
            problems: Problems::default(),
            models: BTreeMap::new(),
            named: BTreeMap::new(),
            depth: 0,
            queue: Vec::new(),
            error_schemas: BTreeSet::new(),
            platform_codes: BTreeSet::new(),
        };
        lowering.common_error();
        lowering
    }

    /// Lowers what no operation mentions: somebody may need it, so it is not dropped.
    fn unreferenced_schemas(&mut self) {
        let documents = self.documents;
        for name in documents.schema_names() {
            if self.error_schemas.contains(name) {
                continue;
            }
            if let Some((place, _)) = documents.schema(name) {
                self.named(name, &place);
            }
        }
        self.queued_models();
    }

    fn decision(&self, member: &str) -> Place {
        Place::root(&self.documents.decisions.source).at(member)
    }
}
