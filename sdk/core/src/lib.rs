//! The parts of the Rust SDK for the Alipay open platform that know no operation: keys and
//! certificates, the signed texts, AES, models at run time, masking, amounts and numbers, bodies
//! and uploads, the trust in signatures, and stores.
//!
//! Use `alipay-sdk` in applications. It re-exports all public types of this crate. Both crates are
//! released together. The hidden modules of this crate may change with any release.
//!
//! It is a crate of its own because it does not depend on the chosen operations: it is built once,
//! in parallel with other dependencies, and not again with each choice of features.

#![cfg_attr(docsrs, feature(doc_cfg))]
#![allow(clippy::module_inception, reason = "a folder's main type stands in a file of its name")]

mod beijing;
mod cert;
#[doc(hidden)]
pub mod clock;
#[doc(hidden)]
pub mod crypto;
#[doc(hidden)]
pub mod data;
mod encoding;
mod encrypt_key;
mod ids;
#[doc(hidden)]
pub mod json;
mod key;
mod money;
#[doc(hidden)]
pub mod protocol;
#[doc(hidden)]
pub mod redact;
#[cfg(feature = "secrecy")]
mod secrecy;
mod secret;
#[cfg(feature = "store")]
pub mod store;
mod text_field;
mod trade_status;
#[doc(hidden)]
pub mod transport;
#[doc(hidden)]
pub mod trust;
#[doc(hidden)]
pub mod wire;

pub use beijing::{BeijingTime, InvalidTime, beijing as beijing_time};
pub use cert::{Certificate, CertificateError, RootCertificates};
pub use clock::{Clock, Sleep, SystemClock};
pub use data::{DecodeError, Json};
pub use encoding::{Contents, OddCharacter};
pub use encrypt_key::{DecryptError, EncryptKey, EncryptKeyError};
pub use ids::{InvalidNumber, OutBizNo, OutRequestNo, OutTradeNo, TradeNo};
pub use key::{KeyError, PrivateKey, PublicKey, SignType};
pub use money::{Amount, AmountError, Currency, Money, UnknownCurrency, signed_amount};
pub use secret::Secret;
pub use text_field::TextField;
pub use trade_status::TradeStatus;
pub use transport::{Timeout, Transport, TransportError, TransportErrorKind, TransportFuture};
#[cfg(feature = "certificate-source")]
pub use trust::source::{CertificateFuture, CertificateSource, UntrustedCertificate, check_chain};
pub use trust::{
    CertificateRole, CertificateState, ExpiringCertificate, SignError, SignatureProblem, Signer,
    SigningFuture,
};
pub use wire::{Body, FilePart, RawBody, ReadBodyError, Upload};
