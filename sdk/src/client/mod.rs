//! The client: whom calls are made for, where they go, and with what.

mod builder;
#[cfg(feature = "certificate-source")]
mod chain;
mod check;
mod config;
#[cfg(feature = "certificate-download")]
mod download;
mod environment;
#[cfg(feature = "certificate-source")]
mod failed;
#[cfg(feature = "certificate-source")]
mod source;

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::HeaderValue;
use url::Url;

use crate::body::Body;
use crate::call::Call;
use crate::clock::Clock;
use crate::error::Error;
#[cfg(feature = "certificate-source")]
use crate::error::SignatureProblem;
use crate::exchange::Exchange;
use crate::metadata::Operation;
#[cfg(feature = "blocking")]
use crate::request::CallInfo;
use crate::request::{Request, header_value};
use crate::response::Accepted;
use crate::retry::{Attempts, Budget, RetryPolicy};
use crate::round_trip::{read, send};
use crate::signer::Signer;
use crate::stream::Incoming;
use crate::trace::Trace;
use crate::transport::Transport;
use crate::verifier::{SIGNATURE, Verifier};
use alipay_sdk_core::{Certificate, CertificateError, EncryptKey};

pub use builder::ClientBuilder;
#[cfg(feature = "top")]
pub(crate) use check::checked_address;
#[cfg(feature = "reqwest")]
pub(crate) use check::is_loopback;
pub use config::Config;
pub use environment::{Environment, UnknownEnvironment};
#[cfg(all(feature = "certificate-source", feature = "notify"))]
pub(crate) use source::Asker;
#[cfg(feature = "certificate-source")]
pub use source::{CertificateFuture, CertificateSource};

/// What calls are made with: one application in one environment. Cheap to clone, to be shared
/// between threads and tasks; several applications in one process have a client each.
#[derive(Clone)]
pub struct Client {
    pub(crate) core: Arc<Core>,
    pub(crate) merchant: Option<HeaderValue>,
}

/// What all clones of a client share.
pub(crate) struct Core {
    pub(crate) base: Url,
    pub(crate) app_id: String,
    pub(crate) signer: Arc<dyn Signer>,
    pub(crate) verifier: Verifier,
    pub(crate) app_certificate: Option<Certificate>,
    pub(crate) root_serial: Option<HeaderValue>,
    pub(crate) encrypt_key: Option<EncryptKey>,
    pub(crate) expired_seconds: Option<u32>,
    pub(crate) freshness: Option<Duration>,
    pub(crate) timeout: Duration,
    pub(crate) max_answer_size: usize,
    pub(crate) trace_bodies: bool,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) nonces: Arc<dyn Fn() -> String + Send + Sync>,
    pub(crate) retry: RetryPolicy,
    pub(crate) budget: Budget,
    pub(crate) transport: Option<Arc<dyn Transport>>,
    #[cfg(feature = "certificate-source")]
    source: Option<source::Source>,
    #[cfg(feature = "blocking")]
    blocking: crate::transport::Blocking,
}

impl Core {
    /// What is left of a time that began then; never more than all of it, wherever the clock is set.
    pub(crate) fn left(&self, time: Duration, begun: SystemTime) -> Duration {
        time.saturating_sub(self.clock.now().duration_since(begun).unwrap_or_default())
    }
}

impl Client {
    /// Starts a configuration.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    /// A client as the environment variables of this process describe it: see
    /// [`Config::from_env`].
    ///
    /// # Errors
    /// When a variable is missing or wrong.
    pub fn from_env() -> Result<Self, Error> {
        ClientBuilder::new().config(Config::from_env()?).build()
    }

    /// A call of an operation, by its type. The methods of the API groups are made of this, and so
    /// is code that is generic over operations.
    pub fn call<O: Operation>(&self) -> Call<O> {
        Call::new(self)
    }

    /// A client for calls on behalf of one merchant, with the token that the merchant's
    /// authorisation gave (`app_auth_token`). It shares everything else with this one.
    ///
    /// # Errors
    /// When the token holds what cannot stand in a header.
    pub fn for_merchant(&self, app_auth_token: impl AsRef<str>) -> Result<Self, Error> {
        let token = header_value(app_auth_token.as_ref()).ok_or_else(|| {
            Error::configuration("app_auth_token holds what cannot stand in a header")
        })?;
        Ok(Self { core: self.core.clone(), merchant: Some(token) })
    }

