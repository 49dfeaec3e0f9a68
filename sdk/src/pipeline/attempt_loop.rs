//! Attempts, one after the other, until one succeeds or another one is not safe.

use super::attempt::Sent;
use super::attempts::Attempts;
use super::pipeline::Pipeline;
use super::trace::Trace;
use crate::error::Error;
use crate::protocol::Endpoint;
use crate::request::Request;

impl Pipeline {
    /// Sends a request, again where that is safe, and gives the response when it is a success.
    pub(crate) async fn send(
        &self,
        endpoint: &dyn Endpoint,
        mut request: Request,
    ) -> Result<Sent, Error> {
        let limit = self.limit(&request);
        let mut attempts = Attempts::new(self, &limit, &request);
        loop {
            let next = request.try_clone();
            let trace = Trace::start(self, endpoint.template(&request), &request.call, &attempts);
            let error = match self.attempt(endpoint, request, &limit, &trace).await {
                Ok(sent) => {
                    attempts.succeeded();
                    return Ok(sent);
                }
                Err(error) => error,
            };
            let wait = next.and_then(|next| Some((next, attempts.wait_after(&error)?)));
            let Some((next, wait)) = wait else { return Err(attempts.into_error(error)) };
            trace.retry(wait);
            self.rules.clock.sleep(wait).await;
            // It was longer than asked for when the machine was suspended.
            if limit.left().is_zero() {
                return Err(attempts.into_error(error));
            }
            attempts.failed(error);
            request = next;
        }
    }
}
