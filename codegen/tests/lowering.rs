//! Small documents, each about one thing that is easily read wrong.

use alipay_codegen::ir::{Idempotency, Ir, ModelKey, Response, Type};
use alipay_codegen::{Problems, Source, Sources, understand};

/// A document of one operation, `a.b.query`, with more text under the operation and the schemas.
fn read(path: &str, operation: &str, response: &str, schemas: &str) -> Result<Ir, Problems> {
    let content = format!(
        "openapi: 3.0.3\ninfo: {{title: t, version: '1'}}\npaths:\n  {path}:\n    get:\n      \
         operationId: a.b.query\n{operation}\n      responses:\n        '200':\n          \
         description: d\n          content:\n            application/json:\n              \
         schema: {response}\n        default:\n          description: d\n          content:\n            \
         application/json:\n              schema: {{$ref: '#/components/schemas/Refusal'}}\n\
         components:\n  schemas:\n{schemas}\n"
    );
    understand(&Sources::new([Source { name: "t.yaml".to_owned(), content: content.into_bytes() }]))
}

const REFUSAL: &str = "    Refusal: {type: object, properties: {code: {type: string}}}";

#[test]
fn error_codes_of_an_inherited_schema_are_not_lost() {
    let schemas = "    Base: {type: object, properties: {code: {type: string, enum: [KEPT]}}}\n    \
        Refusal: {allOf: [{$ref: '#/components/schemas/Base'}], properties: {extra: {type: string}}}";
    let ir = read("/v3/a", "", "{type: object}", schemas).expect("a valid document");
    assert!(ir.error_codes.contains_key("KEPT"), "{:?}", ir.error_codes);
}

#[test]
fn what_an_object_says_itself_wins_over_what_it_inherits() {
    let schemas = format!(
        "{REFUSAL}\n    Base: {{type: object, properties: {{v: {{type: string, enum: [A, B]}}}}}}\n    \
         Own: {{type: object, allOf: [{{$ref: '#/components/schemas/Base'}}], \
         properties: {{v: {{type: string, description: own, enum: [A]}}}}}}"
    );
    let response = "{$ref: '#/components/schemas/Own'}";
    let ir = read("/v3/a", "", response, &schemas).expect("a valid document");
    let field = &ir.models[&ModelKey::named("Own")].fields["v"];
    assert_eq!(field.description, "own");
    assert_eq!(field.values.iter().collect::<Vec<_>>(), ["A"]);
}

#[test]
fn a_file_behind_a_reference_is_a_file() {
    let schemas = format!("{REFUSAL}\n    Bin: {{type: string, format: binary}}");
    let response = "{$ref: '#/components/schemas/Bin'}";
    let ir = read("/v3/a", "", response, &schemas).expect("a valid document");
    let operation = ir.operations().next().expect("an operation");
    assert_eq!(operation.response, Response::Binary);
}

#[test]
fn a_path_that_could_lead_elsewhere_is_refused() {
    for path in ["//host/v3", "/v3/../x", "/v3/%2e%2e/x", "'/v3/\\\\host'"] {
        let problems = read(path, "", "{type: object}", REFUSAL).expect_err(path).to_string();
        assert!(problems.contains("a path holds no"), "{problems}");
    }
}

#[test]
fn a_merge_key_is_refused_instead_of_read_as_a_field() {
    let schemas =
        format!("{REFUSAL}\n    M: {{type: object, properties: {{<<: {{a: {{type: string}}}}}}}}");
    let problems = read("/v3/a", "", "{type: object}", &schemas).expect_err("a merge key");
    assert!(problems.to_string().contains("merge keys"), "{problems}");
}

#[test]
fn a_parameter_that_stands_twice_above_the_operations_is_reported_there() {
    let document = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:\n  /v3/a:\n    parameters:\n    \
        - {in: query, name: q, schema: {type: string}}\n    \
        - {in: query, name: q, schema: {type: integer}}\n    \
        get: {operationId: a.b.query, responses: {'200': {description: d}}}\n";
    let source = Source { name: "t.yaml".to_owned(), content: document.as_bytes().to_vec() };
    let problems = understand(&Sources::new([source])).expect_err("twice").to_string();
    assert!(problems.contains("t.yaml#/paths/~1v3~1a/parameters/1: "), "{problems}");
}

#[test]
fn a_number_of_thirty_digits_in_an_example_is_accepted() {
    for number in ["123456789012345678901234567890", "-123456789012345678901234567890"] {
        let schemas = format!("{REFUSAL}\n    M: {{type: integer, example: {number}}}");
        read("/v3/a", "", "{type: object}", &schemas).expect("a valid document");
    }
}

#[test]
fn yaml_that_begins_like_json_is_yaml() {
    for content in [
        r#"{"openapi": 3.0.3, info: {title: t, version: '1'}, paths: {}}"#,
        "{\"openapi\": \"3.0.3\", \"info\": {\"title\": \"t\", \"version\": \"1\"},\n\t\"paths\": {}}",
    ] {
        let source = Source { name: "t.yaml".to_owned(), content: content.as_bytes().to_vec() };
        understand(&Sources::new([source])).expect("a valid document");
    }
}

#[test]
fn an_all_of_of_words_alone_is_untyped_json() {
    let schemas = format!(
        "{REFUSAL}\n    Words: {{allOf: [{{description: a}}, {{title: b}}]}}\n    \
         Holder: {{type: object, properties: {{words: {{$ref: '#/components/schemas/Words'}}}}}}"
    );
    let response = "{$ref: '#/components/schemas/Holder'}";
    let ir = read("/v3/a", "", response, &schemas).expect("a valid document");
    assert_eq!(ir.models[&ModelKey::named("Holder")].fields["words"].ty, Type::Json);
    assert!(!ir.models.contains_key(&ModelKey::named("Words")));
}

#[test]
fn operations_of_other_protocols_can_be_idempotent_unless_others_send_them() {
    let document = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\nx-protocol: v2\npaths:\n  /a.query:\n    \
        post: {operationId: a.query, responses: {'200': {description: d, content: {application/json: {}}}}}\n  \
        /a.pay:\n    post: {operationId: a.pay, x-carrier: browser, \
        responses: {'200': {description: d, content: {application/json: {}}}}}\n";
    let read = |id: &str| {
        let source =
            |name: &str, text: &str| Source { name: name.to_owned(), content: text.into() };
        let decisions = format!("idempotency: {{reads: [{id}]}}");
        understand(&Sources::new([
            source("t.yaml", document),
            source("decisions.yaml", &decisions),
        ]))
    };
    let ir = read("a.query").expect("a valid document");
    let query = ir.operations().find(|operation| operation.id == "a.query").expect("it is there");
    assert_eq!(query.idempotency, Idempotency::Always);
    let problems = read("a.pay").expect_err("a browser sends it").to_string();
    assert!(problems.contains("the SDK cannot retry it"), "{problems}");
}
