//! The defaults of rustls for the cryptographic library. All else is in the module of this name in
//! `alipay-sdk-core`, whose features are those of this crate.

#[cfg(feature = "aws-lc-rs")]
pub(crate) use rustls::crypto::aws_lc_rs::default_provider as tls_provider;
#[cfg(not(feature = "aws-lc-rs"))]
pub(crate) use rustls::crypto::ring::default_provider as tls_provider;
