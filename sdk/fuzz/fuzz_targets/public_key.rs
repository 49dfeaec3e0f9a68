//! Any bytes as a public key: rejected, or a key that is read back from what it is written as.
//!
//! In `sdk/`: `RUSTC_BOOTSTRAP=1 cargo fuzz run public_key -- -max_total_time=60`

#![no_main]

use alipay_sdk::PublicKey;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|content: &[u8]| {
    if let Ok(key) = PublicKey::parse(content) {
        assert!(PublicKey::parse(key.spki_base64()).is_ok_and(|same| same == key));
        key.verify(b"text", content);
    }
});
