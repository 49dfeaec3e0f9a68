//! Methods of TOP that the SDK does not know.

use std::borrow::Cow;

use super::{Call, Operation, TopClient};
use crate::data::Json;
use crate::metadata::MethodInfo;
use crate::request::CallInfo;

/// A method of TOP that the SDK does not know: made by [`TopClient::untyped`].
pub struct Untyped;

impl Operation for Untyped {
    type Body = ();
    type Answer = Json;
    const INFO: MethodInfo = MethodInfo { id: "untyped", title: "" };
}

impl TopClient {
    /// A call of any method, with parameters set by [`Call::parameter`]. The answer is untyped
    /// JSON, without its root and with plain lists.
    ///
    /// In XML a list of one item cannot be told from that item: ask for JSON, which is the default.
    pub fn untyped(&self, method: impl Into<Cow<'static, str>>) -> Call<Untyped> {
        Call::new(self, CallInfo::named(method))
    }
}
