//! What calls take whose requests are forms: those of the v2 gateway and of TOP.

use super::call::Call;
use super::send::SentByClient;
use crate::protocol::{FormProtocol, Operation};
use alipay_sdk_core::wire::FilePart;

impl<O: Operation<Protocol: FormProtocol>> Call<O> {
    /// Sets a parameter of the form. At the v2 gateway it stands beside `biz_content`. An empty
    /// value is left out. Parameters that the client sets itself (`app_id`, `app_key`, `sign`, …)
    /// are an error when the call is sent.
    pub fn parameter(self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.change(|request| O::Protocol::set_parameter(request, name.as_ref(), value.as_ref()))
    }
}

impl<O: Operation<Protocol: FormProtocol + SentByClient>> Call<O> {
    /// Adds a file beside the parameters. Files are not signed.
    pub fn file(self, name: impl Into<String>, file: FilePart) -> Self {
        self.set(|request| request.add_file(name.into(), file))
    }
}
