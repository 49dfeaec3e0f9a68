//! Calls that the client itself sends.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use crate::error::Error;
use crate::pipeline::{Pipeline, Sent};
use crate::protocol::{Endpoint, Protocol};
use crate::request::Request;

/// A call on its way.
pub(super) type Sending = Pin<Box<dyn Future<Output = Result<Sent, Error>> + Send>>;

/// A protocol whose requests the client sends itself, so that its calls can be awaited.
#[diagnostic::on_unimplemented(
    message = "a browser or an app carries this operation, so that its call is not a future",
    label = "not sent by the client",
    note = "call `.page_execute().await` for the page that a browser opens, or `.sdk_execute().await` for the \
            order string that an app hands to Alipay's SDK"
)]
pub trait SentByClient: Protocol {}

impl SentByClient for crate::protocol::v3::V3 {}

/// Begins to send. Nothing of it depends on the protocol, so it is compiled with the SDK, and not
/// again with each application.
pub(super) fn start(
    endpoint: Arc<dyn Endpoint>,
    pipeline: Arc<Pipeline>,
    request: Request,
) -> Sending {
    Box::pin(async move { pipeline.send(&*endpoint, request).await })
}
