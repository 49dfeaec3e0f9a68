//! The applications that the gateway knows.

use crate::crypto::VerifyingKey;

/// What a client needs to call the gateway as one application.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct App {
    /// The id of the application.
    pub app_id: String,
    /// Its private key, as PEM; empty for an application that was registered by its public key.
    pub private_key: String,
    /// Key mode: the gateway's public key, as PEM.
    pub alipay_public_key: String,
    /// Certificate mode: the application's certificate, as PEM.
    pub app_certificate: String,
    /// Certificate mode: the gateway's certificate, as PEM.
    pub alipay_certificate: String,
    /// Certificate mode: the root bundle, as PEM.
    pub root_certificates: String,
    /// The key for the encryption of bodies, in Base64.
    pub encrypt_key: String,
}

/// An application to register.
#[derive(Clone, Debug)]
pub struct NewApp {
    /// Its id.
    pub app_id: String,
    /// Its public key (`SubjectPublicKeyInfo`), as PEM or Base64.
    pub public_key: String,
}

/// What the gateway keeps of an application.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) key: VerifyingKey,
    pub(crate) certificate: String,
    pub(crate) certificate_serial: String,
    pub(crate) encrypt_key: [u8; 16],
}
