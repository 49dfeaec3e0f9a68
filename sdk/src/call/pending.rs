//! A call that somebody else sends.

use std::marker::PhantomData;
use std::sync::Arc;

use bytes::Bytes;

use crate::error::{Error, ErrorKind};
use crate::pipeline::Pipeline;
use crate::protocol::{Exchange, Operation, Protocol};
use crate::request::CallInfo;
use crate::response::{Accepted, Response, ResponseBody};
use alipay_sdk_core::wire::Received;

/// A prepared call that waits for its response.
pub struct Pending<O: Operation> {
    endpoint: Arc<<O::Protocol as Protocol>::Endpoint>,
    pipeline: Arc<Pipeline>,
    exchange: Exchange,
    operation: PhantomData<fn() -> O>,
}

impl<O: Operation> Pending<O> {
    pub(crate) fn new(
        endpoint: Arc<<O::Protocol as Protocol>::Endpoint>,
        pipeline: Arc<Pipeline>,
        exchange: Exchange,
    ) -> Self {
        Self { endpoint, pipeline, exchange, operation: PhantomData }
    }

    /// Verifies, decrypts and decodes the response. Server-sent events are not signed: they are
    /// accepted by their content type.
    ///
    /// # Errors
    /// As for an awaited call, except [`ErrorKind::Transport`].
    pub fn complete(
        self,
        response: http::Response<impl Into<Bytes>>,
    ) -> Result<Response<O::Response>, Error> {
        let (parts, body) = response.into_parts();
        let received = Received::new(parts, body.into());
        let accepted = self.pipeline.accept(&*self.endpoint, &self.exchange, received)?;
        decode(&self.exchange.call, accepted)
    }
}

impl<O: Operation> std::fmt::Debug for Pending<O> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let operation = &self.exchange.call.operation;
        formatter.debug_struct("Pending").field("operation", operation).finish_non_exhaustive()
    }
}

/// Reads an accepted response.
pub(super) fn decode<R: ResponseBody>(
    info: &CallInfo,
    accepted: Accepted,
) -> Result<Response<R>, Error> {
    match R::decode(&accepted.content) {
        Ok(value) => Ok(Response::new(value, accepted)),
        Err(error) => {
            let operation = &*info.operation;
            tracing::warn!(target: "alipay_sdk", operation, %error, "cannot read the response");
            Err(info.error(ErrorKind::Decode(error)).with_response(accepted.into_plain()))
        }
    }
}
