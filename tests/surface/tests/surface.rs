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

use alipay_codegen::ir::{Ir, Protocol};

use documents::Said;
use inventory::Inventory;
use rust::Rust;

static INVENTORY: LazyLock<Inventory> = LazyLock::new(Inventory::read);
static IR: LazyLock<Ir> = LazyLock::new(documents::read);
static SAID: LazyLock<[Said; 2]> = LazyLock::new(|| [Said::wanted(&INVENTORY), Said::by(&IR)]);
static RUST: LazyLock<[Rust; 2]> = LazyLock::new(|| [Rust::wanted(&INVENTORY), rust::read()]);

#[test]
fn the_inventory_is_whole() {
    let operations = &INVENTORY.operations;
    assert_eq!(operations.len(), 768);
    assert_eq!(INVENTORY.groups().len(), 476);
    assert_eq!(operations.iter().filter(|found| found.withdrawn).count(), 22);
    assert_eq!(INVENTORY.models.len(), 1860);
    assert_eq!(INVENTORY.models.values().flatten().count(), 10_850);
    assert_eq!(INVENTORY.codes.values().flatten().count(), 6650);
}

#[test]
fn the_inventory_of_other_protocols_is_whole() {
    let of = |name| INVENTORY.gateways.iter().filter(move |found| found.protocol == name).count();
    assert_eq!((of("v2"), of("top"), INVENTORY.gateways.len()), (4, 1, 5));
    assert_eq!(INVENTORY.gateway_models.len(), 17);
    assert_eq!(INVENTORY.gateway_models.values().flatten().count(), 133);
}

#[test]
fn the_documents_count_768_operations_in_476_groups() {
    let count = |protocol| {
        let apis = || IR.apis_of(protocol);
        (apis().map(|api| api.operations.len()).sum::<usize>(), apis().count())
    };
    assert_eq!(count(Protocol::V3), (768, 476));
    assert_eq!((count(Protocol::V2), count(Protocol::Top)), ((4, 4), (1, 1)));
}

#[test]
fn the_documents_have_every_operation_at_its_place_with_state_and_title() {
    let [wanted, found] = &*SAID;
    wanted.operations.assert_found(&found.operations);
}

#[test]
fn the_documents_send_every_parameter_body_and_part_with_its_type() {
    let [wanted, found] = &*SAID;
    wanted.requests.assert_found(&found.requests);
}

#[test]
fn the_documents_response_with_the_right_models() {
    let [wanted, found] = &*SAID;
    wanted.responses.assert_found(&found.responses);
}

#[test]
fn the_documents_have_every_model_with_every_field_and_type() {
    let [wanted, found] = &*SAID;
    wanted.models.assert_found(&found.models);
}

#[test]
fn the_documents_have_every_error_code() {
    let [wanted, found] = &*SAID;
    wanted.codes.assert_found(&found.codes);
}

#[test]
fn every_operation_is_one_type_with_its_id_method_path_and_types() {
    let [wanted, found] = &*RUST;
    wanted.operations.assert_found(&found.operations);
}

#[test]
fn every_operation_is_one_method_of_its_api_and_deprecated_if_withdrawn() {
    let [wanted, found] = &*RUST;
    wanted.methods.assert_found(&found.methods);
}

#[test]
fn every_model_is_a_struct_that_writes_reads_and_sets_every_field() {
    let [wanted, found] = &*RUST;
    wanted.models.assert_found(&found.models);
}

#[test]
fn every_query_is_a_struct_that_writes_reads_and_sets_every_parameter() {
    let [wanted, found] = &*RUST;
    wanted.params.assert_found(&found.params);
}

#[test]
fn every_upload_is_a_struct_that_sends_and_sets_every_part() {
    let [wanted, found] = &*RUST;
    wanted.parts.assert_found(&found.parts);
}

#[test]
fn every_error_code_is_a_constant_and_listed_with_its_operations() {
    let [wanted, found] = &*RUST;
    wanted.codes.assert_found(&found.codes);
}

#[test]
fn every_generated_type_can_be_named_from_outside() {
    let [wanted, found] = &*RUST;
    wanted.exports.assert_found(&found.exports);
}
