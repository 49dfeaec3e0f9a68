//! The keys of a configuration, where a command needs them without a client.

use std::path::Path;

use alipay_sdk::{Certificate, Config, PrivateKey, PublicKey};
use anyhow::{Context, Result};

use crate::output::usage;

/// A public key, and whose it is.
pub(crate) struct NamedKey {
    pub(crate) owner: &'static str,
    pub(crate) key: PublicKey,
    /// Of a certificate: its serial.
    pub(crate) serial: Option<String>,
}

/// The private key of the application, when one is configured.
pub(crate) fn private(config: &Config) -> Option<Result<PrivateKey>> {
    let text = config.get("private_key").next().map(PrivateKey::parse);
    let path = || config.get("private_key_path").next().map(PrivateKey::read);
    let key = text.or_else(path)?;
    Some(key.context("private_key"))
}

/// The public key that belongs to it.
pub(crate) fn own(config: &Config) -> Result<NamedKey> {
    let key = private(config)
        .ok_or_else(|| usage("private_key is missing: set private_key or private_key_path"))??;
    Ok(NamedKey { owner: "this application", key: key.public_key().clone(), serial: None })
}

/// Those that Alipay signs with: of key mode, or of its certificates.
pub(crate) fn alipay(config: &Config) -> Result<Vec<NamedKey>> {
    const OWNER: &str = "Alipay";

    let text = config.get("alipay_public_key").map(PublicKey::parse);
    let keys = text.chain(config.get("alipay_public_key_path").map(PublicKey::read));
    let keys = keys.map(|key| {
        let key = key.context("alipay_public_key")?;
        Ok(NamedKey { owner: OWNER, key, serial: None })
    });
    let text = config.get("alipay_certificate").map(Certificate::parse);
    let certificates = text.chain(config.get("alipay_certificate_path").map(Certificate::read));
    let certificates = certificates.map(|certificate| {
        let certificate = certificate.context("alipay_certificate")?;
        let key = certificate.public_key().context("alipay_certificate")?.clone();
        Ok(NamedKey { owner: OWNER, key, serial: Some(certificate.serial().to_owned()) })
    });
    let keys: Vec<_> = keys.chain(certificates).collect::<Result<_>>()?;
    if keys.is_empty() {
        return Err(usage("alipay_public_key or alipay_certificate is missing: set one of them"));
    }
    Ok(keys)
}

/// A key of a file: a public key, a certificate, or a private key for the public one.
pub(crate) fn of_file(path: &Path) -> Result<NamedKey> {
    let key = match PublicKey::read(path) {
        Ok(key) => key,
        Err(error) => match PrivateKey::read(path) {
            Ok(key) => key.public_key().clone(),
            Err(_) => return Err(usage(error.to_string())),
        },
    };
    let serial = Certificate::read(path).ok().map(|certificate| certificate.serial().to_owned());
    Ok(NamedKey { owner: "the given file", key, serial })
}
