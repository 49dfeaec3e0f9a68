//! Methods of the v2 gateway that the SDK does not know.

use std::borrow::Cow;

use serde::Serialize;

use super::{Call, Gateway, Operation};
use crate::data::Json;
use crate::metadata::MethodInfo;
use crate::request::CallInfo;
use crate::upload::FilePart;

/// A method of the v2 gateway that the SDK does not know: made by [`Gateway::untyped`].
pub struct Untyped;

impl Operation for Untyped {
    type Body = ();
    type Answer = Json;
    const INFO: MethodInfo = MethodInfo { id: "untyped", title: "" };
}

impl Gateway<'_> {
    /// A call of any method. It is signed, verified and reported like the others; the answer is
    /// untyped JSON, with the gateway's `code` and `msg` in it. A `code` of `10003` is a success
    /// that is still in progress.
    ///
    /// ```
    /// # async fn call(client: alipay_sdk::Client) -> Result<(), alipay_sdk::Error> {
    /// let answer = client
    ///     .v2()
    ///     .untyped("alipay.trade.query")
    ///     .biz_content(&serde_json::json!({"out_trade_no": "T20260616001"}))
    ///     .await?;
    /// println!("{}", answer["trade_status"]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn untyped(&self, method: impl Into<Cow<'static, str>>) -> Call<Untyped> {
        Call::new(self.client, self.sign_type, CallInfo::named(method))
    }
}

impl Call<Untyped> {
    /// Sets what is sent as `biz_content`.
    pub fn biz_content(self, content: &impl Serialize) -> Self {
        self.with(|request| {
            let text = serde_json::to_string(content);
            request.biz_content =
                text.map_err(|error| request.call.invalid(format!("biz_content: {error}")))?;
            Ok(())
        })
    }

    /// Sets `biz_content` to this text, sent as it is.
    pub fn biz_content_text(self, content: impl Into<String>) -> Self {
        self.with(|request| {
            request.biz_content = content.into();
            Ok(())
        })
    }

    /// Adds a file. Files are not signed.
    pub fn file(self, name: impl Into<String>, file: FilePart) -> Self {
        self.with(|request| {
            request.files.push((name.into(), file));
            Ok(())
        })
    }
}
