//! What calls take whose requests are forms: those of the v2 gateway and of TOP.

use super::call::Call;
use crate::error::Error;
use crate::protocol::{Operation, Protocol};
use crate::request::Request;

/// A protocol whose requests are parameters.
pub trait FormProtocol: Protocol {
    #[doc(hidden)]
    #[allow(private_interfaces, reason = "nobody else can call it")]
    fn set_parameter(request: &mut Request, name: &str, value: &str) -> Result<(), Error>;
}

#[cfg(feature = "v2")]
#[allow(private_interfaces, reason = "nobody else can call it")]
impl<C: 'static> FormProtocol for crate::protocol::v2::V2<C> {
    fn set_parameter(request: &mut Request, name: &str, value: &str) -> Result<(), Error> {
        // The same charset in another spelling, for who compares what is signed with another SDK.
        let same_charset = name == "charset" && value.eq_ignore_ascii_case("utf-8");
        let own = if same_charset { &[] } else { crate::protocol::v2::OWN_PARAMETERS };
        request.set_parameter(own, name, value)
    }
}

#[cfg(feature = "top")]
#[allow(private_interfaces, reason = "nobody else can call it")]
impl FormProtocol for crate::protocol::top::Top {
    fn set_parameter(request: &mut Request, name: &str, value: &str) -> Result<(), Error> {
        request.set_parameter(crate::protocol::top::OWN_PARAMETERS, name, value)
    }
}

impl<O: Operation<Protocol: FormProtocol>> Call<O> {
    /// Sets a parameter (of the v2 gateway: beside `biz_content`); an empty one is left out. Those that the client
    /// sets itself (`app_id`, `app_key`, `sign`, …) cannot be set.
    pub fn parameter(self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.change(|request| O::Protocol::set_parameter(request, name.as_ref(), value.as_ref()))
    }
}
