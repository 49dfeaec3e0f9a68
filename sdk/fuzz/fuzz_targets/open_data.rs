//! Any text as the open data that a mini program posts, and any content that the platform has
//! encrypted and signed: accepted only when it is signed, and as the text that was encrypted.
//!
//! In `sdk/`: `RUSTC_BOOTSTRAP=1 cargo fuzz run open_data -- -max_total_time=60`

#![no_main]

mod platform;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use alipay_sdk::mini_program::OpenData;
use libfuzzer_sys::fuzz_target;
use platform::{CLIENTS, ENCRYPT_KEY, signature};
use serde_json::json;
use serde_json::value::RawValue;

static OPEN_DATA: LazyLock<OpenData> =
    LazyLock::new(|| OpenData::of(&CLIENTS[2]).expect("a client that encrypts"));

/// How it is posted, and the text.
type Input<'a> = (u8, &'a [u8]);

fuzz_target!(|input: Input| {
    let (choice, text) = input;
    if OPEN_DATA.open(text).is_ok() {
        assert!(is_signed(text), "accepted without a signature");
    }
    let _ = OPEN_DATA.phone_number(text);

    let encrypted = ENCRYPT_KEY.encrypt(text);
    // The platform signs the text in its quotes.
    let sign = signature(format!("\"{encrypted}\"").as_bytes());
    let mut posted = json!({ "response": encrypted, "sign": sign });
    for (bit, name, value) in
        [(1, "sign_type", "RSA2"), (2, "encrypt_type", "AES"), (4, "charset", "UTF-8")]
    {
        if choice & bit != 0 {
            posted[name] = value.into();
        }
    }
    match OPEN_DATA.open(posted.to_string()) {
        Ok(opened) => assert_eq!(opened.as_str().as_bytes(), text, "another text"),
        Err(error) => assert!(!format!("{error} {error:?}").is_empty()),
    }
});

/// Whether the platform signed the text: it would make the same signature of the same response.
fn is_signed(text: &[u8]) -> bool {
    let posted: BTreeMap<String, Box<RawValue>> = serde_json::from_slice(text).unwrap_or_default();
    let made = posted.get("sign").and_then(|sign| serde_json::from_str::<String>(sign.get()).ok());
    let response = posted.get("response").map(|response| signature(response.get().as_bytes()));
    made.is_some() && made == response
}
