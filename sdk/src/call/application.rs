//! What calls of an application take, by v3 and at the v2 gateway.

use super::call::Call;
use crate::error::Error;
use crate::protocol::{Operation, Protocol, v3};
use crate::request::Request;

/// A protocol by which an application of the platform calls, for itself or for a merchant.
pub trait AppProtocol: Protocol {
    #[doc(hidden)]
    #[allow(private_interfaces, reason = "nobody else can call it")]
    fn set_app_auth_token(request: &mut Request, token: &str) -> Result<(), Error>;
}

#[allow(private_interfaces, reason = "nobody else can call it")]
impl AppProtocol for v3::V3 {
    fn set_app_auth_token(request: &mut Request, token: &str) -> Result<(), Error> {
        request.app_auth_token = Some(request.call.header_value("app_auth_token", token)?);
        Ok(())
    }
}

#[cfg(feature = "v2")]
#[allow(private_interfaces, reason = "nobody else can call it")]
impl<C: 'static> AppProtocol for crate::protocol::v2::V2<C> {
    fn set_app_auth_token(request: &mut Request, token: &str) -> Result<(), Error> {
        request.parameters.insert("app_auth_token".to_owned(), token.to_owned());
        Ok(())
    }
}

impl<O: Operation<Protocol: AppProtocol>> Call<O> {
    /// On behalf of a merchant: the token that the merchant's authorization gave
    /// (`app_auth_token`). It replaces the one of a client made by
    /// [`Client::for_merchant`](crate::Client::for_merchant).
    pub fn app_auth_token(self, token: impl AsRef<str>) -> Self {
        self.change(|request| O::Protocol::set_app_auth_token(request, token.as_ref()))
    }

    /// Whether to encrypt what is sent, and to expect an encrypted response. By default a call is encrypted when
    /// the client has an encryption key.
    pub fn encrypt(self, encrypt: bool) -> Self {
        self.set(|request| request.encrypt = Some(encrypt))
    }
}
