//! Keys that last as long as the process.

use std::sync::LazyLock;

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use alipay_sdk_core::{EncryptKey, PrivateKey};

/// The keys of all test platforms of this process.
pub(super) static KEYS: LazyLock<Keys> =
    LazyLock::new(|| Keys::generate().expect("the operating system gives random bytes"));

pub(super) struct Keys {
    pub(super) app: PrivateKey,
    pub(super) alipay: PrivateKey,
    pub(super) encrypt: EncryptKey,
}

impl Keys {
    fn generate() -> Option<Self> {
        let mut encrypt = [0; 16];
        aws_lc_rs::rand::fill(&mut encrypt).ok()?;
        let encrypt = EncryptKey::from_base64(STANDARD.encode(encrypt)).ok()?;
        Some(Self { app: private_key()?, alipay: private_key()?, encrypt })
    }
}

fn private_key() -> Option<PrivateKey> {
    let pair = KeyPair::generate(KeySize::Rsa2048).ok()?;
    let der: Pkcs8V1Der<'_> = pair.as_der().ok()?;
    PrivateKey::parse(der.as_ref()).ok()
}
