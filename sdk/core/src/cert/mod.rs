//! Certificates: what Alipay's certificate mode needs of them, their serials above all.
//!
//! Certificates that are configured are trusted as they are; those that a client fetches must come
//! from the root bundle.

mod certificate;
#[cfg(test)]
mod der_tests;
mod distinguished_name;
mod error;
mod fields;
mod roots;
mod validity;

pub use certificate::Certificate;
pub use error::CertificateError;
pub use roots::RootCertificates;
