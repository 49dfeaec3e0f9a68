//! Who signs, and whose signatures are believed.

mod asker;
mod check;
mod expiry;
mod known;
mod problem;
mod serial;
mod signature;
mod signer;
#[cfg_attr(not(feature = "certificate-source"), path = "no_source.rs")]
pub mod source;
mod trust;
mod verifier;

pub use asker::Asker;
pub use check::{check_alipay_certificate, check_certificates};
pub use expiry::{
    CertificateRole, CertificateState, ExpiringCertificate, expiring, expiring_roots, warn,
};
pub use problem::SignatureProblem;
pub use signature::{decode as decode_signature, spoiled};
pub use signer::{SignError, Signer, SigningFuture};
pub use trust::Trust;
pub use verifier::{SIGNATURE, Verifier};
