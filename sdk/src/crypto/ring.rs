//! By ring.

#[cfg(feature = "reqwest")]
pub(crate) use rustls::crypto::ring::default_provider as tls_provider;
#[cfg(feature = "certificate-source")]
pub(crate) use webpki::ring::{
    RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512,
};
