//! The keys of all test platforms: the RSA keys are the same everywhere and known to everybody, as
//! not every cryptographic library makes new ones.

use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use alipay_sdk_core::{EncryptKey, PrivateKey, crypto::fill_randomly};

/// The keys of all test platforms of this process.
pub(super) static KEYS: LazyLock<Keys> =
    LazyLock::new(|| Keys::new().expect("the operating system gives random bytes"));

pub(super) struct Keys {
    pub(super) app: PrivateKey,
    pub(super) alipay: PrivateKey,
    pub(super) encrypt: EncryptKey,
}

impl Keys {
    fn new() -> Option<Self> {
        let mut encrypt = [0; 16];
        fill_randomly(&mut encrypt)?;
        Some(Self {
            app: PrivateKey::parse(include_str!("app_key.pem")).ok()?,
            alipay: PrivateKey::parse(include_str!("alipay_key.pem")).ok()?,
            encrypt: EncryptKey::from_base64(STANDARD.encode(encrypt)).ok()?,
        })
    }
}
