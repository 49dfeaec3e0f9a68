//! The form of the official document: what is understood of it, and the files that follow.
//!
//! The files below `official/expected/` are compared one by one.
//! `BLESS=1 cargo test -p alipay-codegen --test official` writes them anew.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use alipay_codegen::ir::{
    Body, Field, File, Ir, Method, Model, ModelKey, Operation, Response, Rule, Type,
};
use alipay_codegen::{Source, Sources, generate, understand};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/official");

fn source(name: &str) -> Source {
    Source { name: name.to_owned(), content: fs::read(Path::new(FOLDER).join(name)).unwrap() }
}

fn sources() -> Sources {
    Sources::new(["openapi.yaml", "decisions.yaml", "glossary.yaml"].map(source))
}

fn ir() -> Ir {
    understand(&sources()).unwrap_or_else(|problems| panic!("{problems}"))
}

fn operation(ir: &Ir, id: &str) -> Operation {
    ir.operations().find(|operation| operation.id == id).unwrap().clone()
}

fn model(ir: &Ir, name: &str) -> Model {
    ir.models[&ModelKey::named(name)].clone()
}

fn named(name: &str) -> Type {
    Type::Model(ModelKey::named(name))
}

fn list(item: Type) -> Type {
    Type::List(Box::new(item))
}

fn texts(values: &[&str]) -> BTreeSet<String> {
    values.iter().map(|&value| value.to_owned()).collect()
}

/// The wire names and types of fields.
fn types<'f>(fields: impl IntoIterator<Item = &'f Field>) -> BTreeMap<String, Type> {
    fields.into_iter().map(|field| (field.wire.clone(), field.ty.clone())).collect()
}

fn expected<const N: usize>(types: [(&str, Type); N]) -> BTreeMap<String, Type> {
    types.map(|(wire, ty)| (wire.to_owned(), ty)).into()
}

#[test]
fn operations_are_grouped_by_tag_and_belong_to_a_product() {
    let ir = ir();
    let groups: Vec<_> = ir.apis.keys().collect();
    assert_eq!(groups, ["alipay.demo.image", "alipay.demo.shop"]);
    assert!(ir.apis.values().all(|api| api.product == "demo"));
    assert_eq!(ir.products["demo"].title, "Demonstration");
    assert_eq!(ir.operations().count(), 6);
}

#[test]
fn parameters_behind_references_are_found() {
    let query = operation(&ir(), "alipay.demo.shop.query");
    assert_eq!(query.method, Method::Get);
    assert_eq!(query.path, "/v3/alipay/demo/shop/{shop_id}");
    assert_eq!(types(&query.path_parameters), expected([("shop_id", Type::Text)]));
    assert_eq!(
        types(&query.query),
        expected([("page_size", Type::Integer), ("status", list(Type::Text))])
    );
    assert_eq!(query.query[1].values, texts(&["CLOSED", "OPEN"]));
    assert_eq!(query.query[1].description, "门店状态");
    assert_eq!(query.body, Body::Empty);
}

#[test]
fn error_responses_become_codes_and_no_models() {
    let ir = ir();
    assert_eq!(
        operation(&ir, "alipay.demo.shop.query").error_codes,
        texts(&["ACQ.SHOP_CLOSED", "SHOP_NOT_EXIST"])
    );
    assert_eq!(
        operation(&ir, "alipay.demo.shop.modify").error_codes,
        texts(&["SHOP_NOT_EXIST", "SYSTEM_ERROR"])
    );
    assert_eq!(ir.platform_codes, texts(&["INVALID_PARAMETER", "SYSTEM_ERROR"]));
    let wrong: Vec<_> = (ir.models.keys())
        .filter(|key| key.root.contains("Error") && key.root != "ErrorLink")
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    assert!(!ir.models.keys().any(|key| key.root.contains("default_response")));
}

#[test]
fn an_operation_has_a_query_and_a_body_at_once() {
    let modify = operation(&ir(), "alipay.demo.shop.modify");
    assert_eq!(types(&modify.query), expected([("notify", Type::Boolean)]));
    assert_eq!(modify.body, Body::Json(named("Shop")));
    assert_eq!(modify.response, Response::Empty);
}

#[test]
fn bodies_and_responses_may_be_lists_plain_objects_and_files() {
    let ir = ir();
    let batch = operation(&ir, "alipay.demo.shop.batchquery");
    assert_eq!(batch.body, Body::Json(list(Type::Text)));
    assert_eq!(batch.response, Response::Json(list(named("Shop"))));
    let sync = operation(&ir, "alipay.demo.shop.raw.sync");
    assert_eq!(sync.body, Body::Json(Type::Json));
    let inline = ModelKey::operation(&sync.id).inside("responseModel");
    assert_eq!(sync.response, Response::Json(Type::Model(inline.clone())));
    assert_eq!(
        types(ir.models[&inline].fields.values()),
        expected([("result", Type::Map(Box::new(list(Type::Text))))])
    );
    let download = operation(&ir, "alipay.demo.image.download");
    assert_eq!(download.response, Response::Binary);
    assert!(download.deprecated.is_some());
}

