//! Calls on a thread that may wait.

use super::call::{Call, finish};
use super::send::{SentByClient, start};
use crate::error::{Error, ErrorKind};
use crate::pipeline::Pipeline;
use crate::protocol::Operation;
use crate::request::CallInfo;
use crate::response::Response;
use crate::transport::blocking::Unavailable;
use alipay_sdk_core::transport::{TransportError, TransportErrorKind};

impl<O: Operation> Call<O> {
    /// Sends the call, and blocks this thread until the response is there. It uses the same
    /// transport as asynchronous calls, on a runtime of its own. In asynchronous code await the
    /// call instead, because blocking stops other tasks.
    ///
    /// # Errors
    /// As for an awaited call.
    pub fn send_blocking(self) -> Result<Response<O::Response>, Error>
    where
        O::Protocol: SentByClient,
    {
        let Self { endpoint, pipeline, request, info, .. } = self;
        let mut request = request?;
        // Behind this call nothing moves the connection, so events are read here to the last one.
        request.shape.at_once = true;
        let sending = start(endpoint, pipeline.clone(), request);
        finish(&info, block_on(&pipeline, &info, sending)??)
    }
}

#[cfg(feature = "v2")]
impl<O> Call<O>
where
    O: Operation<
        Protocol: crate::protocol::FormProtocol
                      + crate::protocol::Protocol<Endpoint = crate::protocol::v2::Endpoint>,
    >,
{
    /// Does the same as [`sdk_execute`](Self::sdk_execute), and blocks this thread while the signer
    /// works.
    ///
    /// # Errors
    /// As for [`sdk_execute`](Self::sdk_execute).
    pub fn sdk_execute_blocking(self) -> Result<String, Error> {
        block_on(&self.pipeline.clone(), &self.info.clone(), self.sdk_execute())?
    }

    /// Does the same as [`page_execute`](Self::page_execute), and blocks this thread while the
    /// signer works.
    ///
    /// # Errors
    /// As for [`page_execute`](Self::page_execute).
    pub fn page_execute_blocking(self) -> Result<crate::protocol::v2::Page, Error> {
        block_on(&self.pipeline.clone(), &self.info.clone(), self.page_execute())?
    }
}

/// Waits for a future on this thread.
pub(super) fn block_on<F>(
    pipeline: &Pipeline,
    info: &CallInfo,
    future: F,
) -> Result<F::Output, Error>
where
    F: Future + Send + 'static,
    F::Output: Send,
{
    pipeline.blocking.block_on(future).map_err(|error| match error {
        Unavailable::NotStarted(error) => {
            info.invalid(format!("the thread for blocking calls cannot start: {error}"))
        }
        Unavailable::Stopped => {
            let error = TransportError::new(TransportErrorKind::Interrupted, "the call panicked");
            info.error(ErrorKind::Transport(error))
        }
    })
}
