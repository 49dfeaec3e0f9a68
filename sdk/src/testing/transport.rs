//! The test platform as a transport.

use std::sync::Arc;
use std::time::Duration;

use super::platform::TestPlatform;
use super::posted::Posted;
use super::response::{NoResponse, TestResponse};
use super::side::{Side, Told, Wrong};
use super::{top, v2::V2, v3::V3};
use crate::transport::operation_id::OperationId;
use alipay_sdk_core::{
    clock::Clock,
    transport::{Timeout, Transport, TransportError, TransportErrorKind, TransportFuture},
    wire::Body,
};

/// The largest request that is read, in bytes: 64 MiB.
const LARGEST: usize = 64 << 20;

type Outcome = Result<http::Response<Body>, TransportError>;

impl Transport for TestPlatform {
    fn send(&self, request: http::Request<Body>) -> TransportFuture<'_> {
        Box::pin(async move {
            let time = request.extensions().get::<Timeout>().map_or(Duration::MAX, |left| left.0);
            let (delay, outcome) = match read(request).await {
                Ok(posted) => self.respond(posted),
                Err(error) => (Duration::ZERO, Err(error)),
            };
            if delay.is_zero() {
                return outcome;
            }
            self.clock().sleep(delay.min(time)).await;
            if delay < time { outcome } else { Err(failed(TransportErrorKind::Timeout)) }
        })
    }
}

async fn read(request: http::Request<Body>) -> Result<Posted, TransportError> {
    let (head, body) = request.into_parts();
    let operation = head.extensions.get::<OperationId>();
    let operation = operation.map(|OperationId(id)| id.to_string()).unwrap_or_default();
    let interrupted = |error| TransportError::new(TransportErrorKind::Interrupted, error);
    let body = body.read(LARGEST).await.map_err(interrupted)?;
    Ok(Posted::new(operation, head, body))
}

impl TestPlatform {
    /// What comes of a request, and after which time.
    fn respond(&self, posted: Posted) -> (Duration, Outcome) {
        let side = self.side(&posted);
        let posted = Arc::new(posted);
        let wrong = |what: Wrong| {
            let what = format!("the test platform got `{}`: {what}", posted.operation);
            TransportError::new(TransportErrorKind::NotSent, what)
        };
        let response = match self.told(&*side, &posted) {
            Ok(response) => response,
            Err(what) => return (Duration::ZERO, Err(wrong(what))),
        };
        let outcome = match &response.content {
            Ok(content) => side
                .respond(&Told { posted: &posted, content, response: &response })
                .and_then(|signed| signed.into_http(&response))
                .map_err(wrong),
            Err(NoResponse::Failure(kind)) => Err(failed(*kind)),
            Err(NoResponse::Mistake(what)) => Err(wrong(what.clone())),
        };
        (response.delay, outcome)
    }

    /// What the test says to a request, when it is one of the application.
    fn told(&self, side: &dyn Side, posted: &Arc<Posted>) -> Result<TestResponse, Wrong> {
        let json = side.verify(posted)?;
        let request = self.keep(posted.clone(), json);
        self.response_to(&request).ok_or_else(|| {
            format!("it has no response to that: call `platform.on({:?}, …)`", posted.operation)
        })
    }

    fn side(&self, posted: &Posted) -> Box<dyn Side> {
        if posted.head.headers.contains_key(http::header::AUTHORIZATION) {
            return Box::new(V3(self.clock().now()));
        }
        top::side(posted).unwrap_or_else(|| Box::new(V2))
    }
}

fn failed(kind: TransportErrorKind) -> TransportError {
    TransportError::new(kind, "the test says so")
}
