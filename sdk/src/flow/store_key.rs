//! The key that the entries of flows are authenticated with, unless the application gives one.

use std::sync::OnceLock;

use crate::client::Client;
use alipay_sdk_core::store::{KEY_LABEL, KeySource, StoreError, StoreErrorKind, StoreKey, Stored};

/// A key that follows from the application's private key: its signature of a text that no call
/// signs. It is the same each time (RSASSA-PKCS1-v1_5), wherever the private key is.
pub(super) struct OfClient {
    client: Client,
    key: OnceLock<StoreKey>,
}

impl OfClient {
    pub(super) fn new(client: &Client) -> Self {
        Self { client: client.clone(), key: OnceLock::new() }
    }
}

impl KeySource for OfClient {
    fn key(&self) -> Stored<'_, StoreKey> {
        Box::pin(async move {
            if let Some(key) = self.key.get() {
                return Ok(key.clone());
            }
            let signature = self.client.signer().sign(KEY_LABEL).await;
            let failed = |error| StoreError::new(StoreErrorKind::Unavailable, error);
            let key = StoreKey::from_secret(&signature.map_err(failed)?);
            Ok(self.key.get_or_init(|| key).clone())
        })
    }
}
