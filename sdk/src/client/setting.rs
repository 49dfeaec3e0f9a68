//! The names that a configuration knows.

use std::convert::Infallible;
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

/// The settings from one list: the name, how its text is read, and the builder's method for it.
macro_rules! settings {
    ($($name:ident: $read:expr => $set:ident;)+) => {
        pub(super) const SETTINGS: &[Setting] = &[$(Setting {
            name: stringify!($name),
            apply: |to, text| with(to, $read(text), ClientBuilder::$set),
        }),+];
    };
}

settings! {
    app_id: as_it_is => app_id;
    private_key: as_it_is => private_key;
    private_key_path: PrivateKey::read => private_key;
    alipay_public_key: as_it_is => alipay_public_key;
    alipay_public_key_path: PublicKey::read => alipay_public_key;
    app_certificate: Certificate::parse => app_certificate;
    app_certificate_path: Certificate::read => app_certificate;
    alipay_certificate: as_it_is => alipay_certificate;
    alipay_certificate_path: as_path => alipay_certificate;
    root_certificate: RootCertificates::parse => roots;
    root_certificate_path: RootCertificates::read => roots;
    encrypt_key: EncryptKey::from_base64 => encrypt_key;
    app_auth_token: as_it_is => app_auth_token;
    environment: str::parse::<Environment> => environment;
    base_url: as_it_is => base_url;
    proxy: as_it_is => proxy;
}

/// For a method that reads the text itself.
fn as_it_is(text: &str) -> Result<&str, Infallible> {
    Ok(text)
}

/// For a method that reads the file itself.
fn as_path(text: &str) -> Result<&Path, Infallible> {
    Ok(Path::new(text))
}

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
