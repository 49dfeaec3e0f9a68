//! Any text in a model and in a rejection: it can be shown, and what a field holds that is
//! always masked does not come out.
//!
//! In `sdk/`: `RUSTC_BOOTSTRAP=1 cargo fuzz run redact -- -max_total_time=60`

#![no_main]

mod platform;

use alipay_sdk::model::{AlipayTradePayModel, AlipayTradeQueryResponseModel};
use http::StatusCode;
use libfuzzer_sys::fuzz_target;
use serde_json::json;

/// The same for every text.
const HIDDEN: &str = "AlipayTradePayModel { auth_code: *** }";

fuzz_target!(|text: &str| {
    let code = AlipayTradePayModel::new().auth_code(text);
    assert_eq!(format!("{code:?}"), HIDDEN);
    let mut response = AlipayTradeQueryResponseModel::default();
    response.subject = Some(text.into());
    response.ext_infos = Some(text.into());
    let _ = format!("{response:?} {response:#?}");

    let detail = json!({ "field": text, "value": text, "issue": text, "description": text });
    let link = json!({ "link": text, "desc": text, "rel": text });
    let body = json!({ "code": text, "message": text, "details": [detail], "links": [link] });
    let mut rejection = http::Response::new(body.to_string().into_bytes());
    *rejection.status_mut() = StatusCode::BAD_REQUEST;
    let error = platform::complete(rejection).expect_err("a rejection");
    let api = error.api().expect("a rejection");
    assert_eq!(api.message.as_deref(), Some(text), "the caller gets the text as it is");
    let _ = format!("{error} {error:?} {:?}", api.details);
});
