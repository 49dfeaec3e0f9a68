//! The checks that the parts of a configuration fit together.

use url::{Host, Url};

use crate::error::Error;
use alipay_sdk_core::{Certificate, CertificateError, PublicKey, RootCertificates};

fn misplaced(what: &str, error: CertificateError) -> Error {
    Error::configuration_of(format!("{what}: {error}"), error)
}

/// The certificates must be those of their places.
pub(super) fn check_certificates(
    own: Option<&PublicKey>,
    app: &Certificate,
    alipay: &[Certificate],
    roots: &RootCertificates,
) -> Result<(), Error> {
    let app_key = app.public_key().map_err(|error| misplaced("app certificate", error))?;
    for certificate in alipay {
        check_alipay_certificate(own.unwrap_or(app_key), certificate)?;
    }
    let mut leaves = alipay.iter().chain([app]).map(Certificate::serial);
    if leaves.any(|serial| roots.members().iter().any(|root| root.serial() == serial)) {
        return Err(Error::configuration(
            "the root bundle holds the application's or Alipay's certificate: the files are mixed \
             up",
        ));
    }
    if app.is_self_issued() && app.is_ca() {
        return Err(Error::configuration(
            "the app certificate is a root certificate: the files are mixed up",
        ));
    }
    if own.is_some_and(|own| own != app_key) {
        return Err(Error::configuration(format!(
            "the app certificate ({}) does not belong to the private key: it was issued for \
             another key, or the files are mixed up",
            app.serial()
        )));
    }
    Ok(())
}

/// A certificate of Alipay holds neither the application's own key nor is it a root.
pub(super) fn check_alipay_certificate(
    own: &PublicKey,
    certificate: &Certificate,
) -> Result<(), Error> {
    let key = certificate.public_key().map_err(|error| misplaced("Alipay certificate", error))?;
    if own == key {
        return Err(Error::configuration(
            "the Alipay certificate is the application's own: the two files are mixed up, or \
             one was given twice",
        ));
    }
    if certificate.is_self_issued() && certificate.is_ca() {
        return Err(Error::configuration(
            "the Alipay certificate is a root certificate: the files are mixed up",
        ));
    }
    Ok(())
}

/// An app id stands in a list with commas: it must not be able to add a member to it.
pub(super) fn checked_app_id(app_id: Option<String>) -> Result<String, Error> {
    let app_id = app_id.ok_or_else(|| Error::configuration("app_id is missing"))?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    if app_id.is_empty() || !app_id.bytes().all(plain) {
        return Err(Error::configuration("app_id holds what is neither a letter nor a digit"));
    }
    Ok(app_id)
}

pub(super) fn checked_base(base: &str, allow_plain_http: bool) -> Result<Url, Error> {
    let url = checked_address("base_url", base, allow_plain_http)?;
    if !matches!(url.path(), "" | "/") {
        return Err(Error::configuration("base_url may hold scheme, host and port only"));
    }
    Ok(url)
}

/// An address that requests may go to; `name` is that of the setting.
pub(crate) fn checked_address(
    name: &str,
    address: &str,
    allow_plain_http: bool,
) -> Result<Url, Error> {
    let url = Url::parse(address)
        .map_err(|error| Error::configuration_of(format!("{name} is not a URL"), error))?;
    let credentials = !url.username().is_empty() || url.password().is_some();
    if !matches!(url.scheme(), "http" | "https") || credentials {
        return Err(Error::configuration(format!(
            "{name} must begin with http:// or https://, and hold no user"
        )));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(Error::configuration(format!("{name} may hold no query and no fragment")));
    }
    if url.scheme() == "http" && !allow_plain_http && !is_loopback(&url) {
        return Err(Error::configuration(format!(
            "{name} has no TLS (https://): only loopback addresses may do without, unless \
             allow_plain_http is set"
        )));
    }
    Ok(url)
}

pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}
