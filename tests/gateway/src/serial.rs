//! The serials of certificates as the platform counts them.

use md5::{Digest, Md5};

use crate::der::{self, Certificate};

/// The end of a certificate in PEM.
const END: &str = "-----END CERTIFICATE-----";

/// The serial of a certificate: MD5 over issuer and number, in hex.
fn of_certificate(certificate: &Certificate) -> String {
    let issuer = certificate.issuer.iter().rev();
    let issuer: Vec<_> = issuer
        .map(|(kind, text)| {
            let name = match kind.components().as_slice() {
                [2, 5, 4, 3] => "CN",
                [2, 5, 4, 6] => "C",
                [2, 5, 4, 7] => "L",
                [2, 5, 4, 8] => "ST",
                [2, 5, 4, 10] => "O",
                [2, 5, 4, 11] => "OU",
                _ => "OID",
            };
            format!("{name}={text}")
        })
        .collect();
    let digest = Md5::digest(format!("{}{}", issuer.join(","), certificate.serial));
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The serial of a certificate in PEM.
pub(crate) fn of_pem(pem: &str) -> Option<String> {
    Some(of_certificate(&certificate(pem)?))
}

/// The serial of a bundle: those of its certificates that were signed with RSA.
pub(crate) fn of_bundle(bundle: &str) -> String {
    let certificates = bundle.split_inclusive(END).filter_map(certificate);
    let signed = certificates.filter(Certificate::is_signed_with_rsa);
    let serials: Vec<_> = signed.map(|certificate| of_certificate(&certificate)).collect();
    serials.join("_")
}

fn certificate(pem: &str) -> Option<Certificate> {
    der::certificate(pem::parse(pem).ok()?.contents())
}
