//! Any bytes as one document, read as YAML and as JSON.
//!
//! In `codegen/`: `RUSTC_BOOTSTRAP=1 cargo fuzz run load -- -max_total_time=60`

#![no_main]

use alipay_codegen::{Source, Sources, generate};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|content: &[u8]| {
    for name in ["a.yaml", "a.json"] {
        let source = Source {
            name: name.to_owned(),
            content: content.to_vec(),
        };
        if let Err(problems) = generate(&Sources::new([source])) {
            assert!(!problems.is_empty());
        }
    }
});
