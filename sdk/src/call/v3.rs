//! What only calls by v3 take.

use super::call::Call;
use crate::protocol::Operation;
use crate::protocol::v3::V3;
use crate::request::Payload;
use alipay_sdk_core::{data::FieldValue, wire::Parts};

impl<O: Operation<Protocol = V3>> Call<O> {
    /// Sets the id of this request, for tracing. By default the client generates one. The id does
    /// not make a call idempotent.
    pub fn request_id(self, id: impl AsRef<str>) -> Self {
        self.change(|request| {
            request.request_id = Some(request.call.header_value("request_id", id.as_ref())?);
            Ok(())
        })
    }

    /// Adds a query parameter that the operation does not document.
    pub fn query(self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.set(|request| request.add_query(name.as_ref(), value.as_ref()))
    }

    /// Adds a header, which is not signed. Headers of the protocol cannot be set.
    pub fn header(self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.change(|request| request.add_header(name.as_ref(), value.as_ref()))
    }

    /// Sets a path parameter. The methods of the API groups do this for you.
    pub fn path(self, name: impl AsRef<str>, value: impl std::fmt::Display) -> Self {
        self.change(|request| request.set_path(name.as_ref(), &value.to_string()))
    }

    /// Sets the query parameters. Fields that are not set are left out.
    pub fn params(self, params: &O::Params) -> Self
    where
        O::Params: FieldValue,
    {
        self.change(|request| request.add_params(params))
    }

    /// Sets the parts of an upload.
    pub fn upload(self, parts: O::Body) -> Self
    where
        O::Body: Parts,
    {
        self.set(|request| request.payload = Payload::Upload(parts.into_upload()))
    }
}
