//! A wrong configuration is refused when the client is made, and the error names the mistake.
//! Else the platform would refuse the calls, in its own words.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod certificates;
mod environment;
mod keys;
#[path = "../platform/mod.rs"]
mod platform;
mod rotation;
mod settings;
mod texts;
mod values;

use std::path::PathBuf;

use alipay_sdk::{ClientBuilder, ErrorKind};
use platform::vector_file;

fn certificate_file(name: &str) -> PathBuf {
    vector_file(&format!("certs/{name}.crt"))
}

fn text_of(name: &str) -> String {
    std::fs::read_to_string(vector_file(name)).unwrap()
}

/// The error of a configuration, with all its causes.
#[track_caller]
fn problem(builder: ClientBuilder) -> String {
    let error = builder.build().unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Configuration { .. }), "{error:?}");
    assert!(!error.is_retryable() && !error.is_unknown_outcome());
    error.to_string()
}

/// That the problem is named with these words.
#[track_caller]
fn refused(builder: ClientBuilder, words: &str) {
    let problem = problem(builder);
    assert!(problem.contains(words), "`{words}` is not in `{problem}`");
}
