//! Any bytes as a private key: rejected, or a key that signs what its public key verifies.
//!
//! In `sdk/`: `RUSTC_BOOTSTRAP=1 cargo fuzz run private_key -- -max_total_time=60`

#![no_main]

use alipay_sdk::PrivateKey;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|content: &[u8]| {
    if let Ok(key) = PrivateKey::parse(content) {
        let signature = key.sign(b"text").expect("a key that signs");
        assert!(key.public_key().verify(b"text", &signature));
    }
});
