//! The options of the built-in transport.

use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use url::Url;

use super::transport::Transport;

/// What the built-in transport can be told.
#[allow(dead_code, reason = "for the feature `reqwest`")]
pub(crate) struct TransportOptions {
    pub(crate) connect_timeout: Duration,
    pub(crate) read_timeout: Duration,
    pub(crate) proxy: Option<String>,
    /// Root certificates as PEM.
    pub(crate) tls_roots: Vec<Vec<u8>>,
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

impl Default for TransportOptions {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            read_timeout: Duration::from_secs(30),
            proxy: None,
            tls_roots: Vec::new(),
        }
    }
}

/// The transport that a builder was told to use.
#[derive(Default)]
pub(crate) enum TransportChoice {
    #[default]
    BuiltIn,
    Custom(Arc<dyn Transport>),
    None,
}

impl TransportChoice {
    pub(crate) fn build(
        self,
        options: &TransportOptions,
        base: &Url,
    ) -> Result<Option<Arc<dyn Transport>>, SetupError> {
        match self {
            Self::BuiltIn => options.build(base).map(Some),
            Self::Custom(transport) => Ok(Some(transport)),
            Self::None => Ok(None),
        }
    }
}

impl TransportOptions {
    #[cfg(feature = "reqwest")]
    fn build(&self, base: &Url) -> Result<Arc<dyn Transport>, SetupError> {
        Ok(Arc::new(super::reqwest::ReqwestTransport::with_options(self, base)?))
    }

    #[cfg(not(feature = "reqwest"))]
    fn build(&self, _: &Url) -> Result<Arc<dyn Transport>, SetupError> {
        Err(SetupError::new(
            "there is no transport: turn on the feature `reqwest` of alipay-sdk, give the builder \
             a transport of your own (`transport`), or call `without_transport` and send the \
             prepared requests yourself",
        ))
    }
}
