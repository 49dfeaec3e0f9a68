//! Certificates: what Alipay's certificate mode needs of them, their serials above all.
//!
//! Certificates that are configured are trusted as they are; those that a client fetches must come from the
//! root bundle (`chain`).

mod certificate;
mod error;
mod fields;
mod name;
mod roots;
#[cfg(test)]
mod tests;
mod time;

pub use certificate::Certificate;
pub use error::CertificateError;
pub use roots::RootCertificates;

crate::encoding::conversions!(Certificate, CertificateError);
crate::encoding::conversions!(RootCertificates, CertificateError);
