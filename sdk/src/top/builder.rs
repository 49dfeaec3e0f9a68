//! The configuration of a client of TOP.

use std::sync::Arc;
use std::time::Duration;

use zeroize::Zeroizing;

use super::client::{Core, TopClient};
use super::{ADDRESS, SignMethod};
use crate::client::checked_address;
use crate::clock::{Clock, SystemClock};
use crate::error::Error;
use crate::transport::{Transport, TransportChoice, TransportOptions};

/// How TOP answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// JSON.
    #[default]
    Json,
    /// XML.
    Xml,
}

impl Format {
    /// The value on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Xml => "xml",
        }
    }
}

/// The configuration of a [`TopClient`]. An app key and its secret are needed.
#[must_use]
pub struct TopClientBuilder {
    app_key: String,
    secret: Zeroizing<String>,
    session: Option<Zeroizing<String>>,
    sign_method: SignMethod,
    format: Format,
    simplify: bool,
    unix_timestamp: bool,
    address: String,
    allow_plain_http: bool,
    timeout: Option<Duration>,
    max_answer_size: usize,
    trace_bodies: bool,
    clock: Arc<dyn Clock>,
    transport: TransportChoice,
    options: TransportOptions,
}

impl TopClientBuilder {
    pub(super) fn new() -> Self {
        Self {
            app_key: String::new(),
            secret: Zeroizing::default(),
            session: None,
            sign_method: SignMethod::default(),
            format: Format::default(),
            simplify: false,
            unix_timestamp: false,
            address: ADDRESS.to_owned(),
            allow_plain_http: false,
            timeout: Some(Duration::from_secs(60)),
            max_answer_size: 32 << 20,
            trace_bodies: false,
            clock: Arc::new(SystemClock),
            transport: TransportChoice::default(),
            options: TransportOptions::default(),
        }
    }

    /// The key of the application (`app_key`).
    pub fn app_key(mut self, app_key: impl Into<String>) -> Self {
        self.app_key = app_key.into();
        self
    }

    /// The secret of the application (`app_secret`).
    pub fn secret(mut self, secret: impl Into<String>) -> Self {
        self.secret = Zeroizing::new(secret.into());
        self
    }

    /// The session of a user, for operations that need an authorisation. A call can have another.
    pub fn session(mut self, session: impl Into<String>) -> Self {
        self.session = Some(Zeroizing::new(session.into()));
        self
    }

    /// How requests are signed: by HMAC-SHA256, unless said otherwise.
    pub fn sign_method(mut self, sign_method: SignMethod) -> Self {
        self.sign_method = sign_method;
        self
    }

    /// How TOP answers: in JSON, unless said otherwise.
    pub fn format(mut self, format: Format) -> Self {
        self.format = format;
        self
    }

    /// Whether TOP answers with flat JSON, without wrapped lists. Off, unless said otherwise;
    /// typed answers are the same either way.
    pub fn simplify(mut self, simplify: bool) -> Self {
        self.simplify = simplify;
        self
    }

    /// Whether the time of a request is sent as Unix time in milliseconds, as one of the official SDKs does,
    /// instead of `yyyy-MM-dd HH:mm:ss` in UTC+8. Off, unless said otherwise.
    pub fn unix_timestamp(mut self, unix: bool) -> Self {
        self.unix_timestamp = unix;
        self
    }

    /// The address that requests go to: [`ADDRESS`], unless said otherwise.
    pub fn address(mut self, address: impl Into<String>) -> Self {
        self.address = address.into();
        self
    }

    /// Allows an address without TLS that is not a loopback one.
    pub fn allow_plain_http(mut self, allow: bool) -> Self {
        self.allow_plain_http = allow;
        self
    }

    /// How long a call may take in all: 60 seconds, unless said otherwise; `None` sets no limit.
    pub fn timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.timeout = timeout.into();
        self
    }

    /// How long to wait for a connection: see
    /// [`ClientBuilder::connect_timeout`](crate::ClientBuilder::connect_timeout).
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.options.connect_timeout = timeout;
        self
    }

    /// How long TOP may be silent: see [`ClientBuilder::read_timeout`](crate::ClientBuilder::read_timeout).
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.options.read_timeout = timeout;
        self
    }

    /// An HTTP proxy: see [`ClientBuilder::proxy`](crate::ClientBuilder::proxy).
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.options.proxy = Some(url.into());
        self
    }

    /// One more root certificate to trust for TLS, as PEM: see
    /// [`ClientBuilder::tls_root_certificate`](crate::ClientBuilder::tls_root_certificate).
    pub fn tls_root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.options.tls_roots.push(pem.into());
        self
    }

    /// A ready HTTP client; the options for connections here are then not used. Let it follow no redirects.
    #[cfg(feature = "reqwest")]
    pub fn http_client(self, client: reqwest::Client) -> Self {
        self.transport(crate::transport::ReqwestTransport::new(client))
    }

    /// The largest answer that is read, in bytes: 32 MiB, unless said otherwise.
    pub fn max_answer_size(mut self, bytes: usize) -> Self {
        self.max_answer_size = bytes;
        self
    }

    /// Whether to trace JSON bodies at level `TRACE`, with personal data and secrets masked. Off,
    /// unless said otherwise.
    pub fn trace_bodies(mut self, trace: bool) -> Self {
        self.trace_bodies = trace;
        self
    }

    /// Another clock, for tests.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Another transport than the built-in one.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = TransportChoice::Custom(Arc::new(transport));
        self
    }

    /// No transport: see
    /// [`ClientBuilder::without_transport`](crate::ClientBuilder::without_transport).
    pub fn without_transport(mut self) -> Self {
        self.transport = TransportChoice::None;
        self
    }

    /// Checks the configuration and makes the client.
    ///
    /// # Errors
    /// [`Error::Configuration`] says what is missing or wrong.
    pub fn build(self) -> Result<TopClient, Error> {
        if self.app_key.is_empty() || self.secret.is_empty() {
            return Err(Error::configuration("app_key and secret are needed"));
        }
        let address = checked_address("address", &self.address, self.allow_plain_http)?;
        let transport = self.transport.build(&self.options, &address)?;
        Ok(TopClient::new(Core {
            app_key: self.app_key,
            secret: self.secret,
            session: self.session,
            sign_method: self.sign_method,
            format: self.format,
            simplify: self.simplify,
            unix_timestamp: self.unix_timestamp,
            address,
            timeout: self.timeout,
            max_answer_size: self.max_answer_size,
            trace_bodies: self.trace_bodies,
            clock: self.clock,
            transport,
            #[cfg(feature = "blocking")]
            blocking: crate::transport::Blocking::default(),
        }))
    }
}

/// Without the secret, the session, and an address that may be wrong.
impl std::fmt::Debug for TopClientBuilder {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("TopClientBuilder")
            .field("app_key", &self.app_key)
            .field("sign_method", &self.sign_method)
            .finish_non_exhaustive()
    }
}
