//! What only calls of TOP take.

use super::call::Call;
use super::send::SentByClient;
use crate::protocol::Operation;
use crate::protocol::top::Top;
use alipay_sdk_core::Secret;

impl SentByClient for Top {}

impl<O: Operation<Protocol = Top>> Call<O> {
    /// Sets the session of a user, instead of the client's.
    pub fn session(self, session: impl Into<Secret>) -> Self {
        self.parameter("session", session.into().expose())
    }

    /// Sets the app key of the application that an operation addresses (`target_app_key`), for
    /// operations that require it.
    pub fn target_app_key(self, app_key: impl AsRef<str>) -> Self {
        self.parameter("target_app_key", app_key)
    }
}
