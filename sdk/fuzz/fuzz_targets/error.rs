//! Any body as a rejection: it can be shown, asked, and its body is kept.
//!
//! In `sdk/`: `RUSTC_BOOTSTRAP=1 cargo fuzz run error -- -max_total_time=60`

#![no_main]

mod platform;

use alipay_sdk::ErrorKind;
use http::StatusCode;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u16, &[u8])| {
    let (status, body) = input;
    let status = StatusCode::from_u16(300 + status % 300).expect("between 300 and 599");
    let mut response = http::Response::new(body.to_vec());
    *response.status_mut() = status;
    let error = platform::complete(response).expect_err("a rejection");
    let ErrorKind::Api(rejection) = error.kind() else { panic!("{error:?}") };
    assert_eq!(error.status(), Some(status));
    assert!(!rejection.verified);
    assert_eq!(error.body().expect("the body of the response")[..], *body);
    assert!(error.to_string().starts_with("alipay.trade.query: "));
    assert!(!format!("{error:?}").is_empty());
    let _ = (rejection.is_business(), rejection.is_documented(), error.is_unknown_outcome());
    let _ = (error.is_retryable(), error.trace_id());
});
