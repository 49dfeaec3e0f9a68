use std::fs;
use std::path::Path;

use super::*;
use crate::load::Source;

fn source(text: &str) -> Source {
    Source { name: "some.yaml".to_owned(), content: text.as_bytes().to_vec() }
}

fn reason(text: &str) -> String {
    Document::read(&source(text)).map(|_| String::new()).unwrap_or_else(|found| found.to_string())
}

#[test]
fn every_document_of_the_repository_is_written_as_it_was_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let is_document =
            name.ends_with(".yaml") && name != "decisions.yaml" && name != "glossary.yaml";
        if is_document {
            let content = fs::read(&path).unwrap();
            let read = Document::read(&Source { name, content });
            assert!(
                read.is_ok(),
                "{}\n`cargo xtask import --format` rewrites it",
                read.unwrap_err()
            );
            count += 1;
        }
    }
    assert!(count > 30, "{count} documents");
}

#[test]
fn a_value_is_written_in_its_form() {
    let text = "\
# A head.

openapi: 3.0.3
info:
  title: 'Alipay: all'
  version: 2026.10.0
servers:
- url: https://openapi.alipay.com
paths: {}
operation:
  tags: [a.b]
  deprecated: true
  parameters:
  - {in: path, name: id, required: true, schema: {type: string}}
  - {in: query, name: size, schema: {type: integer}}
  responses:
    '200': {$ref: 'common.yaml#/components/responses/Done'}
    default:
      description: Done.
  x-error-codes: [
    'a, b', c
  ]
schemas:
  Model:
    type: object
    required: [list]
    properties:
      list: {type: array, items: {type: string, enum: [A, 'B, C']}}
      text: {type: string, description: 'One, and no more.'}
      nested:
        type: object
        properties:
          ref: {$ref: '#/components/schemas/Model'}
";
    assert_eq!(reason(text), "");
}

#[test]
fn texts_that_yaml_would_read_otherwise_are_quoted() {
    for (text, written) in [
        ("plain text", "plain text"),
        ("3.0.3", "3.0.3"),
        ("200", "'200'"),
        ("1e3", "'1e3'"),
        ("0x1F", "'0x1F'"),
        ("-1", "'-1'"),
        (".5", "'.5'"),
        (".inf", "'.inf'"),
        ("2026-11-22", "'2026-11-22'"),
        ("12:30", "'12:30'"),
        ("true", "'true'"),
        ("No", "'No'"),
        ("null", "'null'"),
        ("~", "'~'"),
        ("", "''"),
        (" a", "' a'"),
        ("a: b", "'a: b'"),
        ("a:", "'a:'"),
        ("a #b", "'a #b'"),
        ("- a", "'- a'"),
        ("it's: so", "'it''s: so'"),
        ("it's so", "it's so"),
        ("a, b", "a, b"),
        ("*a", "'*a'"),
        ("a\nb", "\"a\\nb\""),
        ("a\u{85}\u{2028}\u{7f}\"\\", "\"a\\u0085\\u2028\\u007f\\\"\\\\\""),
        ("支付宝", "支付宝"),
    ] {
        let document = Document {
            head: String::new(),
            root: Node::map([("k", Node::text(text)), ("l", Node::texts([text]))]),
        };
        let all = document.text();
        assert_eq!(all.lines().next(), Some(&*format!("k: {written}")));
        let value: serde_yaml::Value = serde_yaml::from_str(&all).unwrap();
        assert_eq!(value["k"], text);
        assert_eq!(value["l"][0], text);
    }
}

#[test]
fn codes_fill_lines_of_110_characters() {
    let codes = (0..40).map(|number| format!("SOME_CODE_{number}"));
    let root = Node::map([("x-error-codes", Node::texts(codes))]);
    let text = Document { head: String::new(), root }.text();
    let longest = text.lines().map(str::len).max().unwrap();
    assert!((96..=110).contains(&longest), "{longest}\n{text}");
    assert_eq!(reason(&text), "");
}

#[test]
fn a_list_of_values_takes_a_line_each_when_it_is_long() {
    let short = "code: {type: string, enum: [A, B]}\n";
    assert_eq!(reason(short), "");
    let long = (0..20).map(|number| format!("  - VALUE_{number}\n")).collect::<String>();
    assert_eq!(reason(&format!("code:\n  type: string\n  enum:\n{long}")), "");
}

#[test]
fn a_document_in_another_form_is_refused_with_its_line() {
    let text = "openapi: 3.0.3\ninfo: {title: a, version: b}\n";
    let found = reason(text);
    assert!(found.starts_with("some.yaml#: line 2 is not formatted"), "{found}");
    assert!(found.contains("`info:`"), "{found}");
    assert!(reason("a: b\n# inside\nc: d\n").contains("line 2"), "a comment would be lost");
    assert!(reason("a: b\n\n").contains("line 2"), "an empty line would be lost");
    assert!(reason("a: !tag b\n").contains("tags of YAML"));
}

#[test]
fn formatting_changes_the_form_alone() {
    let text = "# Head.\na: >-\n  folded\n  text\nb: {c: \"d\"}\n";
    let new = formatted(&source(text)).unwrap();
    assert_eq!(String::from_utf8(new.content).unwrap(), "# Head.\na: folded text\nb:\n  c: d\n");
    let comment = formatted(&source("a: b # said here\n")).unwrap_err().to_string();
    assert!(comment.contains("comments at the head"), "{comment}");
}
