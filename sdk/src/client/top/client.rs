//! The client of TOP.

use std::borrow::Cow;
use std::sync::Arc;

use crate::call::{Call, Untyped};
use crate::pipeline::Pipeline;
use crate::protocol::Operation;
use crate::protocol::top::{Endpoint, Top};
use alipay_sdk_core::impl_debug;

/// A client for one application of TOP. It is cheap to clone. It has one accessor per group of
/// operations.
#[derive(Clone)]
pub struct TopClient {
    endpoint: Arc<Endpoint>,
    pipeline: Arc<Pipeline>,
}

impl TopClient {
    pub(super) fn new(endpoint: Arc<Endpoint>, pipeline: Arc<Pipeline>) -> Self {
        Self { endpoint, pipeline }
    }

    /// Creates a call of an operation by its type.
    pub fn call<O: Operation<Protocol = Top>>(&self) -> Call<O> {
        Call::new(self.endpoint.clone(), &self.pipeline)
    }

    /// Creates a call of any method, whose parameters [`Call::parameter`] sets. The response is
    /// untyped JSON, without its root and with plain lists.
    ///
    /// In XML a list of one item looks like that item. Use JSON, which is the default format.
    pub fn untyped(&self, method: impl Into<Cow<'static, str>>) -> Call<Untyped<Top>> {
        let endpoint = self.endpoint.clone();
        Call::untyped(endpoint, &self.pipeline, method.into(), http::Method::POST, String::new())
    }
}

impl_debug!(TopClient, |this| {
    base: this.endpoint.base.as_str(),
    app_key: this.endpoint.app_key,
    sign_method: this.endpoint.sign_method,
});
