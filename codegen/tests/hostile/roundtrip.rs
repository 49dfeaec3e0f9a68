//! Runs against the SDK generated from `hostile.yaml`: every name of the document is on the wire
//! as it stands there, whatever Rust calls it.

#![allow(missing_docs)]

use std::collections::BTreeMap;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use alipay_sdk::model::*;
use alipay_sdk::operation::*;
use alipay_sdk::{Call, Client, ErrorCode, FilePart, Operation};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

/// A model is written as `wire`, and reads itself back.
fn assert_wire<T>(model: &T, wire: serde_json::Value)
where
    T: Serialize + DeserializeOwned + PartialEq + Clone + std::fmt::Debug,
{
    let text = serde_json::to_string(model).expect("it can be written");
    let written: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(written, wire);
    let read: T = serde_json::from_str(&text).expect("it can be read");
    assert_eq!(&read, model);
    assert_eq!(&model.clone(), model);
}

#[test]
fn fields_keep_their_names_on_the_wire() {
    let model = ModelSelf::new()
        .type_("type")
        .self_("self")
        .self_2("Self")
        .crate_("crate")
        .super_(1)
        .new_("new")
        .default_("default")
        .clone_("clone")
        .from_("from")
        .into_("into")
        .eq_("eq")
        .fmt_("fmt")
        .gen_("gen")
        .async_("async")
        .camel_case(true)
        .n3d_secure(1.5)
        .u8ba2_u5355_u53f7("订单号")
        .a_b("a_b")
        .a_b_2("a-b")
        .a_b_3("aB")
        .name("name")
        .fields("fields")
        .field_mut("field_mut")
        .value("value")
        .set("set");
    assert_wire(
        &model,
        json!({
            "type": "type", "self": "self", "Self": "Self", "crate": "crate", "super": 1,
            "new": "new", "default": "default", "clone": "clone", "from": "from",
            "into": "into", "eq": "eq", "fmt": "fmt", "gen": "gen", "async": "async",
            "camelCase": true, "3d-secure": 1.5, "订单号": "订单号",
            "a_b": "a_b", "a-b": "a-b", "aB": "aB",
            "name": "name", "fields": "fields", "field_mut": "field_mut", "value": "value",
            "set": "set",
        }),
    );
}

#[test]
fn names_without_a_letter_are_told_apart() {
    let model =
        ModelSelf::new().unnamed("0").unnamed_2("1").unnamed_3("2").unnamed_4("3").unnamed_5("4");
    assert_wire(&model, json!({"": "0", " ": "1", "\"": "2", "\\": "3", "_": "4"}));
}

#[test]
fn setters_called_like_methods_of_traits_are_setters() {
    let model = Traits::new()
        .add_("add")
        .not("not")
        .next("next")
        .drop("drop")
        .from_str("from_str")
        .is_open(true)
        .to_string("to_string")
        .len(3);
    assert_wire(
        &model,
        json!({
            "add": "add", "not": "not", "next": "next", "drop": "drop", "from_str": "from_str",
            "is_open": true, "to_string": "to_string", "len": 3,
        }),
    );
}

#[test]
fn types_called_like_those_of_rust_are_there() {
    macro_rules! assert_value {
        ($($model:ident)*) => {
            $(assert_wire(&$model::new().value("x"), json!({"value": "x"}));)*
        };
    }
    assert_value!(ModelOption ModelVec ModelString ModelResult ModelBox Str U8 S D Std AB AB2 AB3);
}

/// What the root exports and what a document calls so are told apart, whatever is imported.
#[test]
fn names_at_the_root_and_models_do_not_clash() {
    mod all {
        use alipay_sdk::model::*;
        use alipay_sdk::*;

        pub(super) fn models() -> (ModelSigner, ModelDetail, ModelMoney) {
            (ModelSigner::new(), ModelDetail::new().value("x"), ModelMoney::new())
        }

        pub(super) fn of_the_root(
            signer: Option<&dyn Signer>,
            detail: Option<Detail>,
            money: Option<Money>,
        ) -> bool {
            signer.is_none() && detail.is_none() && money.is_none()
        }
    }
    let (_, detail, _) = all::models();
    assert_wire(&detail, json!({"value": "x"}));
    assert!(all::of_the_root(None, None, None));
}

#[test]
fn models_may_hold_themselves_and_one_another() {
    let tree = Tree::new()
        .value(1)
        .parent(Tree::new().value(2))
        .children([Tree::new().value(3), Tree::new()])
        .named(BTreeMap::from([("*/".to_owned(), Tree::new().value(4))]))
        .inner(TreeInner::new().depth(5).value(6).inner(TreeInner::new().depth(7)))
        .leaf(Leaf::new().tree(Tree::new().value(8)).trees([vec![Tree::new().value(9)]]));
    assert_wire(
        &tree,
        json!({
            "value": 1, "parent": {"value": 2}, "children": [{"value": 3}, {}],
            "named": {"*/": {"value": 4}},
            "inner": {"depth": 5, "value": 6, "inner": {"depth": 7}},
            "leaf": {"tree": {"value": 8}, "trees": [[{"value": 9}]]},
        }),
    );
    assert_wire(
        &ModelCall::new().self_(ModelSelf::new().type_("x")),
        json!({"self": {"type": "x"}}),
    );
}