    #[cfg(all(feature = "flows", feature = "trade", feature = "fund"))]
    pub(crate) fn acts_for_merchant(&self) -> bool {
        self.merchant.is_some()
    }

    #[cfg(all(feature = "flows", feature = "trade", feature = "fund"))]
    pub(crate) fn clock(&self) -> &dyn Clock {
        &*self.core.clock
    }

    #[cfg(any(feature = "mini-program", feature = "notify"))]
    pub(crate) fn verifier(&self) -> &Verifier {
        &self.core.verifier
    }

    #[cfg(feature = "mini-program")]
    pub(crate) fn encrypt_key(&self) -> Option<&EncryptKey> {
        self.core.encrypt_key.as_ref()
    }

    /// The id of the application.
    pub fn app_id(&self) -> &str {
        &self.core.app_id
    }

    /// The certificate of the application, in certificate mode. Watch its
    /// [`not_after`](Certificate::not_after).
    pub fn app_certificate(&self) -> Option<&Certificate> {
        self.core.app_certificate.as_ref()
    }

    /// The certificates of Alipay that answers are verified with, in certificate mode.
    pub fn alipay_certificates(&self) -> Vec<Certificate> {
        self.core.verifier.certificates()
    }

    /// Adds a certificate of Alipay while the client runs, for all its clones: call it before
    /// the platform changes to that certificate, or when an answer names one that is unknown.
    ///
    /// # Errors
    /// In key mode, and when the certificate holds no RSA key, is the application's own, or is a
    /// root.
    pub fn add_alipay_certificate<C>(&self, certificate: C) -> Result<(), Error>
    where
        C: TryInto<Certificate>,
        C::Error: Into<CertificateError>,
    {
        let certificate = certificate
            .try_into()
            .map_err(|error| Error::configuration_of("the Alipay certificate", error.into()))?;
        if let Some(app) = &self.core.app_certificate {
            let own = app
                .public_key()
                .map_err(|error| Error::configuration_of("the app certificate", error))?;
            check::check_alipay_certificate(own, &certificate)?;
        }
        if self.core.verifier.add(certificate) {
            return Ok(());
        }
        Err(Error::configuration("certificates have no use in key mode: configure all three"))
    }

    /// Removes a certificate of Alipay, by its serial, for all clones of this client: what it signed is no
    /// longer believed, and no source brings it back; [`add_alipay_certificate`](Self::add_alipay_certificate)
    /// does. False when there is none. One that the platform has revoked must go from the configuration, too.
    pub fn remove_alipay_certificate(&self, serial: impl AsRef<str>) -> bool {
        self.core.verifier.remove(serial.as_ref())
    }

    /// Signs a request.
    pub(crate) async fn prepare(
        &self,
        request: Request,
    ) -> Result<(http::Request<Body>, Exchange), Error> {
        Exchange::prepare(&self.core, self.merchant.as_ref(), request).await
    }

    /// Sends a request, again where that is safe, and gives the answer when it is a success. `signed`
    /// is false for operations that answer with a file or with events; with `streamed`, events are left
    /// to come.
    pub(crate) async fn send(
        &self,
        mut request: Request,
        signed: bool,
        streamed: bool,
    ) -> Result<(Accepted, Option<Incoming>), Error> {
        let mut attempts = Attempts::new(&self.core, &request);
        loop {
            let again = request.again();
            request.timeout = Some(attempts.left());
            let trace = Trace::start(&request.call, attempts.number(), self.core.trace_bodies);
            let error = match self.attempt(request, signed, streamed, &trace).await {
                Ok(answer) => {
                    attempts.succeeded();
                    return Ok(answer);
                }
                Err(error) => error,
            };
            let wait = again.and_then(|again| Some((again, attempts.wait_after(&error)?)));
            let Some((again, wait)) = wait else { return Err(attempts.error(error)) };
            trace.repeat(wait);
            self.core.clock.sleep(wait).await;
            attempts.failed(error);
            request = again;
        }
    }

