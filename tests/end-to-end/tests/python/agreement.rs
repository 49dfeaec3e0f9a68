//! What both sides send is seen alike, and both get the same response.

use alipay_end_to_end::comparison::{Setup, delicate_response};
use alipay_gateway::{Gateway, UploadedFile, Verdict};
use serde_json::Value;

use crate::calls::{Call, calls};
use crate::setup::{client, started};

/// What the gateway saw of a call.
#[derive(Debug, PartialEq)]
struct Seen {
    operation: Option<String>,
    content: Option<Value>,
    files: Vec<UploadedFile>,
}

/// The last call, which must have been accepted, and signed with what stands beside its content.
fn accepted(gateway: &Gateway, setup: Setup, call: &Call) -> Seen {
    let seen = gateway.calls().pop().unwrap();
    assert_eq!(seen.verdict, Verdict::Accepted, "{call:?}");
    let signed = seen.signed_text.unwrap();
    assert_eq!(signed.contains("app_cert_sn="), setup == Setup::Certificates, "{signed}");
    for (name, value) in &call.beside {
        assert!(format!("&{signed}&").contains(&format!("&{name}={value}&")), "{signed}");
    }
    // The one of them sends an empty object where there is no content.
    let content = seen.plain_body.filter(|text| text != "{}");
    let content = content.map(|text| serde_json::from_str(&text).unwrap());
    Seen { operation: seen.operation, content, files: seen.files }
}

#[tokio::test(flavor = "multi_thread")]
async fn python_and_we_agree() {
    for (gateway, mut python, setup) in started().await {
        let client = client(&gateway, setup);
        for call in calls(python.sdk) {
            for _ in 0..2 {
                gateway.script(call.method, Ok(delicate_response()));
            }
            let theirs = python.done("execute", call.for_python());
            let by_python = accepted(&gateway, setup, &call);
            let ours = call.by_us(&client).await.unwrap();
            assert!(ours.is_verified());
            assert_eq!(by_python, accepted(&gateway, setup, &call));
            assert_eq!(by_python.operation.as_deref(), Some(call.method));
            assert_eq!(by_python.content.unwrap_or_default(), call.content);
            assert_eq!(by_python.files.len(), call.files.len());
            assert_eq!(theirs, serde_json::to_value(ours.into_inner()).unwrap(), "{call:?}");
            for (name, value) in delicate_response().as_object().unwrap() {
                assert_eq!(theirs[name], *value, "{:?}", python.sdk);
            }
        }
    }
}
