//! Any status, headers and body as the response to a call, in key mode and in certificate mode,
//! without and with encryption: accepted only when it is signed, or empty with status 204; and
//! the body is not lost.
//!
//! In `sdk/`: `RUSTC_BOOTSTRAP=1 cargo fuzz run response -- -max_total_time=60`

#![no_main]

#[path = "../../tests/properties/headers.rs"]
mod headers;
mod platform;

use alipay_sdk::ErrorKind;
use headers::READ;
use http::{HeaderName, HeaderValue, StatusCode};
use libfuzzer_sys::fuzz_target;
use platform::{CLIENTS, ENCRYPT_KEY, pending, sign};

/// Status, what the platform does, and how many headers there are; then the headers, each a byte
/// for its name and its value, and the body, with the character NUL between them.
type Input<'a> = (u16, u8, u8, &'a [u8]);

fuzz_target!(|input: Input| {
    let (status, choice, count, rest) = input;
    let mut texts: Vec<&[u8]> =
        rest.splitn(usize::from(count % 8) + 1, |&byte| byte == 0).collect();
    let body = texts.pop().unwrap_or_default().to_vec();
    // Half of them are successes; the rest is anything.
    let status = if status & 1 == 0 { 200 + status / 2 % 8 } else { 100 + status / 2 % 900 };
    let status = StatusCode::from_u16(status).expect("between 100 and 999");
    let client = usize::from(choice & 3);
    let (signs, encrypts) = (choice & 4 != 0, choice & 8 != 0);
    let body = if encrypts { ENCRYPT_KEY.encrypt(&body).into_bytes() } else { body };

    let mut response = http::Response::new(body.clone());
    *response.status_mut() = status;
    for (name, value) in texts.into_iter().filter_map(|text| text.split_first()) {
        let name = HeaderName::from_static(READ[usize::from(*name) % READ.len()]);
        if let Ok(value) = HeaderValue::from_bytes(value) {
            response.headers_mut().append(name, value);
        }
    }
    if signs {
        sign(&mut response);
    }

    let nothing = status == StatusCode::NO_CONTENT && body.is_empty();
    match pending(&CLIENTS[client]).complete(response) {
        Ok(response) => {
            assert!(status.is_success());
            assert!(signs || nothing, "accepted without a signature");
            assert_eq!(response.is_verified(), signs);
            assert_eq!(response.body()[..], body, "another body");
            let _ = format!("{response:?}");
        }
        Err(error) => {
            let kept = error.body().expect("an error of a response has a body");
            // A body that cannot be decoded is kept as it was decoded: decrypted.
            if !matches!(error.kind(), ErrorKind::Decode(_)) || client < 2 {
                assert_eq!(kept[..], body, "another body");
            }
            assert!(error.status().is_none_or(|kept| kept == status));
            let _ = (format!("{error} {error:?}"), error.is_retryable());
        }
    }
});
