//! An independent implementation against the same gateway: what the official Node SDK sends is
//! accepted, what it gets it accepts, and what it rejects this SDK rejects, too.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod process;
mod rejections;
mod setup;
mod verdict;

use std::io::Write;
use std::path::PathBuf;

use alipay_gateway::{Gateway, UploadedFile, Verdict};
use serde_json::{Value, json};
use url::Url;

use setup::{Call, Config, Pair};

/// The installed SDK; without one the test is left out, and says so even when it passes.
fn installed() -> Option<PathBuf> {
    let left_out = |why| writeln!(std::io::stderr(), "left out: the official Node SDK: {why}");
    process::installed().map_err(left_out).ok()
}

fn calls() -> Vec<Call> {
    let json = [
        Call {
            operation: "alipay.trade.query",
            method: "POST",
            path: "/v3/alipay/trade/query",
            body: json!({"out_trade_no": "订单-😀-1", "query_options": ["trade_settle_info"]}),
            ..Call::default()
        },
        Call {
            operation: "alipay.trade.pay",
            method: "POST",
            path: "/v3/alipay/trade/pay",
            body: json!({
                "out_trade_no": "20260616-1",
                "subject": "茶 & \"点心\" </b> \\ 😀\u{2028}\n\t𠮷",
                "total_amount": "88.88",
                "auth_code": "28763443825664394",
                "scene": "bar_code",
                "goods_detail": [{"goods_id": "1", "goods_name": "龙井", "quantity": 2, "price": "1"}],
            }),
            app_auth_token: Some("202606BBtoken"),
            ..Call::default()
        },
        Call {
            operation: "alipay.trade.batch.transfer.query",
            method: "GET",
            path: "/v3/alipay/trade/batch/transfer/query",
            query: vec![
                ("out_request_no", "退款😀"),
                ("settle_no", "a b+c&d=e/f?g#h%20~*'()!,;:@$|"),
            ],
            app_auth_token: Some("202606BBtoken"),
            ..Call::default()
        },
        Call {
            operation: "alipay.marketing.activity.query",
            method: "GET",
            path: "/v3/alipay/marketing/activity/2026%2F1%20%E6%B4%BB%E5%8A%A8",
            ..Call::default()
        },
        Call {
            operation: "alipay.user.info.share",
            method: "POST",
            path: "/v3/alipay/user/info/share",
            query: vec![("auth_token", "anonymous_code_12+/=")],
            ..Call::default()
        },
        Call {
            operation: "alipay.commerce.ec.employee.info.modify",
            method: "PUT",
            path: "/v3/alipay/commerce/ec/employee/info",
            body: json!({"employee_name": "张三"}),
            ..Call::default()
        },
        Call {
            operation: "alipay.marketing.activity.delivery.stop",
            method: "PATCH",
            path: "/v3/alipay/marketing/delivery/2026-1/stop",
            body: json!({"out_biz_no": "停"}),
            ..Call::default()
        },
        Call {
            operation: "alipay.marketing.card.delete",
            method: "DELETE",
            path: "/v3/alipay/marketing/card/delete",
            query: vec![("target_card_no", "卡 1")],
            app_auth_token: Some("202606BBtoken"),
            ..Call::default()
        },
    ];
    // Of a GET there is nothing to encrypt, and Node does not ask for an encrypted response.
    let encrypted = json.clone().into_iter().filter(|call| call.method != "GET");
    let encrypted = encrypted.map(|call| Call { encrypted: true, ..call });
    json.clone().into_iter().chain(encrypted).chain(uploads()).collect()
}

fn uploads() -> [Call; 4] {
    let picture = b"\x89PNG\r\n\x1a\n\0\xff--\r\n".as_slice();
    let upload = Call { method: "POST", ..Call::default() };
    [
        Call {
            operation: "alipay.merchant.item.file.upload",
            path: "/v3/alipay/merchant/item/file/upload",
            body: json!({"scene": "SYNC_ORDER 图片"}),
            files: vec![("file_content", "图片 😀.png", picture)],
            ..upload.clone()
        },
        Call {
            operation: "alipay.open.agent.facetoface.sign",
            path: "/v3/alipay/open/agent/facetoface/sign",
            body: json!({"batch_no": "2026", "shop_name": "小店"}),
            files: vec![
                ("shop_scene_pic", "scene.jpg", picture),
                ("business_license_pic", "license.unknown", b"2"),
            ],
            app_auth_token: Some("202606BBtoken"),
            ..upload.clone()
        },
        // An upload that could have fields, and has none.
        Call {
            operation: "alipay.merchant.image.upload",
            path: "/v3/alipay/merchant/image/upload",
            files: vec![("image_content", "a.png", picture)],
            ..upload.clone()
        },
        // An upload that has no fields.
        Call {
            operation: "alipay.open.mini.innerbaseinfo.applogo.upload",
            path: "/v3/alipay/open/mini/innerbaseinfo/applogo/upload",
            files: vec![("app_logo", "a.png", picture)],
            ..upload
        },
    ]
}

