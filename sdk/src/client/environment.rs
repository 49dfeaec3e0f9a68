//! The platform's environments.

use std::str::FromStr;

/// The environment that calls go to. Keys, certificates and app ids of one environment are not
/// valid in the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Environment {
    /// Production: money moves.
    #[default]
    Production,
    /// The platform's sandbox (沙箱环境).
    Sandbox,
}

impl Environment {
    /// Returns the base address of the v3 REST interface.
    pub fn base_url(self) -> &'static str {
        match self {
            Self::Production => "https://openapi.alipay.com",
            Self::Sandbox => "https://openapi-sandbox.dl.alipaydev.com",
        }
    }

    /// Where the pages of authorization are.
    pub(crate) fn authorization_url(self) -> &'static str {
        match self {
            Self::Production => "https://openauth.alipay.com",
            Self::Sandbox => "https://openauth-sandbox.dl.alipaydev.com",
        }
    }

    /// Where the message channel is.
    pub(crate) fn channel_url(self) -> &'static str {
        match self {
            Self::Production => "https://openchannel.alipay.com",
            Self::Sandbox => "https://openchannel-sandbox.dl.alipaydev.com",
        }
    }
}

/// A text that is neither `production` nor `sandbox`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the environment is neither `production` nor `sandbox`")]
pub struct UnknownEnvironment;

impl FromStr for Environment {
    type Err = UnknownEnvironment;

    fn from_str(text: &str) -> Result<Self, UnknownEnvironment> {
        match text {
            "production" => Ok(Self::Production),
            "sandbox" => Ok(Self::Sandbox),
            _ => Err(UnknownEnvironment),
        }
    }
}
