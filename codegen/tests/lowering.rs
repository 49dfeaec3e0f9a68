//! Small documents, each about one thing that is easily read wrong.

use alipay_codegen::ir::{Idempotency, Ir, Limits, ModelKey, PageKind, Pages, Response, Type};
use alipay_codegen::{Problems, Source, Sources, understand};

/// A document of one operation, `a.b.query`, with more text under the operation and the schemas.
fn read(path: &str, operation: &str, response: &str, schemas: &str) -> Result<Ir, Problems> {
    let content = format!(
        "openapi: 3.0.3\ninfo: {{title: t, version: '1'}}\npaths:\n  {path}:\n    get:\n      \
         operationId: a.b.query\n{operation}\n      responses:\n        '200':\n          \
         description: d\n          content:\n            application/json:\n              \
         schema: {response}\n        default:\n          description: d\n          content:\n            \
         application/json:\n              schema: {{$ref: '#/components/schemas/Rejection'}}\n\
         components:\n  schemas:\n{schemas}\n"
    );
    understand(&Sources::new([Source { name: "t.yaml".to_owned(), content: content.into_bytes() }]))
}

const REJECTION: &str = "    Rejection: {type: object, properties: {code: {type: string}}}";

#[test]
fn error_codes_of_an_inherited_schema_are_not_lost() {
    let schemas = "    Base: {type: object, properties: {code: {type: string, enum: [KEPT]}}}\n    \
        Rejection: {allOf: [{$ref: '#/components/schemas/Base'}], properties: {extra: {type: string}}}";
    let ir = read("/v3/a", "", "{type: object}", schemas).expect("a valid document");
    assert!(ir.error_codes.contains_key("KEPT"), "{:?}", ir.error_codes);
}

