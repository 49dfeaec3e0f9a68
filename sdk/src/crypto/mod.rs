//! What of TLS and of chains of certificates depends on the cryptographic library. All else is in
//! the module of this name in `alipay-sdk-core`, whose features are those of this crate.

#[cfg(feature = "aws-lc-rs")]
mod aws_lc;
#[cfg(not(feature = "aws-lc-rs"))]
mod ring;

#[cfg(feature = "aws-lc-rs")]
pub(crate) use aws_lc::*;
#[cfg(not(feature = "aws-lc-rs"))]
pub(crate) use ring::*;
