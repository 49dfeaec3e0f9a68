//! Documents with something wrong in them, and bytes that are no document: whatever comes in, an
//! result comes out, never a panic.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod mutate;

use alipay_codegen::{Source, Sources, generate};
use proptest::prelude::*;
use serde_yaml::Value;

const DOCUMENTS: [&str; 2] =
    [include_str!("hostile/hostile.yaml"), include_str!("official/openapi.yaml")];

/// What a node is replaced with: what another part of a document may expect, or nobody.
const VALUES: [&str; 14] = [
    "~",
    "true",
    "-1",
    "1.5",
    "''",
    "object",
    "array",
    "[]",
    "{}",
    "[{}]",
    "{$ref: '#/components/schemas/Tree'}",
    "{$ref: '#/components/schemas/Shop'}",
    "{type: object, additionalProperties: {type: string}}",
    "{allOf: [{$ref: '#/components/schemas/Tree'}, {type: object}]}",
];

/// Accepted or refused, and in words when refused.
fn response(content: Vec<u8>) {
    for name in ["a.yaml", "a.json"] {
        let source = Source { name: name.to_owned(), content: content.clone() };
        if let Err(problems) = generate(&Sources::new([source])) {
            assert!(problems.iter().next().is_some());
            assert!(!problems.to_string().is_empty());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 256,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn arbitrary_bytes_never_panic(content in proptest::collection::vec(any::<u8>(), 0..512)) {
        response(content);
    }

    #[test]
    fn changed_bytes_never_panic(
        document in 0..DOCUMENTS.len(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let mut content = DOCUMENTS[document].as_bytes().to_vec();
        for (position, byte) in changes {
            let position = position.index(content.len());
            content[position] = byte;
        }
        response(content);
    }

    #[test]
    fn lines_that_are_missing_or_moved_never_panic(
        document in 0..DOCUMENTS.len(),
        changes in proptest::collection::vec(any::<(prop::sample::Index, prop::sample::Index, bool)>(), 1..4),
    ) {
        let mut lines: Vec<_> = DOCUMENTS[document].lines().collect();
        for (from, to, stays) in changes {
            let from = from.index(lines.len());
            let line = lines[from];
            if !stays {
                lines.remove(from);
            }
            lines.insert(to.index(lines.len()), line);
        }
        response(lines.join("\n").into_bytes());
    }

    #[test]
    fn changed_nodes_never_panic(
        document in 0..DOCUMENTS.len(),
        changes in proptest::collection::vec(any::<(usize, usize)>(), 1..4),
    ) {
        let mut tree: Value = serde_yaml::from_str(DOCUMENTS[document]).unwrap();
        for (position, with) in changes {
            let value = VALUES.get(with % (2 * VALUES.len()));
            let value = value.map(|text| serde_yaml::from_str(text).unwrap());
            mutate::replace(&mut tree, position, value, with);
        }
        // A tree that cannot be written as YAML is no document.
        if let Ok(text) = serde_yaml::to_string(&tree) {
            response(text.into_bytes());
        }
    }
}

/// As deep as the parsers let anything be: every step has to stand it on a small stack.
#[test]
fn deep_schemas_do_not_exhaust_the_stack() {
    for (before, after) in [
        (r#"{"type":"array","items":"#, "}"),
        (r#"{"allOf":["#, "]}"),
        (r#"{"anyOf":["#, "]}"),
        (r#"{"type":"object","additionalProperties":"#, "}"),
        (r#"{"type":"object","properties":{"a":"#, "}}"),
    ] {
        for depth in 1..128 {
            let schemas: Vec<_> = (0..80)
                .map(|index| {
                    let inner = format!(r##"{{"$ref":"#/components/schemas/S{}"}}"##, index + 1);
                    let schema = format!("{}{inner}{}", before.repeat(depth), after.repeat(depth));
                    format!(r#""S{index}":{schema}"#)
                })
                .collect();
            // Every depth is needed only around the limits.
            if depth % 16 == 1 || (50..66).contains(&depth) || depth > 110 {
                let text = format!(
                    r#"{{"openapi":"3.0.3","info":{{"title":"","version":""}},"paths":{{}},"components":{{"schemas":{{{},"S80":{{"type":"string"}}}}}}}}"#,
                    schemas.join(",")
                );
                response(text.into_bytes());
            }
        }
    }
}

/// Each schema means the one before twice: a reader that follows every path never ends.
#[test]
fn diamonds_do_not_take_exponential_time() {
    for member in ["allOf", "anyOf"] {
        let mut text = String::from(
            "openapi: 3.0.3\ninfo: {title: Test, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n    S0: {type: object, properties: {a: {type: string}}}\n",
        );
        for index in 1..60 {
            let before = index - 1;
            text.push_str(&format!(
                "    S{index}: {{{member}: [{{$ref: '#/components/schemas/S{before}'}}, {{$ref: '#/components/schemas/S{before}'}}]}}\n"
            ));
        }
        response(text.into_bytes());
    }
}
