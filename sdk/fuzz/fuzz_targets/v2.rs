//! Any body as a response of the v2 gateway, and any value and fields beside it that the platform
//! signed: accepted only when it is signed, and as the text that was signed; and the body is not
//! lost.
//!
//! In `sdk/`: `RUSTC_BOOTSTRAP=1 cargo fuzz run v2 -- -max_total_time=60`

#![no_main]

mod platform;

use alipay_sdk::{Client, Error, ErrorKind, Json, Response};
use libfuzzer_sys::fuzz_target;
use platform::{CLIENTS, ENCRYPT_KEY, ready, signature};

fuzz_target!(|input: (u8, &[u8])| {
    let (choice, body) = input;
    let (client, encrypts) = (&CLIENTS[usize::from(choice & 3)], choice & 4 != 0);
    if let Ok(response) = complete(client, body) {
        panic!("accepted without a signature: {response:?}");
    }
    // The same as what the platform signed, and what stands around it.
    let text = String::from_utf8_lossy(body);
    let mut parts = text.split('\0');
    let [value, before, behind] = [(); 3].map(|()| parts.next().unwrap_or_default());
    let value = match encrypts {
        true => format!("\"{}\"", ENCRYPT_KEY.encrypt(value.as_bytes())),
        false => value.to_owned(),
    };
    let sign = signature(value.as_bytes());
    let body = format!("{{{before}\"a_b_response\":{value},\"sign\":\"{sign}\"{behind}}}");
    match complete(client, body.as_bytes()) {
        Ok(response) => {
            assert!(response.is_verified());
            // Text is ciphertext, by any key.
            let decrypted = value.trim().starts_with('"');
            let text = response.plain_body();
            assert!(decrypted || text[..] == *value.trim().as_bytes(), "another text");
        }
        Err(error) => {
            let _ =
                (format!("{error} {error:?}"), error.is_retryable(), error.is_unknown_outcome());
        }
    }
});

fn complete(client: &Client, body: &[u8]) -> Result<Response<Json>, Error> {
    let (_, pending) = ready(client.v2().untyped("a.b").prepare()).expect("a request");
    let result = pending.complete(http::Response::new(body.to_vec()));
    if let Err(error) = &result
        && !matches!(error.kind(), ErrorKind::Decode(_))
    {
        let kept = error.body().expect("an error of a response has a body");
        assert_eq!(kept[..], *body, "another body");
    }
    result
}