    /// Sends a request once, inside of a span of its own.
    async fn attempt(
        &self,
        request: Request,
        signed: bool,
        streamed: bool,
        trace: &Trace,
    ) -> Result<(Accepted, Option<Incoming>), Error> {
        let result = trace.run(self.send_once(request, signed, streamed, trace)).await;
        if let Some(body) = result.as_ref().err().and_then(Error::body) {
            trace.answer(body);
        }
        trace.finish(result.as_ref().map(|(answer, _)| answer));
        result
    }

    async fn send_once(
        &self,
        request: Request,
        mut signed: bool,
        streamed: bool,
        trace: &Trace,
    ) -> Result<(Accepted, Option<Incoming>), Error> {
        trace.request(&request.payload);
        let transport = self.core.transport.as_ref().ok_or_else(|| request.call.no_transport())?;
        #[cfg(feature = "certificate-source")]
        let (begun, timeout) =
            (self.core.clock.now(), request.timeout.unwrap_or(self.core.timeout));
        let (request, exchange) = self.prepare(request).await?;
        let answer = send(&**transport, exchange.call(), request).await?;
        let limit = self.core.max_answer_size;
        if streamed && Incoming::is_events(answer.status(), answer.headers()) {
            let (parts, body) = answer.into_parts();
            let answer = http::Response::from_parts(parts, Bytes::new());
            return Ok((exchange.accept(answer, false)?, Some(Incoming::new(body, limit))));
        }
        // One document instead of events may be signed; then the signature must hold.
        signed |= streamed && answer.headers().contains_key(SIGNATURE);
        let answer = read(exchange.call(), answer, limit).await?;
        let accepted = exchange.accept(answer, signed);
        #[cfg(feature = "certificate-source")]
        let accepted = match accepted {
            Err(error) => {
                let left = self.core.left(timeout, begun);
                self.accept_again(error, left, |answer| exchange.accept(answer, signed)).await
            }
            accepted => accepted,
        };
        let accepted = accepted?;
        trace.answer(&accepted.plain);
        Ok((accepted, None))
    }

    /// Verifies an answer again, when the certificate that it names can be fetched in what is `left` of
    /// the time of the call.
    #[cfg(feature = "certificate-source")]
    pub(crate) async fn accept_again(
        &self,
        mut error: Error,
        left: Duration,
        accept: impl FnOnce(http::Response<Bytes>) -> Result<Accepted, Error>,
    ) -> Result<Accepted, Error> {
        let Error::Signature(unsigned) = &mut error else { return Err(error) };
        if let Err(problem) =
            self.learn(unsigned.problem.clone(), source::Asker::Answer, left).await
        {
            unsigned.problem = problem;
            return Err(error);
        }
        let mut answer = http::Response::new(unsigned.body.clone().into_bytes());
        *answer.status_mut() = unsigned.status;
        *answer.headers_mut() = unsigned.headers.clone();
        accept(answer)
    }

    /// Does something about a problem with a signature, when that is a certificate that can be fetched;
    /// otherwise it stays.
    #[cfg(feature = "certificate-source")]
    pub(crate) async fn learn(
        &self,
        problem: SignatureProblem,
        asker: source::Asker,
        left: Duration,
    ) -> Result<(), SignatureProblem> {
        match (problem, &self.core.source) {
            (SignatureProblem::UnknownCertificate { serial }, Some(source)) => {
                let learned = source.learn(self, &serial, asker, left).await;
                learned.map_err(|reason| SignatureProblem::UnbelievedCertificate { serial, reason })
            }
            (problem, _) => Err(problem),
        }
    }

    /// Runs a call on this thread.
    #[cfg(feature = "blocking")]
    pub(crate) fn block_on<F>(&self, call: &CallInfo, future: F) -> Result<F::Output, Error>
    where
        F: std::future::Future + Send + 'static,
        F::Output: Send,
    {
        self.core.blocking.call(call, future)
    }
}

impl std::fmt::Debug for Client {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Client")
            .field("base", &self.core.base.as_str())
            .field("app_id", &self.core.app_id)
            .field("certificate_mode", &self.core.app_certificate.is_some())
            .field("encryption", &self.core.encrypt_key.is_some())
            .field("merchant", &self.merchant.is_some())
            .finish()
    }
}
