//! What changed from one document to another, and how it is classed.
//!
//! Each case replaces a piece of `diff/base.yaml`. The snapshot tells all changes, there and back.
//! `INSTA_UPDATE=always cargo test -p alipay-codegen --test diff` accepts new texts.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::fmt::Write as _;

use alipay_codegen::diff::{Change, Class, Diff, Subject, diff};
use alipay_codegen::ir::{Ir, Protocol};
use alipay_codegen::{Source, Sources, understand};
use serde_yaml::Value;

const BASE: &str = include_str!("diff/base.yaml");

fn source(name: &str, content: impl Into<Vec<u8>>) -> Source {
    Source { name: name.to_owned(), content: content.into() }
}

fn ir(document: &str) -> Ir {
    let decisions = source("decisions.yaml", "common_error: Refusal\n");
    let sources = Sources::new([source("shops.yaml", document), decisions]);
    understand(&sources).unwrap_or_else(|problems| panic!("{problems}\n{document}"))
}

/// The changed document, and each piece of the base with what takes its place.
type Case = (&'static str, &'static [(&'static str, &'static str)]);

const OPERATION: &str = "  /v3/shop/list:
    get:
      operationId: alipay.shop.item.list
      tags: [alipay.shop.item]
      deprecated: true
      x-deprecated-reason: closed
      responses:
        '200':
          description: done
          content:
            application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Item'}}}
      x-error-codes: [ITEM_GONE]
";
const UPLOAD_FORM: &str = "          multipart/form-data:
            schema:
              type: object
              required: [picture]
              properties:
                data: {$ref: '#/components/schemas/FileModel'}
                picture: {type: string, format: binary, description: The picture.}
                icon: {type: string, format: binary}
";
const JSON_BODY: &str =
    "          application/json: {schema: {$ref: '#/components/schemas/FileModel'}}\n";
const QUERY: &str =
    "      - {in: query, name: view, description: How much., schema: {type: string, enum: [FULL]}}
      - {in: query, name: page, schema: {type: integer}}
";
const PATH_PART: &str =
    "      - {in: path, name: part, required: true, schema: {type: string, enum: [FRONT]}}\n";
const RESPONSE: &str = "{type: array, items: {$ref: '#/components/schemas/Item'}}";
const UNUSED: &str = "    Unused:
      type: object
      properties:
        nothing: {type: boolean}
";

const CASES: &[Case] = &[
    ("an operation is withdrawn", &[(OPERATION, "")]),
    ("an operation moves to another group", &[("[alipay.media.file]", "[alipay.media]")]),
    (
        "an operation moves to another product",
        &[("[alipay.shop.item]\n      deprecated", "[alipay.store]\n      deprecated")],
    ),
    ("a method changes", &[("    put:\n", "    post:\n")]),
    ("a path changes", &[("/v3/shop/list", "/v3/shop/all")]),
    ("path parameters change places", &[("/{id}/{part}:", "/{part}/{id}:")]),
    ("a path parameter is gone", &[("/{id}/{part}:", "/{id}:"), (PATH_PART, "")]),
    (
        "a path parameter has another type",
        &[(
            "name: id, required: true, schema: {type: string}",
            "name: id, required: true, schema: {type: integer}",
        )],
    ),
    ("a value of a path parameter is gone", &[("{type: string, enum: [FRONT]}", "{type: string}")]),
    (
        "a query parameter is gone",
        &[("      - {in: query, name: page, schema: {type: integer}}\n", "")],
    ),
    ("all query parameters are gone", &[(QUERY, "")]),
    (
        "a query parameter has another type",
        &[("name: page, schema: {type: integer}", "name: page, schema: {type: string}")],
    ),
    (
        "a query parameter is required",
        &[("name: page, schema", "name: page, required: true, schema")],
    ),
    ("a query parameter has another value", &[("[FULL]", "[ALL]")]),
    ("a form becomes JSON", &[(UPLOAD_FORM, JSON_BODY)]),
    (
        "the body is another model",
        &[(
            "application/json: {schema: {$ref: '#/components/schemas/ItemModel'}}",
            "application/json: {schema: {$ref: '#/components/schemas/FileModel'}}",
        )],
    ),
    ("a part is gone", &[("                icon: {type: string, format: binary}\n", "")]),
    (
        "the JSON part is gone",
        &[("                data: {$ref: '#/components/schemas/FileModel'}\n", "")],
    ),
    (
        "the JSON part has another type",
        &[(
            "data: {$ref: '#/components/schemas/FileModel'}",
            "data: {type: array, items: {type: string}}",
        )],
    ),
    ("a part is not required", &[("              required: [picture]\n", "")]),
    ("a response has another type", &[(RESPONSE, "{$ref: '#/components/schemas/Item'}")]),
    (
        "a response becomes events",
        &[(
            "            application/json: {schema: {type: array",
            "            text/event-stream: {schema: {type: array",
        )],
    ),
    (
        "a status changes",
        &[("        '200': {description: done}", "        '201': {description: done}")],
    ),
    ("an error code is gone", &[("[TOO_MANY, TOO_LARGE]", "[TOO_MANY]")]),
    (
        "an error code is gone that another operation has",
        &[("x-error-codes: [ITEM_GONE]", "x-error-codes: []")],
    ),
    ("an error code is left to one product", &[("[TOO_MANY, TOO_LARGE]", "[TOO_LARGE]")]),
    (
        "a code becomes one of the platform",
        &[("[BUSY, SYSTEM_ERROR]", "[BUSY, SYSTEM_ERROR, TOO_LARGE]")],
    ),
    ("a code of the platform is gone", &[("[BUSY, SYSTEM_ERROR]", "[BUSY]")]),
    (
        "an operation is not deprecated any more",
        &[("      deprecated: true\n      x-deprecated-reason: closed\n", "")],
    ),
    (
        "a deprecation has another reason",
        &[("x-deprecated-reason: closed", "x-deprecated-reason: replaced")],
    ),
    ("a field is gone", &[("        amount: {type: string, description: The price.}\n", "")]),
    ("a field has another type", &[("amount: {type: string,", "amount: {type: number,")]),
    ("a field is limited", &[("amount: {type: string,", "amount: {type: string, maxLength: 9,")]),
    (
        "a field is deprecated",
        &[("amount: {type: string,", "amount: {type: string, deprecated: true,")],
    ),
    (
        "a field has an example",
        &[("amount: {type: string,", "amount: {type: string, example: '9.99',")],
    ),
    (
        "a field of a shared model has another type",
        &[(
            "tags: {type: array, items: {type: string}}",
            "tags: {type: object, additionalProperties: {type: string}}",
        )],
    ),
    (
        "a field of an inline object is gone",
        &[("            width: {type: integer}\n", "            height: {type: integer}\n")],
    ),
    ("a field is not required", &[("      required: [item]\n", "")]),
    ("a value of a field is gone", &[("[BLUE, RED]", "[BLUE]")]),
    ("a model is gone", &[(UNUSED, "")]),
    (
        "words change",
        &[
            ("Title: modify", "Title: change"),
            ("Changes an item.", "Changes it."),
            ("How much.", "How many."),
            ("The changes.", "Changes."),
            ("The price.", "Price."),
            ("The picture.", "Picture."),
        ],
    ),
];

