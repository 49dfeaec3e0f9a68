//! The options of the built-in transport.

use std::error::Error as StdError;
use std::time::Duration;

use crate::setters::with_defaults;
use alipay_sdk_core::Secret;

with_defaults! {
    /// What the built-in transport can be told.
    #[allow(dead_code, reason = "for the feature `reqwest`")]
    pub(crate) struct TransportOptions {
        pub(crate) connect_timeout: Duration = Duration::from_secs(10),
        pub(crate) read_timeout: Duration = Duration::from_secs(30),
        pub(crate) proxy: Option<Secret> = None,
        /// Root certificates as PEM.
        pub(crate) tls_roots: Vec<Vec<u8>> = Vec::new(),
    }
}

/// The built-in transport cannot be made of these options.
pub(crate) struct SetupError {
    pub(crate) problem: &'static str,
    pub(crate) source: Option<Box<dyn StdError + Send + Sync>>,
}

impl SetupError {
    pub(crate) fn new(problem: &'static str) -> Self {
        Self { problem, source: None }
    }

    pub(crate) fn because(
        problem: &'static str,
        source: impl StdError + Send + Sync + 'static,
    ) -> Self {
        Self { problem, source: Some(Box::new(source)) }
    }
}
