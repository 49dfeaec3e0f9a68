//! An application of TOP.

use std::sync::Arc;

use url::Url;

use super::sign_method::SignMethod;
use alipay_sdk_core::{Secret, clock::Clock};

/// The format of the responses of TOP.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// JSON.
    #[default]
    Json,
    /// XML.
    Xml,
}

/// An application of TOP, with the settings of its calls.
pub struct Endpoint {
    pub(crate) base: Url,
    pub(crate) app_key: String,
    pub(crate) secret: Secret,
    pub(crate) session: Option<Secret>,
    pub(crate) sign_method: SignMethod,
    pub(crate) format: Format,
    pub(crate) simplify: bool,
    pub(crate) unix_timestamp: bool,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) nonces: Arc<dyn Fn() -> String + Send + Sync>,
}

impl Format {
    /// Returns the value of the parameter `format`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Xml => "xml",
        }
    }
}

impl Endpoint {
    /// Whether TOP is asked for flat JSON.
    pub(super) fn is_simplified(&self) -> bool {
        self.simplify && self.format == Format::Json
    }
}
