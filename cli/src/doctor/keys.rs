//! The private key, the mode, and Alipay's public key.

use alipay_sdk::{Config, PrivateKey, PublicKey};

use super::check::Check;

/// The length of new keys, in bits.
const USUAL: usize = 2048;

pub(super) fn check(config: &Config) -> Vec<Check> {
    let (private, key) = private_key(config);
    vec![private, file_mode(config), mode(config), alipay_public_key(config, key.as_ref())]
}

fn private_key(config: &Config) -> (Check, Option<PrivateKey>) {
    const NAME: &str = "private key";

    let read = match config.get("private_key").next() {
        Some(text) => Some(PrivateKey::parse(text)),
        None => config.get("private_key_path").next().map(PrivateKey::read),
    };
    let advice = "set the application's private key (应用私钥): the one that belongs to the \
                  public key in the console";
    match read {
        None => (Check::problem(NAME, "private_key or private_key_path is missing", advice), None),
        Some(Err(error)) => (Check::problem(NAME, error.to_string(), advice), None),
        Some(Ok(key)) if key.bits() < USUAL => {
            let finding = format!("RSA, {} bits", key.bits());
            let advice = "generate a key of 2048 bits with `alipay keygen`";
            (Check::warning(NAME, finding, advice), Some(key))
        }
        Some(Ok(key)) => (Check::ok(NAME, format!("RSA, {} bits", key.bits())), Some(key)),
    }
}

#[cfg(unix)]
fn file_mode(config: &Config) -> Check {
    use std::os::unix::fs::PermissionsExt;

    const NAME: &str = "file of the private key";

    let path = config.get("private_key_path").next();
    match path.and_then(|path| std::fs::metadata(path).ok()) {
        None => Check::skipped(NAME, "there is no file to check"),
        Some(file) if file.permissions().mode() & 0o077 != 0 => Check::warning(
            NAME,
            format!("others can read it (mode {:o})", file.permissions().mode() & 0o777),
            "chmod 600",
        ),
        Some(_) => Check::ok(NAME, "only its owner can read it"),
    }
}

#[cfg(not(unix))]
fn file_mode(_: &Config) -> Check {
    Check::skipped("file of the private key", "its permissions are not checked on this system")
}

/// Whether key mode or certificate mode is configured, and whole.
fn mode(config: &Config) -> Check {
    const NAME: &str = "mode";

    let is_set = |name: &str| {
        config.get(name).next().is_some() || config.get(&format!("{name}_path")).next().is_some()
    };
    let certificates = ["app_certificate", "alipay_certificate", "root_certificate"];
    let missing: Vec<_> = certificates.into_iter().filter(|name| !is_set(name)).collect();
    match (is_set("alipay_public_key"), missing.len()) {
        (true, 3) => Check::ok(NAME, "public keys (公钥模式)"),
        (false, 0) => Check::ok(NAME, "certificates (公钥证书模式)"),
        (true, _) => Check::problem(
            NAME,
            "alipay_public_key and certificates are both set",
            "keep the settings of the mode that the application has on the platform",
        ),
        (false, 3) => Check::problem(
            NAME,
            "neither alipay_public_key nor the three certificates are set",
            "set alipay_public_key to the key that the console shows as 支付宝公钥, or download and \
             set the certificates",
        ),
        (false, _) => Check::problem(
            NAME,
            format!("certificate mode lacks {}", missing.join(" and ")),
            "download all three from the console: the application's certificate, Alipay's, and the \
             root bundle",
        ),
    }
}

fn alipay_public_key(config: &Config, own: Option<&PrivateKey>) -> Check {
    const NAME: &str = "Alipay's public key";

    let read = match config.get("alipay_public_key").next() {
        Some(text) => Some(PublicKey::parse(text)),
        None => config.get("alipay_public_key_path").next().map(PublicKey::read),
    };
    let advice = "take the key that the console shows as 支付宝公钥 after yours was uploaded";
    match read {
        None => Check::skipped(NAME, "none is configured"),
        Some(Err(error)) => Check::problem(NAME, error.to_string(), advice),
        Some(Ok(key)) if own.is_some_and(|own| *own.public_key() == key) => {
            Check::problem(NAME, "it is the application's own public key", advice)
        }
        Some(Ok(key)) => Check::ok(NAME, format!("RSA, {} bits", key.bits())),
    }
}
