//! An independent implementation against the same gateway: what the official Node SDK sends is
//! accepted, what it gets it accepts, and what it rejects this SDK rejects, too.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod calls;
mod process;
mod rejections;
mod setup;
mod table;
mod verdict;

use std::io::Write;
use std::path::PathBuf;

use alipay_end_to_end::Mode;
use alipay_end_to_end::comparison::{Setup, delicate_response};
use alipay_gateway::{Gateway, UploadedFile, Verdict};
use serde_json::{Value, json};
use url::Url;

use calls::calls;
use setup::{Call, Pair};

/// The installed SDK; without one the test is left out, and says so even when it passes.
fn installed() -> Option<PathBuf> {
    let left_out = |why| writeln!(std::io::stderr(), "left out: the official Node SDK: {why}");
    process::installed().map_err(left_out).ok()
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

/// The last call, which must have been accepted, and signed as the set-up says.
fn accepted(gateway: &Gateway, setup: Setup, call: &Call, request_id: &str) -> (Seen, String) {
    let seen = gateway.calls().pop().unwrap();
    assert_eq!(seen.verdict, Verdict::Accepted, "{call:?}");
    assert_eq!(seen.request_id.as_deref(), Some(request_id));
    let signed = seen.signed_text.unwrap();
    let lines: Vec<_> = signed.strip_suffix('\n').unwrap().split('\n').collect();
    let [authorization, method, target, body, token @ ..] = &*lines else {
        panic!("too few lines: {signed}")
    };
    assert_eq!(authorization.contains(",app_cert_sn="), setup.mode() == Mode::Certificates);
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
async fn agree(gateway: &Gateway, setup: Setup, pair: &mut Pair, call: &Call) {
    for _ in 0..2 {
        gateway.script(call.operation, Ok(delicate_response()));
    }
    let outcome = call.by_node(&mut pair.node, "by-node");
    let (by_node, trace_id) = accepted(gateway, setup, call, "by-node");
    let expected = json!({"status": 200, "traceId": trace_id, "data": delicate_response()});
    assert_eq!(outcome, expected, "{call:?}");

    let ours = call.by_us(&pair.client, "by-us").await.unwrap();
    let (by_us, trace_id) = accepted(gateway, setup, call, "by-us");
    assert_eq!((by_node.operation.as_deref(), &by_node), (Some(call.operation), &by_us));
    assert_eq!(ours.trace_id(), Some(&*trace_id));
    assert_eq!(serde_json::to_value(ours.into_inner()).unwrap(), delicate_response());

    let query = by_node.query.iter().map(|(name, value)| (&**name, &**value));
    assert_eq!(query.collect::<Vec<_>>(), call.query);
    assert_eq!(by_node.body.unwrap_or_default(), call.body);
    assert_eq!(by_node.app_auth_token.as_deref(), call.app_auth_token);
    let sizes: Vec<_> = by_node.files.iter().map(|file| file.size).collect();
    let sent: Vec<_> = call.files.iter().map(|(_, _, content)| content.len()).collect();
    assert_eq!(sizes, sent);
}

async fn all(setup: Setup, key_type: &str) {
    let Some(installed) = installed() else { return };
    let gateway = Gateway::start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut pair = Pair::start(&installed, &gateway, setup, key_type, folder.path());
    for call in calls() {
        agree(&gateway, setup, &mut pair, &call).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn node_and_we_agree_with_a_public_key() {
    all(Setup::Key, "PKCS8").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn node_and_we_agree_with_a_key_in_pkcs1() {
    all(Setup::Key, "PKCS1").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn node_and_we_agree_with_certificates() {
    all(Setup::Certificates, "PKCS8").await;
}
