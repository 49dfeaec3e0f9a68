//! Documents to [`Ir`]: from OpenAPI's words to the SDK's.

mod check;
mod early;
mod error;
mod glossary;
mod idempotency;
mod lowering;
mod mendable;
mod operation;
mod product;
mod protocol;
mod sample;
mod schema;
mod shape;
mod status;

use std::collections::BTreeMap;

pub(crate) use product::product as product_of;

use self::lowering::Lowering;
use crate::ir::{Ir, Protocol};
use crate::load::Documents;
use crate::problem::Problems;

/// Lowers everything in the documents.
pub(crate) fn lower(documents: &Documents) -> Result<Ir, Problems> {
    let mut lowering = Lowering::new(documents);
    lowering.common_error();
    let mut operations = lowering.operations();
    lowering.unreferenced_schemas();
    let Lowering { models, platform_codes, mut problems, .. } = lowering;
    idempotency::assign(&mut operations, &models, &documents.decisions, &mut problems);
    mendable::assign(&mut operations, &documents.decisions, &mut problems);
    check::assign(&mut operations, &models, &documents.decisions, &mut problems);
    let mut ir = Ir { models, platform_codes, servers: servers(documents), ..Ir::default() };
    product::assign(&mut ir, operations, documents, &mut problems);
    early::collect(&mut ir, &documents.decisions, &mut problems);
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
