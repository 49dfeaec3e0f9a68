//! Any body as a refusal: it can be shown, asked, and its body is kept.
//!
//! In `sdk/`: `RUSTC_BOOTSTRAP=1 cargo fuzz run error -- -max_total_time=60`

#![no_main]

mod platform;

use alipay_sdk::Error;
use http::StatusCode;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u16, &[u8])| {
    let (status, body) = input;
    let status = StatusCode::from_u16(300 + status % 300).expect("between 300 and 599");
    let mut answer = http::Response::new(body.to_vec());
    *answer.status_mut() = status;
    let error = platform::complete(answer).expect_err("a refusal");
    let Error::Api(refusal) = &error else { panic!("{error:?}") };
    assert_eq!(refusal.status, status);
    assert!(!refusal.verified);
    assert_eq!(refusal.body[..], *body);
    assert!(error.to_string().starts_with("alipay.trade.query: "));
    assert!(!format!("{error:?}").is_empty());
    let _ = (refusal.is_business(), refusal.is_documented(), error.is_unknown_outcome());
    let _ = (error.is_retryable(), error.trace_id());
});
