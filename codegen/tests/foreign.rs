//! A foreign document beside our own: other protocols, decisions and sentences come from ours.

use alipay_codegen::ir::{Field, ModelKey};
use alipay_codegen::{Generated, Source, Sources, generate};

const DECISIONS: &str = "idempotency:
  keys: {alipay.a.pay: [note], alipay.a.gone: [id]}
advice: {BUSY: Wait.}
";

const GLOSSARY: &str = "note: Of the glossary.\nid: Of the glossary.\nelsewhere: Of the glossary.\n\
    nowhere: Of the glossary.\n\
    Pay.other: For this model.\nother: For all others.\n";

/// A document: its title, the rest of its head, its operations, its schemas.
fn document(title: &str, head: &str, operations: &[String], schemas: &str) -> String {
    format!(
        "openapi: 3.0.3
info: {{title: {title}, version: '1'}}
{head}paths:
{}components:
  schemas:
{schemas}",
        operations.concat()
    )
}

/// An operation that sends this schema, and more lines of it.
fn operation((path, tag, id): (&str, &str, &str), schema: &str, more: &str) -> String {
    format!(
        "  {path}:
    post:
      tags: [{tag}]
      operationId: {id}
      requestBody:
        content: {{application/json: {{schema: {{$ref: '#/components/schemas/{schema}'}}}}}}
{more}"
    )
}

const PAY: (&str, &str, &str) = ("/v3/a/pay", "alipay.a", "alipay.a.pay");
const GONE: (&str, &str, &str) = ("/v3/a/gone", "alipay.a", "alipay.a.gone");
const PAGE: (&str, &str, &str) = ("/alipay.page.pay", "alipay.page", "alipay.page.pay");
const DONE: &str = "      responses: {'200': {description: Done.}}\n";

fn own() -> String {
    let more = format!("{DONE}      description: Pays.\n      x-error-codes: [BUSY]\n");
    let operations = [operation(PAY, "Pay", &more), operation(GONE, "Gone", DONE)];
    let schemas = "    Pay:
      type: object
      properties:
        amount: {type: string, description: Our sentence.}
        note: {type: string}
        other: {type: string}
    Goods:
      type: object
      properties: {id: {type: string}, elsewhere: {type: string}, other: {type: string}}
    Gone: {type: object, properties: {id: {type: string}, nowhere: {type: string}}}
";
    document("own", "", &operations, schemas)
}

fn v2() -> String {
    let more = "      x-carrier: browser
      responses:
        '200':
          description: Done.
          content: {application/json: {schema: {type: object}}}
";
    let schemas = "    PagePay:
      type: object
      properties:
        pay: {$ref: 'own.yaml#/components/schemas/Pay'}
        goods: {$ref: 'own.yaml#/components/schemas/Goods'}
";
    document("v2", "x-protocol: v2\n", &[operation(PAGE, "PagePay", more)], schemas)
}

fn foreign() -> String {
    let more = format!("{DONE}      description: 官方\n");
    let schemas = "    Pay:
      type: object
      properties:
        amount: {type: string, description: 金额}
        note: {type: string, description: 备注}
        added: {type: string, description: 新增}
        other: {type: string}
        second: {type: object, properties: {other: {type: string}}}
";
    document("official", "", &[operation(PAY, "Pay", &more)], schemas)
}

fn source(name: &str, content: &str) -> Source {
    Source { name: name.to_owned(), content: content.into() }
}

fn run() -> Generated {
    let own = Sources::new([
        source("own.yaml", &own()),
        source("v2.yaml", &v2()),
        source("decisions.yaml", DECISIONS),
        source("glossary.yaml", GLOSSARY),
    ]);
    let foreign = vec![source("openapi.yaml", &foreign())];
    let sources = Sources { documents: foreign, own: own.documents, ..own };
    generate(&sources).unwrap_or_else(|problems| panic!("{problems}"))
}

#[test]
fn what_applies_to_nothing_in_a_foreign_document_is_no_error() {
    let beside = run().beside.expect("a foreign document");
    let unused: Vec<_> = beside.unused.iter().map(|problem| problem.place.to_string()).collect();
    assert_eq!(
        unused,
        [
            "decisions.yaml#/advice/BUSY",
            "decisions.yaml#/idempotency/keys/alipay.a.gone",
            "glossary.yaml#/nowhere",
        ]
    );
    assert_eq!(beside.own.operations().count(), 3);
}

#[test]
fn operations_of_other_protocols_come_from_our_own_documents() {
    let ir = run().ir;
    let ids: Vec<_> = ir.operations().map(|operation| operation.id.as_str()).collect();
    assert_eq!(ids, ["alipay.a.pay", "alipay.page.pay"]);
    let foreign = &ir.models[&ModelKey::named("Pay")];
    assert!(foreign.fields.contains_key("added"), "the foreign schema counts: {foreign:?}");
    assert!(ir.models.contains_key(&ModelKey::named("Goods")));
}

#[test]
fn our_sentence_wins_then_the_glossary_and_foreign_text_fills_gaps() {
    let ir = run().ir;
    let fields = &ir.models[&ModelKey::named("Pay")].fields;
    let text = |field: &Field| field.description.clone();
    assert_eq!(text(&fields["amount"]), "Our sentence.");
    assert_eq!(text(&fields["note"]), "Of the glossary.");
    assert_eq!(text(&fields["added"]), "新增");
    assert_eq!(text(&fields["other"]), "For this model.");
    let pay =
        ir.operations().find(|operation| operation.id == "alipay.a.pay").expect("it is there");
    assert_eq!(pay.description, "Pays.");
}