#[test]
fn what_is_checked_before_an_operation_is_sent_is_data() {
    let ir = ir();
    let checks = operation(&ir, "alipay.demo.shop.modify").checks;
    let fields: Vec<_> = checks.iter().map(|check| check.fields.join(" ")).collect();
    let decided = ["shop_name", "address.city_code", "contacts.name contacts.phones"];
    assert_eq!(fields[..3], decided);
    assert_eq!(fields[3..], ["address.city_code", "shop_name"], "limits of the document");
    assert!(matches!(&checks[4].rule, Rule::Matches(length) if length.pattern == "(?s:.){1,64}"));
    assert_eq!(checks[0].rule, Rule::Required);
    assert!(matches!(&checks[1].rule, Rule::Matches(code) if code.pattern == "[0-9]{6}"));
    assert!(matches!(&checks[2].rule, Rule::Warns(odd) if odd.says == "is odd"));
    assert!(operation(&ir, "alipay.demo.shop.query").checks.is_empty());
}

#[test]
fn an_upload_has_a_json_part_and_files() {
    let ir = ir();
    let upload = operation(&ir, "alipay.demo.image.upload");
    let data = ModelKey::operation(&upload.id).inside("model");
    assert_eq!(
        upload.body,
        Body::Multipart {
            data: Some(Type::Model(data.clone())),
            files: vec![File {
                wire: "image_content".to_owned(),
                description: "图片内容".to_owned(),
                required: false,
            }],
        }
    );
    assert_eq!(ir.models[&data].fields["image_type"].values, texts(&["jpg", "png"]));
}

#[test]
fn inline_objects_become_models_of_their_own() {
    let ir = ir();
    let shop = ModelKey::named("Shop");
    let address = shop.inside("address");
    assert_eq!(
        types(model(&ir, "Shop").fields.values()),
        expected([
            ("shop_name", Type::Text),
            ("shop_type", Type::Text),
            ("score", Type::Number),
            ("opened", Type::Boolean),
            ("created", Type::Text),
            ("address", Type::Model(address.clone())),
            ("contacts", list(Type::Model(shop.inside("contacts")))),
            ("grid", list(list(Type::Integer))),
            ("labels", Type::Map(Box::new(Type::Text))),
            ("ext_info", Type::Json),
        ])
    );
    assert_eq!(
        types(ir.models[&address].fields.values()),
        expected([
            ("city_code", Type::Text),
            ("location", Type::Model(address.inside("location"))),
        ])
    );
}

#[test]
fn the_glossary_describes_what_has_no_text_of_its_own() {
    let ir = ir();
    let download = operation(&ir, "alipay.demo.image.download");
    assert_eq!(download.path_parameters[0].description, "The number of the image.");
    assert_eq!(model(&ir, "Shop").fields["score"].description, "What customers give, from 0 to 5.");
    let upload = model(&ir, "AlipayDemoImageUploadResponseModel");
    assert_eq!(upload.fields["image_id"].description, "图片编号");
}

#[test]
fn what_the_documents_require_is_known() {
    let ir = ir();
    let required = |model: Model| -> Vec<_> {
        model.fields.into_values().filter(|field| field.required).map(|field| field.wire).collect()
    };
    assert_eq!(required(model(&ir, "Shop")), ["shop_name"]);
    assert_eq!(required(model(&ir, "AuditedShop")), ["shop_name"]);
}

#[test]
fn all_of_one_schema_is_that_schema_and_of_several_their_union() {
    let ir = ir();
    let response = model(&ir, "AlipayDemoShopQueryResponseModel");
    assert_eq!(response.fields["shop"].ty, named("Shop"));
    assert_eq!(response.fields["shop"].description, "门店信息");
    let mut both = types(model(&ir, "Shop").fields.values());
    both.insert("auditor".to_owned(), Type::Text);
    assert_eq!(types(model(&ir, "AuditedShop").fields.values()), both);
}

#[test]
fn the_generated_files_are_the_expected_ones() {
    let generated = generate(&sources()).unwrap();
    let folder = Path::new(FOLDER).join("expected");
    let mut files = generated.files.texts;
    files.insert("features.toml".to_owned(), generated.files.features);
    if std::env::var_os("BLESS").is_some() {
        let _ = fs::remove_dir_all(&folder);
        for (path, text) in &files {
            // Not `.rs`, so that no tool takes them for a part of this crate.
            let path = folder.join(format!("{path}.txt"));
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }
    let mut found = BTreeSet::new();
    list_files(&folder, &mut found);
    let expected: BTreeSet<_> =
        files.keys().map(|path| folder.join(format!("{path}.txt"))).collect();
    assert_eq!(found, expected, "files are missing, or left over");
    for (path, text) in files {
        let expected = fs::read_to_string(folder.join(format!("{path}.txt"))).unwrap();
        assert!(text == expected, "{path} differs; BLESS=1 accepts it:\n{text}");
    }
}

fn list_files(folder: &Path, found: &mut BTreeSet<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            list_files(&path, found);
        } else {
            found.insert(path);
        }
    }
}