fn edited((name, edits): &Case, document: &str) -> String {
    edits.iter().fold(document.to_owned(), |document, (from, to)| {
        assert!(document.contains(from), "{name}: the base does not have {from}");
        document.replacen(from, to, 1)
    })
}

/// A word as JSON has it.
fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).unwrap().as_str().unwrap().to_owned()
}

/// A change on one line.
fn line(subject: &Subject, change: &Change) -> String {
    let subject = match subject {
        Subject::ErrorCodes => "codes",
        Subject::Operation { id } => id,
        Subject::Model { .. } => "models",
    };
    let class = word(&change.class);
    let (what, aspect) = (word(&change.what), word(&change.aspect));
    let names: Vec<_> = change.model.iter().chain(&change.name).map(String::as_str).collect();
    let [old, new] = [&change.old, &change.new].map(|side| side.as_deref().unwrap_or("nothing"));
    format!("{class:<10} {subject}: {what} {} {aspect}: {old} -> {new}\n", names.join("."))
}

fn lines(diff: &Diff) -> String {
    let lines = diff
        .sections
        .iter()
        .flat_map(|section| section.changes.iter().map(|change| line(&section.subject, change)));
    lines.collect()
}

/// The difference seen from the other side. Only the classes need not agree.
fn turned(mut diff: Diff) -> Diff {
    for change in diff.sections.iter_mut().flat_map(|section| &mut section.changes) {
        std::mem::swap(&mut change.old, &mut change.new);
        change.class = Class::Compatible;
    }
    diff
}

fn without_classes(mut diff: Diff) -> Diff {
    for change in diff.sections.iter_mut().flat_map(|section| &mut section.changes) {
        change.class = Class::Compatible;
    }
    diff
}

#[test]
fn each_kind_of_change_is_found_and_classed_in_both_directions() {
    let base = ir(BASE);
    let mut text = String::new();
    for case in CASES {
        let changed = ir(&edited(case, BASE));
        writeln!(text, "# {}", case.0).unwrap();
        text += &lines(&diff(&base, &changed));
        writeln!(text, "back:\n{}", lines(&diff(&changed, &base))).unwrap();
    }
    insta::assert_snapshot!("classes", text);
}

