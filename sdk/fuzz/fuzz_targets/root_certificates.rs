//! Any bytes as a bundle: rejected, or one whose serial is made of its members'.
//!
//! In `sdk/`: `RUSTC_BOOTSTRAP=1 cargo fuzz run root_certificates -- -max_total_time=60`

#![no_main]

use alipay_sdk::RootCertificates;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|content: &[u8]| {
    if let Ok(roots) = RootCertificates::parse(content) {
        for serial in roots.serial().split('_') {
            assert!(roots.members().iter().any(|member| member.serial() == serial));
        }
    }
});
