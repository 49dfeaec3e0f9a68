//! Any bytes as a certificate: rejected, or one with a serial.
//!
//! In `sdk/`: `RUSTC_BOOTSTRAP=1 cargo fuzz run certificate -- -max_total_time=60`

#![no_main]

use alipay_sdk::Certificate;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|content: &[u8]| {
    if let Ok(certificate) = Certificate::parse(content) {
        assert_eq!(certificate.serial().len(), 32);
        let again = Certificate::parse(certificate.der()).expect("the same certificate");
        assert_eq!(again.serial(), certificate.serial());
        let _ = certificate.public_key();
        let _ = format!("{certificate:?}");
    }
});
