//! Who signs, and whose signatures are believed.

mod asker;
#[cfg(feature = "certificate-source")]
mod chain;
mod check;
mod expiry;
mod known;
#[cfg(feature = "certificate-source")]
mod lane;
mod problem;
#[cfg(feature = "certificate-source")]
mod recent_failures;
mod serial;
mod signature;
mod signer;
#[cfg_attr(not(feature = "certificate-source"), path = "no_source.rs")]
mod source;
mod trust;
mod verifier;

pub(crate) use asker::Asker;
#[cfg(feature = "certificate-source")]
pub use chain::{UntrustedCertificate, check_chain};
pub(crate) use check::{check_alipay_certificate, check_certificates};
pub use expiry::{CertificateRole, CertificateState, ExpiringCertificate};
pub(crate) use expiry::{expiring, expiring_roots, warn};
pub use problem::SignatureProblem;
pub(crate) use signature::{decode as decode_signature, spoiled};
pub use signer::{SignError, Signer, SigningFuture};
pub(crate) use source::Source;
#[cfg(feature = "certificate-source")]
pub use source::{CertificateFuture, CertificateSource};
pub(crate) use trust::Trust;
pub(crate) use verifier::{SIGNATURE, Verifier};
