//! Why a gateway cannot start.

use std::io;
use std::net::SocketAddr;

use crate::apps::AppError;
use crate::catalog::CatalogError;

/// Why a gateway cannot start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The address cannot be used.
    #[error("the address cannot be used")]
    Address(#[from] io::Error),
    /// The address is not a loopback address, and other machines may not call.
    #[error(
        "{0} is not a loopback address: set allow_remote (`--allow-remote`) to let other machines \
         call"
    )]
    NotLoopback(SocketAddr),
    /// The public address is not a URL that clients can use.
    #[error(
        "public_url is not a public address: pass a scheme and a host without a path, such as \
         `http://gateway.test:9999`"
    )]
    PublicUrl,
    /// The public address is not of this machine, and other machines may not call.
    #[error(
        "public_url names another host than this machine: set allow_remote (`--allow-remote`) to \
         let clients call it by that name"
    )]
    PublicHost,
    /// The receiver is not of the form `host` or `host:port`.
    #[error("{0:?} is not a receiver: pass `host` or `host:port`, such as `shop.test:8080`")]
    Receiver(String),
    /// The documents cannot be used.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    /// A key or a certificate cannot be made.
    #[error("a certificate cannot be made")]
    Certificate(#[from] rcgen::Error),
    /// A public key cannot be read.
    #[error("this is not an RSA public key: pass a SubjectPublicKeyInfo as PEM or Base64")]
    PublicKey,
}

impl From<AppError> for StartError {
    fn from(error: AppError) -> Self {
        match error {
            AppError::PublicKey => Self::PublicKey,
            AppError::Certificate(error) => Self::Certificate(error),
        }
    }
}
