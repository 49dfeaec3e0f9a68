//! One attempt: the request goes out, and its response is received and accepted.

use bytes::Bytes;

use super::limit::Limit;
use super::pipeline::Pipeline;
use super::trace::Trace;
use crate::error::{Error, ErrorKind};
use crate::protocol::{Endpoint, Exchange};
use crate::request::Request;
use crate::response::Accepted;
use alipay_sdk_core::{
    transport::TransportError,
    trust::Asker,
    wire::{Body, Incoming, ReadBodyError, Received},
};

/// A response, and the events that are still to come.
pub(crate) type Sent = (Accepted, Option<Incoming>);

impl Pipeline {
    /// Sends a request once, inside of a span of its own.
    pub(super) async fn attempt(
        &self,
        endpoint: &dyn Endpoint,
        request: Request,
        limit: &Limit<'_>,
        trace: &Trace<'_>,
    ) -> Result<Sent, Error> {
        trace.request(|| endpoint.trace_text(&request));
        let result = trace.run(self.send_once(endpoint, request, limit)).await;
        match &result {
            Ok((accepted, _)) => trace.response(&accepted.content.plain),
            Err(error) => error.body().into_iter().for_each(|body| trace.response(body)),
        }
        trace.finish(result.as_ref().map(|(accepted, _)| accepted));
        result
    }

    async fn send_once(
        &self,
        endpoint: &dyn Endpoint,
        request: Request,
        limit: &Limit<'_>,
    ) -> Result<Sent, Error> {
        let transport = self.transport.as_ref().ok_or_else(|| {
            request.invalid(
                "the client was built with `without_transport`: prepare the call and send the request \
                 yourself, or turn on the feature `reqwest` and build the client with a transport",
            )
        })?;
        let (request, exchange) = self.prepare_within(limit, endpoint, request).await?;
        let response =
            transport.send(request).await.map_err(|error| interrupted(&exchange, error, None))?;
        let shape = exchange.shape;
        if !shape.at_once && shape.is_events(response.status(), response.headers()) {
            let (parts, body) = response.into_parts();
            let accepted = endpoint.accept(&exchange, Received::new(parts, Bytes::new()))?;
            return Ok((accepted, Some(Incoming::new(body, self.rules.max_response_size))));
        }
        let received = self.read(&exchange, response).await?;
        match endpoint.accept(&exchange, received) {
            Err(error) => Ok((accept_again(endpoint, &exchange, error, limit).await?, None)),
            Ok(accepted) => Ok((accepted, None)),
        }
    }

    /// Reads a response up to the limit.
    async fn read(
        &self,
        exchange: &Exchange,
        response: http::Response<Body>,
    ) -> Result<Received, Error> {
        let limit = self.rules.max_response_size;
        let (parts, body) = response.into_parts();
        match body.read(limit).await {
            Ok(body) => Ok(Received::new(parts, body)),
            Err(ReadBodyError::TooLarge { read }) => {
                Err(exchange.error(ErrorKind::TooLarge { limit }, Received::new(parts, read)))
            }
            Err(ReadBodyError::Broken { read, source }) => {
                let received = Received::new(parts, read);
                Err(interrupted(exchange, TransportError::interrupted(source), Some(received)))
            }
        }
    }
}

/// No response, or only a part of it.
fn interrupted(exchange: &Exchange, error: TransportError, received: Option<Received>) -> Error {
    let error = exchange.call.error(ErrorKind::Transport(error));
    match received {
        Some(received) => error.with_response(received),
        None => error,
    }
}

/// Verifies a response again, when the certificate that it names can be fetched in the time of the
/// call.
async fn accept_again(
    endpoint: &dyn Endpoint,
    exchange: &Exchange,
    mut error: Error,
    limit: &Limit<'_>,
) -> Result<Accepted, Error> {
    let Some(trust) = endpoint.trust() else { return Err(error) };
    let ErrorKind::Signature(unsigned) = error.kind_mut() else { return Err(error) };
    match trust.resolve(unsigned.problem.clone(), Asker::Response, limit.left()).await {
        Ok(()) => match error.received().cloned() {
            Some(received) => endpoint.accept(exchange, received),
            None => Err(error),
        },
        Err(problem) => {
            unsigned.problem = problem;
            Err(error)
        }
    }
}