#[test]
fn a_changelog_tells_all_changes_once() {
    let mut all = BASE.to_owned();
    for name in [
        "an operation is withdrawn",
        "a path changes",
        "a query parameter is gone",
        "a form becomes JSON",
        "a code of the platform is gone",
        "an error code is left to one product",
        "a field has another type",
        "a field of a shared model has another type",
        "a value of a field is gone",
        "a model is gone",
        "words change",
    ] {
        let case = CASES.iter().find(|case| case.0 == name).unwrap();
        if all.contains(case.1[0].0) {
            all = case.1.iter().fold(all, |all, (from, to)| all.replacen(from, to, 1));
        }
    }
    let (base, all) = (ir(BASE), ir(&all));
    let there = diff(&base, &all);
    insta::assert_snapshot!("there", format!("{}\n{}", there.markdown(), there.summary()));
    insta::assert_snapshot!("back", diff(&all, &base).markdown());
}

#[test]
fn a_document_beside_itself_has_no_difference() {
    for case in CASES {
        let same = ir(&edited(case, BASE));
        assert_eq!(lines(&diff(&same, &same)), "", "{}", case.0);
    }
}

#[test]
fn the_way_back_is_the_way_there_turned() {
    let all: Vec<_> = CASES.iter().map(|case| ir(&edited(case, BASE))).collect();
    for old in &all {
        for new in &all {
            let (there, back) = (diff(old, new), diff(new, old));
            assert_eq!(turned(there.clone()), without_classes(back));
            assert_eq!(there, diff(old, new));
        }
    }
}

/// Turns all orders round, and describes everything in other words.
fn rewritten(value: Value) -> Value {
    match value {
        Value::Mapping(fields) => {
            let fields: Vec<_> = fields.into_iter().collect();
            let rewrite = |(key, value): (Value, Value)| {
                let is_prose = matches!(key.as_str(), Some("description" | "summary"));
                let text = value.as_str().map(|text| format!("{text} In other words."));
                let value = match text {
                    Some(text) if is_prose => Value::String(text),
                    _ => rewritten(value),
                };
                (key, value)
            };
            Value::Mapping(fields.into_iter().rev().map(rewrite).collect())
        }
        Value::Sequence(items) => Value::Sequence(items.into_iter().rev().map(rewritten).collect()),
        other => other,
    }
}

#[test]
fn order_and_words_are_nothing_but_prose() {
    let document = rewritten(serde_yaml::from_str(BASE).unwrap());
    let mut found = diff(&ir(BASE), &ir(&serde_yaml::to_string(&document).unwrap()));
    assert_eq!(found.summary().changes(), 0);
    assert_eq!(found.summary().prose, 6);
    found.without_prose();
    assert_eq!(lines(&found), "");
}

const GATEWAY: &str = "openapi: 3.0.3
info: {title: v2, version: '1'}
x-protocol: v2
paths:
  /alipay.shop.page:
    post:
      operationId: alipay.shop.page
      tags: [alipay.v2.shop]
      requestBody:
        content:
          application/json: {schema: {$ref: '#/components/schemas/PageModel'}}
      responses:
        '200':
          description: done
          content:
            application/json: {schema: {$ref: 'shops.yaml#/components/schemas/Item'}}
      x-error-codes: [NO_PAGE]
components:
  schemas:
    PageModel: {type: object, properties: {subject: {type: string}}}
";

#[test]
fn a_protocol_of_one_side_alone_is_named_instead_of_compared() {
    let documents = [source("shops.yaml", BASE), source("v2.yaml", GATEWAY)];
    let decisions = source("decisions.yaml", "common_error: Refusal\n");
    let both = understand(&Sources::new(documents.into_iter().chain([decisions]))).unwrap();
    let found = diff(&ir(BASE), &both);
    assert_eq!(lines(&found), "");
    let left_out: Vec<_> =
        found.not_compared.iter().map(|one| (one.protocol, one.operations)).collect();
    assert_eq!(left_out, [(Protocol::V2, 1)]);
    insta::assert_snapshot!(found.markdown(), @"Not compared: v2, 1 operation on the new side only.");
    assert!(found.not_compared != diff(&both, &ir(BASE)).not_compared);
}

#[test]
fn one_operation_is_told_with_the_models_that_it_uses() {
    let case = |name: &str| CASES.iter().find(|case| case.0 == name).unwrap();
    let shared = edited(case("a field of a shared model has another type"), BASE);
    let changed = edited(case("a field is gone"), &edited(case("a model is gone"), &shared));
    let mut found = diff(&ir(BASE), &ir(&changed));
    found.only("alipay.shop.item.list");
    insta::assert_snapshot!("one_operation", lines(&found));
}

#[test]
fn a_text_of_a_document_cannot_leave_its_place_in_the_changelog() {
    let hostile = BASE.replace("[BLUE, RED]", "[BLUE, \"`RED`\\n# x\\e[1m\"]");
    let found = diff(&ir(BASE), &ir(&hostile)).markdown();
    assert!(!found.contains("\n# x") && !found.contains('\u{1b}'), "{found}");
    insta::assert_snapshot!("hostile", found);
}
