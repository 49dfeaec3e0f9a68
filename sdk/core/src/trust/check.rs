//! Whether certificates are those of their places.

use crate::{Certificate, CertificateError, PublicKey, RootCertificates};

/// A certificate that is not what its place needs.
#[derive(Debug, thiserror::Error)]
pub enum CertificateMistake {
    #[error("{name}: {source}")]
    Unreadable { name: &'static str, source: CertificateError },
    #[error("{0}")]
    MixedUp(&'static str),
    #[error(
        "the app certificate ({serial}) does not belong to the private key: it was issued for another key, \
         or the files are mixed up"
    )]
    OtherKey { serial: String },
    #[error(
        "the app certificate ({serial}) was issued for the application {issued_for}, but app_id \
         is {app_id}: use both from the same application"
    )]
    OtherApp { serial: String, issued_for: String, app_id: String },
}

fn key<'c>(
    name: &'static str,
    certificate: &'c Certificate,
) -> Result<&'c PublicKey, CertificateMistake> {
    certificate.public_key().map_err(|source| CertificateMistake::Unreadable { name, source })
}

/// The certificates must be those of their places.
pub fn check_certificates(
    app_id: &str,
    own: Option<&PublicKey>,
    app: &Certificate,
    alipay: &[Certificate],
    roots: &RootCertificates,
) -> Result<(), CertificateMistake> {
    // Roots come first: that of SM2 holds no key that could be read.
    if app.is_root() {
        return Err(CertificateMistake::MixedUp(
            "the app certificate is a root certificate: the files are mixed up",
        ));
    }
    alipay.iter().try_for_each(check_no_root)?;
    let mut leaves = alipay.iter().chain([app]).map(Certificate::serial);
    if leaves.any(|serial| roots.members().iter().any(|root| root.serial() == serial)) {
        return Err(CertificateMistake::MixedUp(
            "the root bundle holds the application's or Alipay's certificate: the files are mixed up",
        ));
    }
    let app_key = key("app certificate", app)?;
    for certificate in alipay {
        check_alipay_certificate(own.unwrap_or(app_key), certificate)?;
    }
    if own.is_some_and(|own| own != app_key) {
        return Err(CertificateMistake::OtherKey { serial: app.serial().to_owned() });
    }
    check_app_id(app_id, app)
}

/// A certificate of Alipay holds neither the application's own key nor is it a root.
pub fn check_alipay_certificate(
    own: &PublicKey,
    certificate: &Certificate,
) -> Result<(), CertificateMistake> {
    check_no_root(certificate)?;
    if own == key("Alipay certificate", certificate)? {
        return Err(CertificateMistake::MixedUp(
            "the Alipay certificate is the application's own: the two files are mixed up, or one was given \
             twice",
        ));
    }
    Ok(())
}

fn check_no_root(alipay: &Certificate) -> Result<(), CertificateMistake> {
    if alipay.is_root() {
        return Err(CertificateMistake::MixedUp(
            "the Alipay certificate is a root certificate: the files are mixed up",
        ));
    }
    Ok(())
}

/// The certificate must be that of the application, as far as it says whose it is.
fn check_app_id(app_id: &str, app: &Certificate) -> Result<(), CertificateMistake> {
    let Some(names) = issued_for(app.subject()).filter(|names| !names.contains(&app_id)) else {
        return Ok(());
    };
    let issued_for = names.into_iter().find(|name| !is_merchant(name)).unwrap_or_default();
    Err(CertificateMistake::OtherApp {
        serial: app.serial().to_owned(),
        issued_for: issued_for.to_owned(),
        app_id: app_id.to_owned(),
    })
}

/// The two numbers in the common name of a certificate that the platform issued for an application:
/// those of its merchant and of itself, in either order
/// (`CN=2088421377101215-2021002127627083,OU=Alipay,…`). One from another authority, which the
/// platform takes as well, has any name.
fn issued_for(subject: &str) -> Option<[&str; 2]> {
    let name = subject.strip_prefix("CN=")?.split(',').next()?;
    let (first, second) = name.split_once('-')?;
    let is_number = |text: &str| text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_digit());
    let one_merchant = is_merchant(first) != is_merchant(second);
    (is_number(first) && is_number(second) && one_merchant).then_some([first, second])
}

fn is_merchant(number: &str) -> bool {
    number.starts_with("2088")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_of_merchant_and_application_are_found_in_either_order() {
        for subject in [
            "CN=2088000000000001-2021009988776655,OU=Alipay,O=示例,C=CN",
            "CN=2021009988776655-2088000000000001,OU=Alipay,O=示例,C=CN",
        ] {
            let names = issued_for(subject).expect("two numbers");
            assert!(names.contains(&"2021009988776655"), "{names:?}");
        }
        for other in [
            "CN=示例网络技术有限公司-2088000000000002,OU=Alipay,C=CN",
            "CN=shop.example,O=Example",
            "CN=2021009988776655-2021009988776656",
            "CN=2088000000000001-2088000000000002",
            "CN=20880000-20210099",
            "O=2088000000000001-2021009988776655",
            "",
        ] {
            assert_eq!(issued_for(other), None, "{other}");
        }
    }

    #[test]
    fn the_certificate_of_another_application_is_refused_with_both_ids() {
        let file = include_str!("../../../../tests/vectors/certs/app_cert.crt");
        let app = Certificate::parse(file).expect("a certificate");
        assert!(check_app_id("2021009988776655", &app).is_ok());
        let error = check_app_id("2021000000000000", &app).expect_err("another application");
        let error = error.to_string();
        assert!(error.contains("the application 2021009988776655, but app_id is 2021000000000000"));
    }
}