/// A response with what is easily damaged on the way.
fn response() -> Value {
    json!({
        "trade_no": "2026061622001",
        "subject": "茶 & \"点心\" </b> \\/ 😀\u{2028}\n\t𠮷",
        "camelCase": {"snake_case": [1, 2.5, true, null, ""]},
        "amount": "88.88",
    })
}

/// What the gateway saw of a call.
#[derive(Debug, PartialEq)]
struct Seen {
    operation: Option<String>,
    method: String,
    query: Vec<(String, String)>,
    body: Option<Value>,
    files: Vec<UploadedFile>,
    app_auth_token: Option<String>,
}

/// The last call, which must have been accepted, and signed as the configuration says.
fn accepted(gateway: &Gateway, config: &Config, call: &Call, request_id: &str) -> (Seen, String) {
    let seen = gateway.calls().pop().unwrap();
    assert_eq!(seen.verdict, Verdict::Accepted, "{call:?}");
    assert_eq!(seen.request_id.as_deref(), Some(request_id));
    let signed = seen.signed_text.unwrap();
    let lines: Vec<_> = signed.strip_suffix('\n').unwrap().split('\n').collect();
    let [authorization, method, target, body, token @ ..] = &*lines else {
        panic!("too few lines: {signed}")
    };
    assert_eq!(authorization.contains(",app_cert_sn="), config.certificates);
    assert_eq!((*method, *target), (call.method, &*seen.target));
    if call.encrypted {
        assert!(!body.contains(['{', '"']), "not encrypted: {body}");
    } else {
        assert_eq!(*body, seen.plain_body.clone().unwrap_or_default());
    }
    let body = seen.plain_body.filter(|text| !text.is_empty() && text != "{}");
    let mut files = seen.files;
    for file in &mut files {
        // Node names no type when it knows none.
        if file.content_type.is_empty() {
            file.content_type = "application/octet-stream".to_owned();
        }
    }
    // Node writes a space as a plus, as in forms.
    let url = Url::parse(&gateway.base_url()).unwrap().join(&seen.target).unwrap();
    let seen = Seen {
        operation: seen.operation,
        method: seen.method,
        query: url.query_pairs().into_owned().collect(),
        body: body.map(|text| serde_json::from_str(&text).unwrap()),
        files,
        app_auth_token: token.first().map(|&token| token.to_owned()),
    };
    (seen, gateway.calls().pop().unwrap().trace_id)
}

/// Makes a call through both SDKs; the gateway sees the same, and both get its response.
async fn agree(gateway: &Gateway, config: &Config, pair: &mut Pair, call: &Call) {
    for _ in 0..2 {
        gateway.script(call.operation, Ok(response()));
    }
    let outcome = call.by_node(&mut pair.node, "by-node");
    let (by_node, trace_id) = accepted(gateway, config, call, "by-node");
    let expected = json!({"status": 200, "traceId": trace_id, "data": response()});
    assert_eq!(outcome, expected, "{call:?}");

    let ours = call.by_us(&pair.client, "by-us").await.unwrap();
    let (by_us, trace_id) = accepted(gateway, config, call, "by-us");
    assert_eq!((by_node.operation.as_deref(), &by_node), (Some(call.operation), &by_us));
    assert_eq!(ours.trace_id(), Some(&*trace_id));
    assert_eq!(serde_json::to_value(ours.into_inner()).unwrap(), response());

    let query = by_node.query.iter().map(|(name, value)| (&**name, &**value));
    assert_eq!(query.collect::<Vec<_>>(), call.query);
    assert_eq!(by_node.body.unwrap_or_default(), call.body);
    assert_eq!(by_node.app_auth_token.as_deref(), call.app_auth_token);
    let sizes: Vec<_> = by_node.files.iter().map(|file| file.size).collect();
    let sent: Vec<_> = call.files.iter().map(|(_, _, content)| content.len()).collect();
    assert_eq!(sizes, sent);
}

async fn all(certificates: bool, key_type: &'static str) {
    let Some(installed) = installed() else { return };
    let gateway = Gateway::start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let config = Config { certificates, key_type, ..Config::of(&gateway) };
    let mut pair = config.pair(&installed, folder.path());
    for call in calls() {
        agree(&gateway, &config, &mut pair, &call).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn node_and_we_agree_with_a_public_key() {
    all(false, "PKCS8").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn node_and_we_agree_with_a_key_in_pkcs1() {
    all(false, "PKCS1").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn node_and_we_agree_with_certificates() {
    all(true, "PKCS8").await;
}
