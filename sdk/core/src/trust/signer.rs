//! Who signs: a private key in this process, or a key store elsewhere.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::pin::Pin;

use crate::{PrivateKey, PublicKey, redact};

/// Signs requests. [`PrivateKey`] implements it. Implement it for a KMS or an HSM that does not
/// export its key.
///
/// ```
/// # use alipay_sdk_core as alipay_sdk;
/// use alipay_sdk::{PublicKey, SignError, Signer, SigningFuture};
///
/// struct Kms { public_key: PublicKey }
///
/// impl Signer for Kms {
///     fn sign<'a>(&'a self, text: &'a [u8]) -> SigningFuture<'a> {
///         Box::pin(async move {
///             // Ask the service for RSASSA-PKCS1-v1_5 with SHA-256 over `text`.
/// #           let _ = text;
///             Err(SignError::new("the service is away"))
///         })
///     }
///
///     fn public_key(&self) -> Option<&PublicKey> {
///         Some(&self.public_key)
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a signer",
    label = "no `Signer`",
    note = "a private key as text or as a path goes to `private_key`",
    note = "for a KMS or an HSM, implement `alipay_sdk::Signer`: `sign` gives the signature of a text"
)]
pub trait Signer: Send + Sync + 'static {
    /// Signs `text` with RSASSA-PKCS1-v1_5 and SHA-256, and returns the bytes of the signature.
    fn sign<'a>(&'a self, text: &'a [u8]) -> SigningFuture<'a>;

    /// Signs a text with SHA-1, for applications whose `sign_type` at the v2 gateway is still
    /// `RSA`. The default returns an error.
    fn sign_sha1<'a>(&'a self, _text: &'a [u8]) -> SigningFuture<'a> {
        let error = "it does not sign with SHA-1: move the application to RSA2";
        Box::pin(std::future::ready(Err(SignError::new(error))))
    }

    /// Returns the public key of the signatures, if it is known. With it the client can detect
    /// mixed-up certificates and keys.
    fn public_key(&self) -> Option<&PublicKey> {
        None
    }
}

/// The future of a signature.
pub type SigningFuture<'a> = Pin<Box<dyn Future<Output = Result<Vec<u8>, SignError>> + Send + 'a>>;

/// The error of a signer.
#[derive(thiserror::Error)]
#[error("the signer failed: {}", redact::line(&.0.to_string()))]
pub struct SignError(#[source] Box<dyn StdError + Send + Sync>);

impl SignError {
    /// Creates the error with its source. `Debug` and `Display` show it in one line, with personal
    /// data masked.
    pub fn new(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self(source.into())
    }
}

impl fmt::Debug for SignError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let source = redact::line(&format!("{:?}", self.0));
        formatter.debug_tuple("SignError").field(&source).finish()
    }
}

impl<S: Signer + ?Sized> Signer for std::sync::Arc<S> {
    fn sign<'a>(&'a self, text: &'a [u8]) -> SigningFuture<'a> {
        (**self).sign(text)
    }

    fn sign_sha1<'a>(&'a self, text: &'a [u8]) -> SigningFuture<'a> {
        (**self).sign_sha1(text)
    }

    fn public_key(&self) -> Option<&PublicKey> {
        (**self).public_key()
    }
}

impl Signer for PrivateKey {
    fn sign<'a>(&'a self, text: &'a [u8]) -> SigningFuture<'a> {
        Box::pin(std::future::ready(PrivateKey::sign(self, text).map_err(SignError::new)))
    }

    fn sign_sha1<'a>(&'a self, text: &'a [u8]) -> SigningFuture<'a> {
        Box::pin(std::future::ready(PrivateKey::sign_sha1(self, text).map_err(SignError::new)))
    }

    fn public_key(&self) -> Option<&PublicKey> {
        Some(PrivateKey::public_key(self))
    }
}
