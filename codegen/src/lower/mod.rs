//! Documents to [`Ir`]: from OpenAPI's words to the SDK's.

mod check;
mod early;
mod error;
mod facts;
mod gateway;
mod idempotency;
mod lowering;
mod mendable;
mod operation;
mod pages;
mod product;
mod protocol;
mod route;
mod sample;
mod schema;
mod sentences;
mod shape;
mod status;

use std::collections::BTreeMap;

pub(crate) use product::product as product_of;

use self::lowering::Lowering;
use crate::ir::{Ir, Protocol};
use crate::load::Documents;
use crate::problem::Problems;

/// Lowers everything in the documents, and adds to `problems`. The sentences of our own surface win
/// over those of foreign documents.
pub(crate) fn lower(documents: &Documents, own: Option<&Ir>, problems: &mut Problems) -> Ir {
    let mut lowering = Lowering::new(documents);
    lowering.common_error();
    let mut operations = lowering.operations();
    lowering.unreferenced_schemas();
    let Lowering { models, platform_codes, problems: found, .. } = lowering;
    problems.extend_elsewhere(found);
    idempotency::assign(&mut operations, &models, &documents.decisions, problems);
    mendable::assign(&mut operations, &documents.decisions, problems);
    pages::assign(&mut operations, &models, &documents.decisions, problems);
    gateway::assign(&mut operations, &documents.decisions, problems);
    check::assign(&mut operations, &models, &documents.decisions, problems);
    let mut ir = Ir { models, platform_codes, servers: servers(documents), ..Ir::default() };
    product::assign(&mut ir, operations, documents, problems);
    early::collect(&mut ir, &documents.decisions, problems);
    error::advise(&mut ir, &documents.decisions, problems);
    sample::collect(&mut ir, &documents.decisions, problems);
    sentences::apply(&mut ir, &documents.glossary, own, problems);
    ir
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
