//! The key that entries are authenticated with.

use std::fmt;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::{StoreError, StoreErrorKind, Stored};
use crate::crypto::HmacKey;
use crate::{KeyError, PrivateKey};

/// The text whose signature is the derived key. No call signs a text that begins like this one.
#[doc(hidden)]
pub const KEY_LABEL: &[u8] = b"alipay-sdk: key of the store, 1";

/// The version of the form of entries.
const VERSION: &str = "1";

/// The shortest secret, in bytes.
const SHORTEST: usize = 32;

/// The secret that authenticates entries (HMAC-SHA256). Without it nobody can write an entry that
/// is trusted. Neither `Debug` nor any error shows anything of it.
#[derive(Clone)]
pub struct StoreKey(Arc<[HmacKey]>);

/// What an entry holds under its key.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    State,
    Outcome,
}

/// Where the key of a store comes from.
#[doc(hidden)]
pub trait KeySource: Send + Sync + 'static {
    /// The key, which may have to be derived first.
    fn key(&self) -> Stored<'_, StoreKey>;
}

impl StoreKey {
    /// Creates a key from a secret of your own, which is the same in all processes that share the
    /// store.
    ///
    /// # Errors
    /// [`Invalid`](StoreErrorKind::Invalid) when the secret has fewer than 32 bytes.
    pub fn new(secret: impl AsRef<[u8]>) -> Result<Self, StoreError> {
        let secret = secret.as_ref();
        if secret.len() < SHORTEST {
            let reason = format!(
                "the key of a store needs at least {SHORTEST} random bytes, but this one has {}",
                secret.len()
            );
            return Err(StoreError::new(StoreErrorKind::Invalid, reason));
        }
        Ok(Self::from_secret(secret))
    }

    /// Derives the key from the application's private key, as the flows of a client do. The same
    /// private key always gives the same key.
    ///
    /// # Errors
    /// When the cryptographic library fails to sign.
    pub fn of(private_key: &PrivateKey) -> Result<Self, KeyError> {
        Ok(Self::from_secret(&private_key.sign(KEY_LABEL)?))
    }

    /// Trusts also entries that were written with an earlier key. New entries are written with this
    /// key.
    #[must_use]
    pub fn or(self, earlier: Self) -> Self {
        Self(self.0.iter().chain(&*earlier.0).cloned().collect())
    }

    /// The key of a secret whose length nobody checks: a signature is long enough.
    #[doc(hidden)]
    pub fn from_secret(secret: &[u8]) -> Self {
        Self([HmacKey::new(secret)].into())
    }

    /// The text with its authentication code, as a store keeps it: `1.<code>.<text>`.
    pub(super) fn seal(&self, part: Part, key: &str, text: &str) -> String {
        let code = self.0.first().map(|secret| secret.sign(&bound(part, key, text)));
        let code = code.as_ref().map(AsRef::as_ref).unwrap_or_default();
        format!("{VERSION}.{}.{text}", URL_SAFE_NO_PAD.encode(code))
    }

    /// The text, if somebody with the secret wrote it, as this part of the entry of this key.
    pub(super) fn open<'t>(&self, part: Part, key: &str, sealed: &'t str) -> Option<&'t str> {
        let (code, text) = sealed.strip_prefix(VERSION)?.strip_prefix('.')?.split_once('.')?;
        let code = URL_SAFE_NO_PAD.decode(code).ok()?;
        let message = bound(part, key, text);
        self.0.iter().any(|secret| secret.verify(&message, &code)).then_some(text)
    }
}

/// The authenticated text: version, part, key and text, each behind its length.
fn bound(part: Part, key: &str, text: &str) -> Vec<u8> {
    let part = match part {
        Part::State => "state",
        Part::Outcome => "outcome",
    };
    let mut message = Vec::with_capacity(64 + key.len() + text.len());
    for field in [VERSION, part, key, text] {
        message.extend((field.len() as u64).to_be_bytes());
        message.extend(field.as_bytes());
    }
    message
}

impl KeySource for StoreKey {
    fn key(&self) -> Stored<'_, StoreKey> {
        Box::pin(std::future::ready(Ok(self.clone())))
    }
}

impl fmt::Debug for StoreKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "StoreKey({} of HMAC-SHA256)", self.0.len())
    }
}