#[test]
fn what_an_object_says_itself_wins_over_what_it_inherits() {
    let schemas = format!(
        "{REJECTION}\n    Base: {{type: object, properties: {{v: {{type: string, enum: [A, B]}}}}}}\n    \
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
    let schemas = format!("{REJECTION}\n    Bin: {{type: string, format: binary}}");
    let response = "{$ref: '#/components/schemas/Bin'}";
    let ir = read("/v3/a", "", response, &schemas).expect("a valid document");
    let operation = ir.operations().next().expect("an operation");
    assert_eq!(operation.response, Response::Binary);
}

#[test]
fn a_model_is_sent_when_a_request_holds_it_at_any_depth() {
    let schemas = format!(
        "{REJECTION}\n    Asked: {{type: object, properties: \
         {{parts: {{type: array, items: {{$ref: '#/components/schemas/Both'}}}}}}}}\n    \
         Both: {{type: object, properties: {{again: {{$ref: '#/components/schemas/Both'}}}}}}\n    \
         Told: {{type: object, properties: {{both: {{$ref: '#/components/schemas/Both'}}, \
         told: {{$ref: '#/components/schemas/ToldAlone'}}}}}}\n    \
         ToldAlone: {{type: object, properties: {{a: {{type: string}}}}}}\n    \
         Unused: {{type: object, properties: {{a: {{type: string}}}}}}"
    );
    let body = "      requestBody: {content: {application/json: {schema: \
                {$ref: '#/components/schemas/Asked'}}}}";
    let response = "{$ref: '#/components/schemas/Told'}";
    let ir = read("/v3/a", body, response, &schemas).expect("a valid document");
    let sent: Vec<_> = ir.sent_models().into_iter().map(|key| key.root.as_str()).collect();
    assert_eq!(sent, ["Asked", "Both"]);
}

#[test]
fn a_path_that_could_lead_elsewhere_is_refused() {
    for path in ["//host/v3", "/v3/../x", "/v3/%2e%2e/x", "'/v3/\\\\host'"] {
        let problems = read(path, "", "{type: object}", REJECTION).expect_err(path).to_string();
        assert!(problems.contains("a path must hold no"), "{problems}");
    }
}

#[test]
fn a_merge_key_is_refused_instead_of_read_as_a_field() {
    let schemas = format!(
        "{REJECTION}\n    M: {{type: object, properties: {{<<: {{a: {{type: string}}}}}}}}"
    );
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
        let schemas = format!("{REJECTION}\n    M: {{type: integer, example: {number}}}");
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
        "{REJECTION}\n    Words: {{allOf: [{{description: a}}, {{title: b}}]}}\n    \
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

#[test]
fn what_stands_beside_a_reference_is_kept() {
    let schemas = format!(
        "{REJECTION}\n    Bin: {{type: string, description: of all}}\n    Own: {{type: object, properties: \
         {{v: {{$ref: '#/components/schemas/Bin', description: of this, deprecated: true}}}}}}"
    );
    let response = "{$ref: '#/components/schemas/Own'}";
    let ir = read("/v3/a", "", response, &schemas).expect("a valid document");
    let field = &ir.models[&ModelKey::named("Own")].fields["v"];
    assert_eq!((&*field.description, field.deprecated), ("of this", true));
    assert_eq!(field.ty, Type::Text);
}

#[test]
fn one_of_several_objects_has_the_fields_of_all() {
    for union in ["oneOf", "anyOf"] {
        let schemas = format!(
            "{REJECTION}\n    A: {{type: object, properties: {{a: {{type: string}}}}}}\n    \
             Own: {{{union}: [{{$ref: '#/components/schemas/A'}}, {{type: object, properties: \
             {{b: {{type: integer}}}}}}]}}"
        );
        let response = "{$ref: '#/components/schemas/Own'}";
        let ir = read("/v3/a", "", response, &schemas).expect("a valid document");
        let fields: Vec<_> = ir.models[&ModelKey::named("Own")].fields.keys().collect();
        assert_eq!(fields, ["a", "b"]);
    }
}

#[test]
fn what_a_field_takes_is_known() {
    let schemas = format!(
        "{REJECTION}\n    Own: {{type: object, properties: {{text: {{type: string, minLength: 1, maxLength: \
         64, pattern: '^a', format: date-time, example: a1}}, number: {{type: integer, minimum: 1, \
         maximum: 9, example: 5}}, list: {{type: array, items: {{type: string}}, example: [x, y]}}}}}}"
    );
    let response = "{$ref: '#/components/schemas/Own'}";
    let ir = read("/v3/a", "", response, &schemas).expect("a valid document");
    let fields = &ir.models[&ModelKey::named("Own")].fields;
    let text = Limits {
        min_length: Some(1),
        max_length: Some(64),
        pattern: Some("^a".to_owned()),
        format: Some("date-time".to_owned()),
        ..Limits::default()
    };
    let bound = |bound: &str| Some(bound.to_owned());
    let number = Limits { minimum: bound("1"), maximum: bound("9"), ..Limits::default() };
    assert_eq!((&fields["text"].limits, &fields["number"].limits), (&text, &number));
    let examples = ["text", "number", "list"].map(|name| fields[name].example.as_deref());
    assert_eq!(examples, [Some("a1"), Some("5"), Some("x")]);
}

#[test]
fn a_success_without_content_stands_beside_one_with_content() {
    let content = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:\n  /v3/a:\n    post:\n      \
        operationId: a.b.create\n      responses:\n        '201': {description: Made.}\n        \
        '200':\n          description: Done.\n          content:\n            application/json:\n              \
        schema: {type: object}\n";
    let source = Source { name: "t.yaml".to_owned(), content: content.into() };
    let ir = understand(&Sources::new([source])).expect("a valid document");
    let operation = ir.operations().next().expect("an operation");
    assert_eq!(operation.response, Response::Json(Type::Json));
}

/// The second is used by nobody, and has a part of one product alone.
#[test]
fn a_form_with_a_name_is_no_model_and_an_unused_model_has_the_products_of_its_parts() {
    let content = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:\n  /v3/a:\n    post:\n      \
        operationId: a.b.upload\n      requestBody:\n        content:\n          multipart/form-data:\n            \
        schema: {$ref: '#/components/schemas/Form'}\n      responses:\n        '200': {description: Done.}\n\
        components:\n  schemas:\n    Form: {type: object, properties: {data: {$ref: \
        '#/components/schemas/Data'}, picture: {type: string, format: binary}}}\n    Data: {type: object, \
        properties: {name: {type: string}}}\n    Unused: {type: object, properties: {data: {$ref: \
        '#/components/schemas/Data'}}}\n";
    let source = Source { name: "t.yaml".to_owned(), content: content.into() };
    let ir = understand(&Sources::new([source])).expect("a valid document");
    let models: Vec<_> = ir.models.keys().map(|key| key.root.as_str()).collect();
    assert_eq!(models, ["Data", "Unused"]);
    assert_eq!(ir.models[&ModelKey::named("Unused")].products, ["a".to_owned()].into());
}

/// Operations that have every field which the decisions of [`pages`] name.
const OTHERS: &str = "
  /v3/b:
    get:
      operationId: b.b.query
      parameters: [{in: query, name: page_no, schema: {type: integer}}, {in: query, name: size, schema: {type: integer}}]
      responses:
        '200': {description: d, content: {application/json: {schema: {type: object, properties: {
          list: {type: array, items: {type: string}}, more: {type: boolean}, pages: {type: integer},
          total: {type: integer}}}}}}
  /v3/c:
    get:
      operationId: c.b.query
      parameters: [{in: query, name: page, schema: {type: integer}}]
      responses:
        '200': {description: d, content: {application/json: {schema: {type: object, properties: {
          list: {type: array, items: {type: string}}}}}}}
  /v3/d:
    get:
      operationId: d.b.query
      parameters: [{in: query, name: next, schema: {type: string}}]
      responses:
        '200': {description: d, content: {application/json: {schema: {type: object, properties: {
          list: {type: array, items: {type: string}}, next: {type: string}}}}}}
";

/// The pages of an operation that sends and responds with these fields.
fn pages(query: &str, body: &str, response: &str) -> Option<Pages> {
    let content = |fields: &str| {
        let schema = format!("{{type: object, properties: {{{fields}}}}}");
        format!("content: {{application/json: {{schema: {schema}}}}}")
    };
    let (body, response) = (content(body), content(response));
    let document = format!(
        "openapi: 3.0.3\ninfo: {{title: t, version: '1'}}\npaths:\n  /v3/a:\n    post:\n      \
         operationId: a.b.query\n      parameters: [{query}]\n      requestBody: {{{body}}}\n      \
         responses:\n        '200': {{description: d, {response}}}{OTHERS}"
    );
    let decisions = "pages: {numbers: [page_no, page], cursors: [next], sizes: [size], has_more: [more], \
                     total_pages: [pages], total_entries: [total]}";
    let source = |name: &str, text: &str| Source { name: name.to_owned(), content: text.into() };
    let sources = [source("t.yaml", &document), source("decisions.yaml", decisions)];
    let ir = understand(&Sources::new(sources)).unwrap_or_else(|problems| panic!("{problems}"));
    let operation = ir.operations().find(|operation| operation.id == "a.b.query");
    operation.expect("the operation").pages.clone()
}

const NUMBER: &str = "{in: query, name: page, schema: {type: integer}}";
const LIST: &str = "shops: {type: array, items: {type: string}}";

#[test]
fn an_operation_that_chooses_a_page_and_responds_with_a_list_has_pages() {
    let beside = "total: {type: string}, more: {type: boolean}, pages: {type: boolean}";
    let size = "{in: query, name: size, schema: {type: integer}}";
    let found = pages(&format!("{NUMBER}, {size}"), "", &format!("{LIST}, {beside}"));
    let expected = Pages {
        page: "page".to_owned(),
        kind: PageKind::Number,
        in_query: true,
        size: Some("size".to_owned()),
        lists: vec!["shops".to_owned()],
        has_more: Some("more".to_owned()),
        // Neither a number nor the text of one.
        total_pages: None,
        total_entries: Some("total".to_owned()),
    };
    assert_eq!(found, Some(expected));
}

#[test]
fn a_page_may_be_chosen_in_the_body_by_text_or_by_a_cursor_that_comes_back() {
    let kind = |body: &str, response: &str| {
        let found = pages("", body, &format!("{LIST}{response}"))?;
        assert!(!found.in_query);
        Some((found.page, found.kind))
    };
    let text = "page_no: {type: string}, page: {type: integer}";
    assert_eq!(kind(text, ""), Some(("page_no".to_owned(), PageKind::Text)));
    let cursor = "next: {type: string}";
    assert_eq!(kind(cursor, ", next: {type: string}"), Some(("next".to_owned(), PageKind::Cursor)));
    assert_eq!(kind(cursor, ""), None);
    assert_eq!(kind(cursor, ", next: {type: integer}"), None);
}

#[test]
fn without_a_list_or_a_field_that_chooses_there_are_no_pages() {
    assert_eq!(pages(NUMBER, "", "total: {type: integer}"), None);
    assert_eq!(pages("", "size: {type: integer}", LIST), None);
    assert_eq!(pages("", "page: {type: boolean}", LIST), None);
}
