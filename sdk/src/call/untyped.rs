//! Operations that the SDK does not know.

use std::borrow::Cow;
use std::marker::PhantomData;
use std::sync::Arc;

use serde::Serialize;

use super::call::Call;
use crate::operation_info::{Idempotency, Method, OperationInfo};
use crate::pipeline::Pipeline;
use crate::protocol::v3::V3;
use crate::protocol::{AppProtocol, Operation, Protocol};
use crate::request::{CallInfo, Payload};
use alipay_sdk_core::{data::Json, wire::Upload};

/// An operation that the SDK does not know, called by its name.
/// [`Client::untyped`](crate::Client::untyped) creates the call, as do the methods of the same name
/// for the v2 gateway and TOP. The response is untyped JSON.
#[derive(Debug)]
pub struct Untyped<P = V3>(PhantomData<P>);

impl<P: Protocol> Operation for Untyped<P> {
    type Protocol = P;
    type Params = ();
    type Body = ();
    type Response = Json;
    const INFO: OperationInfo = OperationInfo {
        id: "untyped",
        description: "",
        title: "",
        method: Method::Post,
        path: "/",
        idempotency: Idempotency::Never,
        error_codes: &[],
    };
}

impl<P: Protocol> Call<Untyped<P>> {
    /// A GET changes nothing; of all else nobody knows.
    pub(crate) fn untyped(
        endpoint: Arc<P::Endpoint>,
        pipeline: &Arc<Pipeline>,
        id: Cow<'static, str>,
        method: http::Method,
        path: String,
    ) -> Self {
        let reads = method == http::Method::GET;
        let idempotency = if reads { Idempotency::Always } else { Idempotency::Never };
        let info = CallInfo { operation: id, method, idempotency, error_codes: &[] };
        Self::with_info(endpoint, pipeline, info, path)
    }
}

impl<P: AppProtocol> Call<Untyped<P>> {
    /// Sets the JSON body, which is the `biz_content` at the v2 gateway.
    #[doc(alias = "biz_content")]
    pub fn json(self, body: &impl Serialize) -> Self {
        self.change(|request| {
            let text = serde_json::to_vec(body)
                .map_err(|error| request.invalid(format!("body: {error}")))?;
            request.set_json_text(text.into());
            Ok(())
        })
    }

    /// Sets the JSON body to this text, which is sent unchanged.
    pub fn json_text(self, body: impl Into<String>) -> Self {
        self.set(|request| request.set_json_text(body.into().into()))
    }
}

impl Call<Untyped> {
    /// Sets the parts of an upload.
    pub fn multipart(self, upload: Upload) -> Self {
        self.set(|request| request.payload = Payload::Upload(upload))
    }
}
