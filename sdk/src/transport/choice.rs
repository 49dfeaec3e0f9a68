//! The transport that a client is built with.

use std::sync::Arc;

use url::Url;

use super::options::{SetupError, TransportOptions};
use alipay_sdk_core::transport::Transport;

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
            Self::BuiltIn => built_in(options, base).map(Some),
            Self::Custom(transport) => Ok(Some(transport)),
            Self::None => Ok(None),
        }
    }
}

#[cfg(feature = "reqwest")]
fn built_in(options: &TransportOptions, base: &Url) -> Result<Arc<dyn Transport>, SetupError> {
    Ok(Arc::new(super::reqwest::ReqwestTransport::with_options(options, base)?))
}

#[cfg(not(feature = "reqwest"))]
fn built_in(_: &TransportOptions, _: &Url) -> Result<Arc<dyn Transport>, SetupError> {
    Err(SetupError::new(
        "there is no transport: turn on the feature `reqwest` of alipay-sdk, give the builder \
         a transport of your own (`transport`), or call `without_transport` and send the \
         prepared requests yourself",
    ))
}
