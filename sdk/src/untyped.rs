//! Operations that the SDK does not know.

use std::borrow::Cow;

use http::Method as HttpMethod;
use serde::Serialize;

use crate::call::Call;
use crate::client::Client;
use crate::data::Json;
use crate::metadata::{Method, Operation, OperationInfo, Repetition};
use crate::request::{CallInfo, Payload, Request};
use crate::upload::Upload;

/// An operation that the SDK does not know, called by method and path: made by
/// [`Client::untyped`].
pub struct Untyped;

impl Operation for Untyped {
    type Params = ();
    type Body = ();
    type Answer = Json;
    const INFO: OperationInfo = OperationInfo {
        id: "untyped",
        description: "",
        title: "",
        method: Method::Post,
        path: "/",
        repetition: Repetition::Never,
        error_codes: &[],
    };
}

impl Client {
    /// A call of an operation that this version of the SDK does not know. It is signed, verified
    /// and reported like any other; the answer is untyped JSON.
    ///
    /// The path may hold parameters in braces, to be set by [`Call::path`], and a query; what else
    /// it holds must be percent-encoded already. `id` names the operation in errors and traces.
    ///
    /// ```
    /// # async fn call(client: alipay_sdk::Client) -> Result<(), alipay_sdk::Error> {
    /// let answer = client
    ///     .untyped("alipay.new.thing.query", http::Method::GET, "/v3/alipay/new/thing/{id}")
    ///     .path("id", "2026/1")
    ///     .query("page", "1")
    ///     .await?;
    /// println!("{}", answer["status"]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn untyped(
        &self,
        id: impl Into<Cow<'static, str>>,
        method: HttpMethod,
        path: impl Into<String>,
    ) -> Call<Untyped> {
        let repetition =
            if method == HttpMethod::GET { Repetition::Always } else { Repetition::Never };
        let call = CallInfo { operation: id.into(), method, repetition, error_codes: &[] };
        Call::of(self, Request::new(call, path.into()))
    }
}

impl Call<Untyped> {
    /// Sets the JSON body.
    pub fn json(self, body: &impl Serialize) -> Self {
        self.with(|request| {
            let text = serde_json::to_vec(body);
            let text = text.map_err(|error| request.invalid(format!("body: {error}")))?;
            request.payload = Payload::Json(text.into());
            Ok(())
        })
    }

    /// Sets the JSON body to this text, sent as it is.
    pub fn json_text(self, body: impl Into<String>) -> Self {
        self.with(|request| {
            request.payload = Payload::Json(body.into().into());
            Ok(())
        })
    }

    /// Sets the parts of an upload.
    pub fn multipart(self, upload: Upload) -> Self {
        self.with(|request| {
            request.payload = Payload::Upload(upload);
            Ok(())
        })
    }
}
