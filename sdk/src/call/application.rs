//! What calls of an application take, by v3 and at the v2 gateway.

use super::call::Call;
use crate::protocol::{AppProtocol, Operation};
use alipay_sdk_core::Secret;

impl<O: Operation<Protocol: AppProtocol>> Call<O> {
    /// Makes the call on behalf of a merchant, with the token of the merchant's authorization
    /// (`app_auth_token`). It replaces the token of a client from
    /// [`Client::for_merchant`](crate::Client::for_merchant).
    pub fn app_auth_token(self, token: impl Into<Secret>) -> Self {
        self.change(|request| O::Protocol::set_app_auth_token(request, token.into().expose()))
    }

    /// Sets whether to encrypt the request, and to expect an encrypted response. By default a call
    /// is encrypted when the client has an encryption key.
    pub fn encrypt(self, encrypt: bool) -> Self {
        self.set(|request| request.encrypt = Some(encrypt))
    }
}
