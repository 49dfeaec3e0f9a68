//! What all calls of a client share on their way to the network.

use std::sync::Arc;

use super::limit::Limit;
use super::retry::Budget;
use super::rules::Rules;
use super::server::Server;
use crate::error::{Error, ErrorKind};
use crate::protocol::{Endpoint, Exchange};
use crate::request::{CallInfo, Request};
use crate::response::Accepted;
use crate::transport::{Blocking, TransportOptions, name_operation};
use alipay_sdk_core::{
    transport::{Timeout, Transport, within},
    trust::SignError,
    wire::{Body, Received},
};

/// The transport, and the rules of the calls that take it.
pub(crate) struct Pipeline {
    /// None for an application that sends prepared requests itself.
    pub(crate) transport: Option<Arc<dyn Transport>>,
    pub(crate) server: Server,
    /// How the built-in transport connects; the message channel does so, too.
    #[allow(dead_code, reason = "for the feature `messages`")]
    pub(crate) built_in: TransportOptions,
    pub(crate) rules: Rules,
    pub(crate) budget: Budget,
    /// Whether calls go to the real platform: then checks warn of doubtful values.
    pub(crate) is_production: bool,
    #[allow(dead_code, reason = "for the feature `blocking`")]
    pub(crate) blocking: Blocking,
}

impl Pipeline {
    /// The time of a call, which begins now.
    pub(super) fn limit(&self, request: &Request) -> Limit<'_> {
        Limit::begin(&*self.rules.clock, request.timeout.unwrap_or(self.rules.timeout))
    }

    /// Prepares a request in the time of its call.
    pub(crate) async fn prepare(
        &self,
        endpoint: &dyn Endpoint,
        request: Request,
    ) -> Result<(http::Request<Body>, Exchange), Error> {
        let limit = self.limit(&request);
        self.prepare_within(&limit, endpoint, request).await
    }

    pub(super) async fn prepare_within(
        &self,
        limit: &Limit<'_>,
        endpoint: &dyn Endpoint,
        request: Request,
    ) -> Result<(http::Request<Body>, Exchange), Error> {
        let call = request.call.clone();
        let signing = endpoint.prepare(request);
        let (mut request, exchange) = in_time(limit, call, signing).await?;
        name_operation(request.extensions_mut(), exchange.call.operation.clone());
        request.extensions_mut().insert(Timeout(limit.left()));
        Ok((request, exchange))
    }

    /// Signs a request that somebody else carries, in the time of its call.
    #[allow(dead_code, reason = "for the feature `v2`")]
    pub(crate) async fn sign_in_time<F, T>(
        &self,
        call: CallInfo,
        request: Request,
        sign: impl FnOnce(Request) -> F,
    ) -> Result<T, Error>
    where
        F: Future<Output = Result<T, Error>>,
    {
        let limit = self.limit(&request);
        in_time(&limit, call, sign(request)).await
    }

    /// Accepts a response that came another way, unless it is too large.
    pub(crate) fn accept(
        &self,
        endpoint: &dyn Endpoint,
        exchange: &Exchange,
        received: Received,
    ) -> Result<Accepted, Error> {
        let limit = self.rules.max_response_size;
        if received.body.len() > limit {
            return Err(exchange.error(ErrorKind::TooLarge { limit }, received));
        }
        endpoint.accept(exchange, received)
    }
}

/// What signs may be a service elsewhere: it has the time of the call, and no more.
async fn in_time<T>(
    limit: &Limit<'_>,
    call: CallInfo,
    signing: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    within(limit.left(), signing).await.unwrap_or_else(|| {
        let error = SignError::new("it took longer than the timeout of the call");
        Err(call.error(ErrorKind::Signing(error)))
    })
}
