//! The names that a configuration knows.

use std::path::Path;

use super::builder::ClientBuilder;
use super::environment::Environment;
use super::variables::variable;
use crate::error::Error;
use alipay_sdk_core::{Certificate, EncryptKey, PrivateKey, PublicKey, RootCertificates};

/// One name that a configuration knows, and what its text does.
pub(super) struct Setting {
    pub(super) name: &'static str,
    pub(super) apply: fn(ClientBuilder, &str) -> ClientBuilder,
}

pub(super) const SETTINGS: &[Setting] = &[
    Setting { name: "app_id", apply: |to, text| to.app_id(text) },
    Setting { name: "private_key", apply: |to, text| to.private_key(text) },
    Setting {
        name: "private_key_path",
        apply: |to, path| with(to, PrivateKey::read(path), ClientBuilder::private_key),
    },
    Setting { name: "alipay_public_key", apply: |to, text| to.alipay_public_key(text) },
    Setting {
        name: "alipay_public_key_path",
        apply: |to, path| with(to, PublicKey::read(path), ClientBuilder::alipay_public_key),
    },
    Setting {
        name: "app_certificate",
        apply: |to, text| with(to, Certificate::parse(text), ClientBuilder::app_certificate),
    },
    Setting {
        name: "app_certificate_path",
        apply: |to, path| with(to, Certificate::read(path), ClientBuilder::app_certificate),
    },
    Setting { name: "alipay_certificate", apply: |to, text| to.alipay_certificate(text) },
    Setting {
        name: "alipay_certificate_path",
        apply: |to, path| to.alipay_certificate(Path::new(path)),
    },
    Setting {
        name: "root_certificate",
        apply: |to, text| with(to, RootCertificates::parse(text), ClientBuilder::roots),
    },
    Setting {
        name: "root_certificate_path",
        apply: |to, path| with(to, RootCertificates::read(path), ClientBuilder::roots),
    },
    Setting {
        name: "encrypt_key",
        apply: |to, text| with(to, EncryptKey::from_base64(text), ClientBuilder::encrypt_key),
    },
    Setting { name: "app_auth_token", apply: |to, text| to.app_auth_token(text) },
    Setting {
        name: "environment",
        apply: |to, text| with(to, text.parse::<Environment>(), ClientBuilder::environment),
    },
    Setting { name: "base_url", apply: |to, text| to.base_url(text) },
    Setting { name: "proxy", apply: |to, text| to.proxy(text) },
];

/// Applies what was read, or notes why it was not.
fn with<T, E: std::error::Error + Send + Sync + 'static>(
    mut to: ClientBuilder,
    value: Result<T, E>,
    apply: fn(ClientBuilder, T) -> ClientBuilder,
) -> ClientBuilder {
    match value {
        Ok(value) => apply(to, value),
        Err(error) => {
            to.note(Error::configuration_because(String::new(), error));
            to
        }
    }
}

impl Setting {
    /// Its environment variable.
    pub(super) fn variable(&self) -> String {
        variable(self.name)
    }

    /// Whether two settings say the same thing in different ways.
    pub(super) fn excludes(&self, other: &Self) -> bool {
        let subject = |name: &'static str| match name {
            "base_url" => "environment",
            name => name.strip_suffix("_path").unwrap_or(name),
        };
        subject(self.name) == subject(other.name)
    }
}
