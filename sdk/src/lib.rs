#![doc = include_str!("guide.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod body;
mod call;
mod client;
mod deadline;
mod error;
mod exchange;
#[cfg(feature = "reqwest")]
mod file;
#[cfg(all(feature = "flows", feature = "trade", feature = "fund"))]
pub mod flow;
#[cfg(any(feature = "top", feature = "v2"))]
mod form;
#[rustfmt::skip]
mod generated;
#[allow(unreachable_pub, reason = "its traits are in bounds of public items")]
mod metadata;
#[cfg(feature = "mini-program")]
pub mod mini_program;
mod multipart;
#[cfg(feature = "notify")]
pub mod notify;
#[cfg(feature = "oauth")]
pub mod oauth;
mod request;
mod response;
mod retry;
mod round_trip;
mod signer;
#[cfg(feature = "store")]
pub mod store;
#[allow(unreachable_pub, reason = "its traits are in bounds of public items")]
mod stream;
#[cfg(feature = "top")]
pub mod top;
mod trace;
mod transport;
#[cfg(any(feature = "mini-program", feature = "notify"))]
mod trust;
mod untyped;
mod upload;
#[cfg(feature = "v2")]
pub mod v2;
mod verifier;

// Hidden in the crate below; here they are modules like any other.
#[allow(unused_imports, reason = "a surface may have no model")]
use alipay_sdk_core::{clock, data, impl_model, protocol, redact};

#[doc(inline)]
pub use alipay_sdk_core::{
    Amount, AmountError, Certificate, CertificateError, Clock, Contents, Currency, DecodeError,
    DecryptError, EncryptKey, EncryptKeyError, InvalidNumber, Json, KeyError, Money, OutBizNo,
    OutRequestNo, OutTradeNo, PrivateKey, PublicKey, RootCertificates, SignType, Sleep,
    SystemClock, TradeNo, UnknownCurrency, signed_amount,
};
pub use body::{Body, ReadBodyError};
pub use call::{Call, Pending};
#[cfg(feature = "certificate-source")]
pub use client::{CertificateFuture, CertificateSource};
pub use client::{Client, ClientBuilder, Config, Environment, UnknownEnvironment};
pub use error::{
    ApiError, Detail, Earlier, Error, ErrorCode, Link, SignatureError, SignatureProblem,
    TransportError, TransportErrorKind, UnusableAnswer,
};
pub use generated::{api, model, operation};
#[allow(unused_imports, reason = "a surface may have no upload")]
pub(crate) use metadata::Parts;
pub use metadata::{Method, MethodInfo, NoContent, Operation, OperationInfo, Repetition};
pub use response::{RawBody, Response, UnsignedFile};
pub use retry::RetryPolicy;
pub use signer::{SignError, Signer, SigningFuture};
pub use stream::{EventStream, EventStreamError, ServerEvent};
#[cfg(feature = "reqwest")]
pub use transport::ReqwestTransport;
pub use transport::{Timeout, Transport, TransportFuture};
pub use untyped::Untyped;
pub use upload::{FilePart, Upload};

#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct PackageReadme;

/// The code in the guide compiles.
#[cfg(all(doctest, feature = "all-products", feature = "flows", feature = "reqwest"))]
mod guide {
    #[doc = include_str!("../docs/guide/authorisation.md")]
    struct Authorisation;
    #[doc = include_str!("../docs/guide/getting-started.md")]
    struct GettingStarted;
    #[doc = include_str!("../docs/guide/keys-and-certificates.md")]
    struct KeysAndCertificates;
    #[doc = include_str!("../docs/guide/merchants.md")]
    struct Merchants;
    #[doc = include_str!("../docs/guide/money.md")]
    struct Money;
    #[doc = include_str!("../docs/guide/pages-and-apps.md")]
    struct PagesAndApps;
    #[doc = include_str!("../docs/guide/signatures.md")]
    struct Signatures;
    #[doc = include_str!("../docs/guide/top.md")]
    struct Top;
    #[doc = include_str!("../docs/guide/uploads.md")]
    struct Uploads;
}
