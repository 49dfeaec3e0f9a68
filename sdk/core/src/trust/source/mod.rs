//! Certificates of Alipay that a client fetches when a response names one that it does not know.

mod chain;
mod lane;
mod recent_failures;
mod source;

pub use chain::{UntrustedCertificate, check_chain};
pub use source::Source;
pub use source::{CertificateFuture, CertificateSource};