#[test]
fn an_operation_and_a_schema_of_one_name_keep_their_own_inline_objects() {
    assert_wire(&SameModel::new().of_schema("x"), json!({"of_schema": "x"}));
    assert_wire(&SameModel2::new().of_operation("x"), json!({"of_operation": "x"}));
}

#[test]
fn every_documented_value_has_a_constant_of_its_own() {
    let mut values = [
        Values::TYPE_EMPTY,
        Values::TYPE_EMPTY_2,
        Values::TYPE_A_B,
        Values::TYPE_A_B_2,
        Values::TYPE_A_B_3,
        Values::TYPE_A_B_4,
        Values::TYPE_A_B_5,
        Values::TYPE_A_B_6,
        Values::TYPE_N1,
        Values::TYPE_U4E2D_U6587,
        Values::TYPE_A_U202E_B,
    ];
    values.sort();
    assert_eq!(
        values,
        ["", " ", "1", "A_B", "a b", "a,b", "a-b", "a.b", "aB", "a\u{202e}b", "中文"]
    );
}

#[test]
fn operations_keep_their_ids_and_paths() {
    let infos: BTreeMap<_, _> =
        alipay_sdk::operation::all().map(|info| (info.id, info.path)).collect();
    assert_eq!(infos.len(), 27);
    assert_eq!(infos["mod.shop.a-b"], "/v3/shop/a-b");
    assert_eq!(infos["quote\" */ `x` | 中文"], "/v3/quote\"backslash|pipe`tick");
    let mut codes = [
        ErrorCode::A_B,
        ErrorCode::A_B_2,
        ErrorCode::A_B_3,
        ErrorCode::N1ST,
        ErrorCode::U7CFB_U7EDF_U9519_U8BEF,
    ];
    codes.sort();
    assert_eq!(codes, ["1ST", "A.B", "A_B", "a-b", "系统错误"]);
}

#[test]
fn methods_take_path_query_and_body_at_once() {
    let client = client();
    let params = SelfShopModifyParams::new().type_([SelfShopModifyParams::TYPE_A_B]).type_2("b");
    assert_wire(&params, json!({"type": ["a b"], "Type": "b"}));
    let body = SelfShopModifyModel::new().model(SelfShopModifyModelModel::new().type_("x"));
    #[allow(deprecated)]
    let call = client.self_().shop_modify("a", 1, true, 1.5, &params, &body);
    drop(call);
    drop(client.mod_().shop_a_b());
    drop(client.mod_().shop_a_b_2());
    drop(client.mod_().shop_a_b_3());
    drop(client.mod_().clone_());
    drop(client.builder_().list(&vec![ModelVec::new()]));
    drop(client.builder_().object(&json!({"a": 1})));
    drop(client.builder_().map(&BTreeMap::new()));
    drop(client.con().file());
    drop(client.clock_().read());
    drop(client.attempt_().count());
    drop(client.app_id_().query());
    drop(client.alipay_store_item().query());
    drop(client.api_model().operation());
    drop(client.base64().url());
}

#[test]
fn parts_called_like_methods_are_parts() {
    let file = || FilePart::new("a.png", b"a".to_vec());
    let parts = ConUploadParts::new()
        .data(ModelSelf::new().type_("x"))
        .new_(file())
        .type_(file())
        .into_upload(file())
        .a_b(file())
        .a_b_2(file());
    let client = client();
    let upload = sent(client.call::<ConUpload>().upload(parts));
    for wire in ["new", "type", "into_upload", "a-b", "a_b"] {
        assert!(upload.contains(&format!("name=\"{wire}\"")), "{upload}");
    }
    let object = ConUploadObjectParts::new().data(json!({"a": 1}));
    assert!(sent(client.call::<ConUploadObject>().upload(object)).contains("\r\n{\"a\":1}\r\n"));
    let list = ConUploadListParts::new().data(["a"]).file(file());
    assert!(sent(client.call::<ConUploadList>().upload(list)).contains("\r\n[\"a\"]\r\n"));
}

fn client() -> Client {
    let client = Client::builder()
        .app_id("1")
        .private_key(include_str!("app_private.pkcs8.pem"))
        .alipay_public_key(include_str!("alipay_public.spki.pem"))
        .base_url("http://127.0.0.1:1");
    client.build().expect("a client")
}

/// The body of a call as it would be sent.
fn sent<O: Operation>(call: Call<O>) -> String {
    let (request, _) = now(call.prepare()).expect("a request");
    let body = now(request.into_body().read(1 << 20)).expect("a body");
    String::from_utf8(body.into()).expect("text")
}

/// The output of a future that waits for nothing.
fn now<F: Future>(future: F) -> F::Output {
    let mut at = Context::from_waker(Waker::noop());
    match pin!(future).poll(&mut at) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("it waits"),
    }
}
