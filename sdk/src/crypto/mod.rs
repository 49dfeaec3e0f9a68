//! What of TLS and of chains of certificates depends on the cryptographic library. All else is in
//! the module of this name in `alipay-sdk-core`, whose features are those of this crate.

#[cfg(feature = "aws-lc-rs")]
mod aws_lc;
#[cfg(not(feature = "aws-lc-rs"))]
mod ring;

#[cfg(feature = "aws-lc-rs")]
use aws_lc as library;
#[cfg(not(feature = "aws-lc-rs"))]
use ring as library;

#[cfg(feature = "reqwest")]
pub(crate) use library::default_provider as tls_provider;
#[cfg(feature = "certificate-source")]
pub(crate) use library::{
    RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512,
};
