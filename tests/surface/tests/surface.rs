//! The documents and the generated Rust, held against an inventory of the platform's surface that
//! neither was made from: nothing may be missing, and nothing too much. See `surface/README.md`.

#![allow(clippy::expect_used, reason = "a test that cannot read its files fails")]

#[path = "surface/documents.rs"]
mod documents;
#[path = "surface/facts.rs"]
mod facts;
#[path = "surface/inventory.rs"]
mod inventory;
#[path = "surface/modules.rs"]
mod modules;
#[path = "surface/rust.rs"]
mod rust;
#[path = "surface/structs.rs"]
mod structs;
#[path = "surface/tokens.rs"]
mod tokens;
#[path = "surface/wanted.rs"]
mod wanted;

use std::sync::LazyLock;

use alipay_codegen::ir::{Ir, Pages, Protocol};

use documents::Said;
use facts::About::{
    self, Codes, Exports, Methods, Models, Operations, Params, Parts, Requests, Responses,
};
use facts::Surface;
use inventory::Inventory;
use rust::Rust;

static INVENTORY: LazyLock<Inventory> = LazyLock::new(Inventory::read);
static IR: LazyLock<Ir> = LazyLock::new(documents::read);
static SAID: LazyLock<[Surface; 2]> =
    LazyLock::new(|| [Said::wanted(&INVENTORY).0, Said::by(&IR).0]);
static RUST: LazyLock<[Surface; 2]> =
    LazyLock::new(|| [Rust::wanted(&INVENTORY).0, rust::read().0]);

/// What the inventory wants is found.
fn assert_found([wanted, found]: &[Surface; 2], about: About) {
    wanted[about].assert_found(&found[about]);
}

#[test]
fn the_inventory_is_whole() {
    let total = |name: &str| INVENTORY.totals[name];
    let operations = &INVENTORY.v3.operations;
    assert_eq!(operations.len(), total("operations"));
    assert_eq!(INVENTORY.groups().len(), total("groups"));
    assert_eq!(operations.iter().filter(|found| found.is_withdrawn()).count(), total("withdrawn"));
    assert_eq!(INVENTORY.v3.models.len(), total("models"));
    assert_eq!(INVENTORY.v3.models.values().flatten().count(), total("fields"));
    assert_eq!(INVENTORY.codes.values().flatten().count(), total("codes"));
}

#[test]
fn the_inventory_of_other_protocols_is_whole() {
    let total = |name: &str| INVENTORY.totals[name];
    let inventory::Listed { operations, models } = &INVENTORY.gateways;
    let of = |name| operations.iter().filter(move |found| found.says("protocol") == name).count();
    assert_eq!((of("v2"), of("top")), (total("v2-operations"), total("top-operations")));
    assert_eq!(operations.len(), of("v2") + of("top"));
    assert_eq!(models.len(), total("gateway-models"));
    assert_eq!(models.values().flatten().count(), total("gateway-fields"));
}

#[test]
fn the_documents_count_the_operations_and_groups_of_the_inventory() {
    let total = |name: &str| INVENTORY.totals[name];
    let operations = |protocol| IR.apis_of(protocol).map(|api| api.operations.len()).sum::<usize>();
    assert_eq!(operations(Protocol::V3), total("operations"));
    assert_eq!(operations(Protocol::V2), total("v2-operations"));
    assert_eq!(operations(Protocol::Top), total("top-operations"));
    assert_eq!(IR.apis_of(Protocol::V3).count(), total("groups"));
}

#[test]
fn the_documents_have_every_operation_at_its_place_with_state_and_title() {
    assert_found(&SAID, Operations);
}

#[test]
fn the_documents_send_every_parameter_body_and_part_with_its_type() {
    assert_found(&SAID, Requests);
}

#[test]
fn the_documents_response_with_the_right_models() {
    assert_found(&SAID, Responses);
}

#[test]
fn the_documents_have_every_model_with_every_field_and_type() {
    assert_found(&SAID, Models);
}

#[test]
fn the_documents_have_every_error_code() {
    assert_found(&SAID, Codes);
}

/// When this fails, an import or a decision has changed which operations have pages: read what is
/// new, and write the list that the message shows.
#[test]
fn the_operations_with_pages_are_those_of_the_list() {
    let pages = IR.operations().filter_map(|operation| {
        let Pages { page, kind, in_query, size, lists, has_more, total_pages, total_entries } =
            operation.pages.as_ref()?;
        let place = if *in_query { "query" } else { "body" };
        let sent = [Some(page), size.as_ref()].into_iter().flatten().cloned().collect::<Vec<_>>();
        let told = [has_more, total_pages, total_entries].into_iter().flatten();
        let told = told.cloned().collect::<Vec<_>>().join(" ");
        let (sent, lists) = (sent.join(" "), lists.join(" "));
        let line = format!("{}: {kind:?} {place} {sent} | {lists} | {told}", operation.id);
        Some(line.trim_end().to_owned())
    });
    let mut pages: Vec<_> = pages.collect();
    pages.sort();
    let listed: Vec<_> = include_str!("pages.txt").lines().collect();
    assert!(pages == listed, "tests/surface/tests/pages.txt should be:\n{}", pages.join("\n"));
}

#[test]
fn every_operation_is_one_type_with_its_id_method_path_and_types() {
    assert_found(&RUST, Operations);
}

#[test]
fn every_operation_is_one_method_of_its_api_and_deprecated_if_withdrawn() {
    assert_found(&RUST, Methods);
}

#[test]
fn every_model_is_a_struct_that_writes_reads_and_sets_every_field() {
    assert_found(&RUST, Models);
}

#[test]
fn every_query_is_a_struct_that_writes_reads_and_sets_every_parameter() {
    assert_found(&RUST, Params);
}

#[test]
fn every_upload_is_a_struct_that_sends_and_sets_every_part() {
    assert_found(&RUST, Parts);
}

#[test]
fn every_error_code_is_a_constant_and_listed_with_its_operations() {
    assert_found(&RUST, Codes);
}

#[test]
fn every_generated_type_can_be_named_from_outside() {
    assert_found(&RUST, Exports);
}
