//! The Rust SDK for the Alipay open platform: all 768 operations of the v3 REST interface, typed.
//!
//! * [`Client`] is what calls are made with. It has one accessor per API group, named as in the
//!   official SDKs: [`api`] lists them.
//! * [`model`] holds the request and response objects. Every field is optional on the wire.
//! * [`operation`] holds the operations as data: id, method, path, documented error codes.
//! * [`data`] is how models are read and written.
//!
//! The first three are generated from the OpenAPI documents in `spec/` of the repository; the rest
//! is written by hand. A Cargo feature per product family leaves out
//! what is not needed:
//!
//! ```toml
//! alipay-sdk = { version = "0.1", default-features = false, features = ["trade", "fund"] }
//! ```
//!
//! **State.** Requests are not signed and answers are not verified yet, so a [`Client`] talks to
//! loopback addresses only.

mod call;
mod cert;
mod client;
pub mod data;
mod encoding;
mod error;
mod error_code;
#[rustfmt::skip]
mod generated;
mod key;
mod metadata;
mod request;
mod response;
mod transport;
mod upload;

#[allow(unused_imports, reason = "a surface may have no model")]
pub(crate) use data::impl_model;

pub use call::Call;
pub use cert::{Certificate, CertificateError, RootCertificates};
pub use client::{Client, ClientBuilder};
pub use encoding::Contents;
pub use error::{ApiError, Error};
pub use error_code::ErrorCode;
pub use generated::{api, model, operation};
pub use key::{KeyError, PrivateKey, PublicKey};
pub use metadata::{Answer, Method, NoContent, Operation, OperationInfo, Parts};
pub use response::{RawBody, Response};
pub use upload::{FilePart, Upload};
