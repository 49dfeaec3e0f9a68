//! Whether certificates are those of their places.

use alipay_sdk_core::{Certificate, CertificateError, PublicKey, RootCertificates};

/// A certificate that is not what its place needs.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CertificateMistake {
    #[error("{name}: {source}")]
    Unreadable { name: &'static str, source: CertificateError },
    #[error("{0}")]
    MixedUp(&'static str),
    #[error(
        "the app certificate ({serial}) does not belong to the private key: it was issued for another key, \
         or the files are mixed up"
    )]
    OtherKey { serial: String },
}

fn key<'c>(
    name: &'static str,
    certificate: &'c Certificate,
) -> Result<&'c PublicKey, CertificateMistake> {
    certificate.public_key().map_err(|source| CertificateMistake::Unreadable { name, source })
}

/// The certificates must be those of their places.
pub(crate) fn check_certificates(
    own: Option<&PublicKey>,
    app: &Certificate,
    alipay: &[Certificate],
    roots: &RootCertificates,
) -> Result<(), CertificateMistake> {
    let app_key = key("app certificate", app)?;
    for certificate in alipay {
        check_alipay_certificate(own.unwrap_or(app_key), certificate)?;
    }
    let mut leaves = alipay.iter().chain([app]).map(Certificate::serial);
    if leaves.any(|serial| roots.members().iter().any(|root| root.serial() == serial)) {
        return Err(CertificateMistake::MixedUp(
            "the root bundle holds the application's or Alipay's certificate: the files are mixed up",
        ));
    }
    if app.is_self_issued() && app.is_ca() {
        return Err(CertificateMistake::MixedUp(
            "the app certificate is a root certificate: the files are mixed up",
        ));
    }
    if own.is_some_and(|own| own != app_key) {
        return Err(CertificateMistake::OtherKey { serial: app.serial().to_owned() });
    }
    Ok(())
}

/// A certificate of Alipay holds neither the application's own key nor is it a root.
pub(crate) fn check_alipay_certificate(
    own: &PublicKey,
    certificate: &Certificate,
) -> Result<(), CertificateMistake> {
    if own == key("Alipay certificate", certificate)? {
        return Err(CertificateMistake::MixedUp(
            "the Alipay certificate is the application's own: the two files are mixed up, or one was given \
             twice",
        ));
    }
    if certificate.is_self_issued() && certificate.is_ca() {
        return Err(CertificateMistake::MixedUp(
            "the Alipay certificate is a root certificate: the files are mixed up",
        ));
    }
    Ok(())
}
