#![doc = include_str!("guide.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
// Protocols are public in name, and nobody else can implement or use what they are made of.
#![allow(private_bounds, private_interfaces, reason = "sealed traits")]
// One runtime serves all features: each choice of them leaves a part of it unused.
#![cfg_attr(
    not(all(
        feature = "axum",
        feature = "blocking",
        feature = "certificate-download",
        feature = "flows",
        feature = "messages",
        feature = "mini-program",
        feature = "notify",
        feature = "oauth",
        feature = "reqwest",
        feature = "top",
        feature = "v2"
    )),
    allow(dead_code, unused_imports, unreachable_code, reason = "used with other features")
)]
#![allow(clippy::module_inception, reason = "a folder's main type stands in a file of its name")]

#[cfg(all(feature = "bills", feature = "data"))]
pub mod bill;
mod call;
mod client;
#[cfg(feature = "reqwest")]
mod crypto;
mod error;
mod field_check;
#[cfg(all(feature = "flows", feature = "trade", feature = "fund"))]
pub mod flow;
#[rustfmt::skip]
mod generated;
#[cfg(feature = "messages")]
pub mod message;
#[cfg(feature = "mini-program")]
pub mod mini_program;
#[cfg(feature = "notify")]
pub mod notify;
#[cfg(feature = "oauth")]
pub mod oauth;
mod operation_info;
mod pipeline;
mod protocol;
mod request;
mod response;
mod setters;
mod stream;
#[cfg(feature = "test-util")]
pub mod testing;
#[cfg(feature = "top")]
pub mod top;
mod transport;
#[cfg(feature = "v2")]
pub mod v2;

// What generated code names; code by hand names the crate below.
#[allow(unused_imports, reason = "a surface may have no model, or no upload")]
use alipay_sdk_core::{data, impl_model, wire::Parts};

#[cfg(feature = "store")]
#[doc(inline)]
pub use alipay_sdk_core::store;
#[doc(inline)]
pub use alipay_sdk_core::{
    Amount, AmountError, BeijingTime, Body, Certificate, CertificateError, CertificateRole,
    CertificateState, Clock, Contents, Currency, DecodeError, DecryptError, EncryptKey,
    EncryptKeyError, ExpiringCertificate, FilePart, InvalidNumber, InvalidTime, Json, KeyError,
    Money, OddCharacter, OutBizNo, OutRequestNo, OutTradeNo, PrivateKey, PublicKey, RawBody,
    ReadBodyError, RootCertificates, Secret, SignError, SignType, SignatureProblem, Signer,
    SigningFuture, Sleep, SystemClock, TextField, Timeout, TradeNo, TradeStatus, Transport,
    TransportError, TransportErrorKind, TransportFuture, UnknownCurrency, Upload, beijing_time,
    signed_amount,
};
#[cfg(feature = "certificate-source")]
#[doc(inline)]
pub use alipay_sdk_core::{
    CertificateFuture, CertificateSource, UntrustedCertificate, check_chain,
};
pub use call::{Call, Pages, Pending, SentByClient, Untyped};
pub use client::{
    ApplicationSettings, Client, ClientBuilder, Config, Environment, UnknownEnvironment,
};
pub use error::{ApiError, Detail, Error, ErrorCode, ErrorKind, Link, SignatureError};
pub use field_check::FieldCheck;
pub use generated::{api, model, operation};
pub use operation_info::{Idempotency, Method, OperationInfo};
#[cfg(feature = "opentelemetry")]
pub use pipeline::opentelemetry::OpenTelemetryMetrics;
pub use pipeline::{AttemptReport, Metrics, RetryPolicy};
pub use protocol::v3::V3;
pub use protocol::{AppProtocol, FormProtocol, Operation, PageFields, PageKind, Paged, Protocol};
pub use response::{NoContent, Response, UnsignedFile};
pub use stream::{EventStream, EventStreamError, ServerEvent};
#[cfg(feature = "reqwest")]
pub use transport::reqwest::ReqwestTransport;
#[cfg(feature = "tower")]
pub use transport::tower::{ServiceTransport, TransportService};

#[cfg(all(
    doctest,
    feature = "axum",
    feature = "bills",
    feature = "data",
    feature = "reqwest",
    feature = "trade"
))]
#[doc = include_str!("../README.md")]
struct Readme;

/// The code in the guide compiles.
#[cfg(all(
    doctest,
    feature = "all-products",
    feature = "bills",
    feature = "flows",
    feature = "reqwest"
))]
mod guide {
    #[doc = include_str!("../docs/guide/agreements.md")]
    struct Agreements;
    #[doc = include_str!("../docs/guide/amounts.md")]
    struct Amounts;
    #[doc = include_str!("../docs/guide/application-gateway.md")]
    struct ApplicationGateway;
    #[doc = include_str!("../docs/guide/authorization.md")]
    struct Authorization;
    #[doc = include_str!("../docs/guide/cashier.md")]
    struct Cashier;
    #[doc = include_str!("../docs/guide/errors.md")]
    struct Errors;
    #[doc = include_str!("../docs/guide/flows.md")]
    struct Flows;
    #[doc = include_str!("../docs/guide/getting-started.md")]
    struct GettingStarted;
    #[doc = include_str!("../docs/guide/keys-and-certificates.md")]
    struct KeysAndCertificates;
    #[cfg(feature = "messages")]
    #[doc = include_str!("../docs/guide/messages.md")]
    struct Messages;
    #[doc = include_str!("../docs/guide/migrating.md")]
    struct Migrating;
    #[doc = include_str!("../docs/guide/mini-programs.md")]
    struct MiniPrograms;
    #[cfg(feature = "axum")]
    #[doc = include_str!("../docs/guide/notifications.md")]
    struct Notifications;
    #[cfg(all(feature = "opentelemetry", feature = "tower"))]
    #[doc = include_str!("../docs/guide/observability.md")]
    struct Observability;
    #[doc = include_str!("../docs/guide/pages-and-apps.md")]
    struct PagesAndApps;
    #[doc = include_str!("../docs/guide/payouts.md")]
    struct Payouts;
    #[doc = include_str!("../docs/guide/production.md")]
    struct Production;
    #[doc = include_str!("../docs/guide/reconciliation.md")]
    struct Reconciliation;
    #[doc = include_str!("../docs/guide/refunds.md")]
    struct Refunds;
    #[doc = include_str!("../docs/guide/service-providers.md")]
    struct ServiceProviders;
    #[cfg(feature = "test-util")]
    #[doc = include_str!("../docs/guide/testing.md")]
    struct Testing;
    #[doc = include_str!("../docs/guide/top.md")]
    struct Top;
    #[doc = include_str!("../docs/guide/troubleshooting.md")]
    struct Troubleshooting;
    #[doc = include_str!("../docs/guide/uploads.md")]
    struct Uploads;
}
