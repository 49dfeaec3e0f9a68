//! The serials of certificates as the platform counts them.

use md5::{Digest, Md5};
use x509_parser::certificate::X509Certificate;
use x509_parser::pem::Pem;

/// The serial of a certificate: MD5 over issuer and number, in hex.
pub(crate) fn of_certificate(certificate: &X509Certificate<'_>) -> String {
    let mut names: Vec<String> = Vec::new();
    for part in certificate.issuer().iter_attributes() {
        let name = match part.attr_type().to_id_string().as_str() {
            "2.5.4.3" => "CN",
            "2.5.4.6" => "C",
            "2.5.4.7" => "L",
            "2.5.4.8" => "ST",
            "2.5.4.10" => "O",
            "2.5.4.11" => "OU",
            _ => "OID",
        };
        names.push(format!("{name}={}", part.as_str().unwrap_or_default()));
    }
    names.reverse();
    let number = certificate.tbs_certificate.serial.to_str_radix(10);
    let digest = Md5::digest(format!("{}{number}", names.join(",")));
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The serial of a certificate in PEM.
pub(crate) fn of_pem(pem: &str) -> Option<String> {
    let pem = Pem::iter_from_buffer(pem.as_bytes()).next()?.ok()?;
    Some(of_certificate(&pem.parse_x509().ok()?))
}

/// The serial of a bundle: those of its certificates that were signed with RSA.
pub(crate) fn of_bundle(bundle: &str) -> String {
    let mut serials = Vec::new();
    for pem in Pem::iter_from_buffer(bundle.as_bytes()).flatten() {
        let Ok(certificate) = pem.parse_x509() else { continue };
        let algorithm = certificate.signature_algorithm.algorithm.to_id_string();
        if algorithm.starts_with("1.2.840.113549.1.1") {
            serials.push(of_certificate(&certificate));
        }
    }
    serials.join("_")
}
