//! The configuration of a client, and the checks that a client's parts fit together.

use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use url::Url;

use super::check::{check_certificates, checked_app_id, checked_base};
use super::{Client, Config, Core, Environment};
use crate::clock::{Clock, SystemClock, random_id};
use crate::error::Error;
use crate::request::header_value;
use crate::retry::RetryPolicy;
use crate::signer::Signer;
use crate::transport::{Transport, TransportChoice, TransportOptions};
use crate::verifier::Verifier;
use alipay_sdk_core::{
    Certificate, CertificateError, EncryptKey, EncryptKeyError, KeyError, PrivateKey, PublicKey,
    RootCertificates,
};

/// How long a call may take in all.
const TIMEOUT: Duration = Duration::from_secs(60);

/// The largest answer that is read, in bytes.
const MAX_ANSWER: usize = 32 << 20;

/// Puts something around a transport.
type Wrap = Box<dyn FnOnce(Arc<dyn Transport>) -> Arc<dyn Transport> + Send + Sync>;

/// The configuration of a [`Client`].
///
/// An application id, a private key, and either Alipay's public key or three certificates are
/// needed; all else has defaults.
#[must_use]
pub struct ClientBuilder {
    app_id: Option<String>,
    signer: Option<Arc<dyn Signer>>,
    alipay_public_key: Option<PublicKey>,
    app_certificate: Option<Certificate>,
    alipay_certificates: Vec<Certificate>,
    roots: Option<RootCertificates>,
    encrypt_key: Option<EncryptKey>,
    app_auth_token: Option<String>,
    base: String,
    allow_plain_http: bool,
    expired_seconds: Option<u32>,
    freshness: Option<Duration>,
    timeout: Duration,
    max_answer_size: usize,
    trace_bodies: bool,
    clock: Arc<dyn Clock>,
    nonces: Arc<dyn Fn() -> String + Send + Sync>,
    retry: RetryPolicy,
    transport: TransportChoice,
    wrap: Option<Wrap>,
    options: TransportOptions,
    #[cfg(feature = "certificate-source")]
    source: Option<super::source::Origin>,
    /// The first thing that went wrong; reported by [`build`](Self::build).
    problem: Option<Error>,
}

impl ClientBuilder {
    pub(super) fn new() -> Self {
        Self {
            app_id: None,
            signer: None,
            alipay_public_key: None,
            app_certificate: None,
            alipay_certificates: Vec::new(),
            roots: None,
            encrypt_key: None,
            app_auth_token: None,
            base: Environment::Production.base_url().to_owned(),
            allow_plain_http: false,
            expired_seconds: None,
            freshness: None,
            timeout: TIMEOUT,
            max_answer_size: MAX_ANSWER,
            trace_bodies: false,
            clock: Arc::new(SystemClock),
            nonces: Arc::new(random_id),
            retry: RetryPolicy::new(),
            transport: TransportChoice::default(),
            wrap: None,
            options: TransportOptions::default(),
            #[cfg(feature = "certificate-source")]
            source: None,
            problem: None,
        }
    }

    /// The id of the application (APPID).
    pub fn app_id(mut self, app_id: impl Into<String>) -> Self {
        self.app_id = Some(app_id.into());
        self
    }

    /// The application's private key (应用私钥): a [`PrivateKey`], the text of one in any form, or
    /// a [`Path`](std::path::Path) to a file.
    pub fn private_key<K>(mut self, key: K) -> Self
    where
        K: TryInto<PrivateKey>,
        K::Error: Into<KeyError>,
    {
        let key = key.try_into().map_err(|error| invalid("private_key", error.into()));
        self.signer = self.taken(key).map(|key| Arc::new(key) as Arc<dyn Signer>);
        self
    }

    /// Who signs instead of a private key in this process: a KMS or an HSM.
    pub fn signer(mut self, signer: impl Signer) -> Self {
        self.signer = Some(Arc::new(signer));
        self
    }

    /// Key mode: Alipay's public key (支付宝公钥) as the platform shows it after the application's
    /// public key was uploaded. It is not the application's own public key.
    pub fn alipay_public_key<K>(mut self, key: K) -> Self
    where
        K: TryInto<PublicKey>,
        K::Error: Into<KeyError>,
    {
        let key = key.try_into().map_err(|error| invalid("alipay_public_key", error.into()));
        self.alipay_public_key = self.taken(key);
        self
    }

    /// Certificate mode: the application's certificate (应用公钥证书), Alipay's
    /// (支付宝公钥证书) and the root bundle (支付宝根证书); each as a value, as text, or as a
    /// [`Path`](std::path::Path) to a file.
    pub fn certificates<A, B, R>(mut self, app: A, alipay: B, root: R) -> Self
    where
        A: TryInto<Certificate>,
        A::Error: Into<CertificateError>,
        B: TryInto<Certificate>,
        B::Error: Into<CertificateError>,
        R: TryInto<RootCertificates>,
        R::Error: Into<CertificateError>,
    {
        let app = app.try_into().map_err(|error| invalid("app certificate", error.into()));
        self.app_certificate = self.taken(app);
        let roots = root.try_into().map_err(|error| invalid("root certificates", error.into()));
        self.roots = self.taken(roots);
        self.alipay_certificate(alipay)
    }

    /// Certificate mode: one more certificate of Alipay. Answers name the one they were signed
    /// with, so the next one can be configured before the platform changes to it.
    pub fn alipay_certificate<C>(mut self, certificate: C) -> Self
    where
        C: TryInto<Certificate>,
        C::Error: Into<CertificateError>,
    {
        let certificate =
            certificate.try_into().map_err(|error| invalid("Alipay certificate", error.into()));
        let certificate = self.taken(certificate);
        self.alipay_certificates.extend(certificate);
        self
    }

    /// Certificate mode: where to fetch certificates of Alipay that answers name and nobody has configured.
    /// Each is believed only when it comes from the root bundle, is valid, and may sign. Without a source
    /// such answers are refused.
    ///
    /// The roots issue the certificates of all applications, too, and nothing in a certificate tells Alipay's
    /// from those: the source vouches for it. Let it give only what you know to be Alipay's.
    #[cfg(feature = "certificate-source")]
    pub fn certificate_source(mut self, source: impl super::CertificateSource) -> Self {
        self.source = Some(super::source::Origin::Own(Box::new(source)));
        self
    }

    /// Certificate mode: whether to fetch certificates of Alipay that answers name and nobody has
    /// configured from the platform itself (`alipay.open.app.alipaycert.download`). It replaces a
    /// [`certificate_source`](Self::certificate_source). Off, unless said otherwise.
    ///
    /// That it is Alipay's certificate, and not one of an application, which comes from the same roots, is
    /// vouched for by the TLS connection alone: whoever can break that could name a certificate of their own.
    /// Leave it off, and configure certificates, where TLS ends at a proxy of somebody else.
    #[cfg(feature = "certificate-download")]
    pub fn download_certificates(mut self, download: bool) -> Self {
        self.source = download.then_some(super::source::Origin::Platform);
        self
    }

    /// The key for the encryption of bodies (接口内容加密). With it every call is encrypted, unless
    /// it says otherwise.
    pub fn encrypt_key<K>(mut self, key: K) -> Self
    where
        K: TryInto<EncryptKey>,
        K::Error: Into<EncryptKeyError>,
    {
        let key =
            key.try_into().map_err(|error| Error::configuration_of("encrypt_key", error.into()));
        self.encrypt_key = self.taken(key);
        self
    }

    /// All calls on behalf of one merchant: see [`Client::for_merchant`].
    pub fn app_auth_token(mut self, token: impl Into<String>) -> Self {
        self.app_auth_token = Some(token.into());
        self
    }

    /// Production, unless said otherwise, or the sandbox.
    pub fn environment(self, environment: Environment) -> Self {
        self.base_url(environment.base_url())
    }

    /// Another address that the operations' paths are appended to, for instance
    /// `http://127.0.0.1:8080`. Without TLS only loopback addresses are accepted.
    pub fn base_url(mut self, base: impl Into<String>) -> Self {
        self.base = base.into();
        self
    }

    /// Accepts a base address without TLS that is not loopback. Everybody on the way then reads
    /// all requests, tokens and personal data.
    pub fn allow_plain_http(mut self, allow: bool) -> Self {
        self.allow_plain_http = allow;
        self
    }

    /// For how many seconds after its time stamp the platform may accept a request; not sent
    /// without a word.
    pub fn expired_seconds(mut self, seconds: u32) -> Self {
        self.expired_seconds = Some(seconds);
        self
    }

    /// Refuses signed answers whose `alipay-timestamp` is further than this from the clock of
    /// this machine, in either direction. Not checked without a word.
    pub fn freshness(mut self, window: Duration) -> Self {
        self.freshness = Some(window);
        self
    }

    /// How long a call may take in all, from the signature to the end of the answer, with all
    /// repetitions: 60 seconds, unless said otherwise. Large uploads need more. A transport of your
    /// own has to keep to its part of it ([`Timeout`](crate::Timeout)).
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How long to wait for a connection: 10 seconds, unless said otherwise.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.options.connect_timeout = timeout;
        self
    }

    /// How long the platform may be silent, before its answer and within it: 30 seconds, unless
    /// said otherwise. The time in which a file goes out is not counted.
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.options.read_timeout = timeout;
        self
    }

    /// An HTTP proxy, for instance `http://user:password@10.0.0.1:3128`. Without a word the
    /// environment decides (`HTTPS_PROXY`, `NO_PROXY`); loopback addresses are reached directly.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.options.proxy = Some(url.into());
        self
    }

    /// One more root certificate to trust for TLS, as PEM: of a proxy that inspects traffic. It
    /// has nothing to do with Alipay's certificates.
    pub fn tls_root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.options.tls_roots.push(pem.into());
        self
    }

    /// A ready HTTP client; the options for connections here are then not used. Let it follow
    /// no redirects.
    #[cfg(feature = "reqwest")]
    pub fn http_client(self, client: reqwest::Client) -> Self {
        self.transport(crate::transport::ReqwestTransport::new(client))
    }

    /// Another way to the network.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = TransportChoice::Custom(Arc::new(transport));
        self
    }

    /// No transport: the application prepares calls, sends the requests itself and completes the
    /// calls with the responses. Without the feature `reqwest` a client needs this or a
    /// [`transport`](Self::transport).
    pub fn without_transport(mut self) -> Self {
        self.transport = TransportChoice::None;
        self
    }

    /// Puts something around the transport, be it the built-in one or another: to count, record or
    /// delay what is sent. It sees signed requests and answers that are not verified yet.
    pub fn wrap_transport<T: Transport>(
        mut self,
        wrap: impl FnOnce(Arc<dyn Transport>) -> T + Send + Sync + 'static,
    ) -> Self {
        self.wrap = Some(Box::new(|inner| Arc::new(wrap(inner))));
        self
    }

    /// The largest answer that is read, in bytes: 32 MiB, unless said otherwise.
    pub fn max_answer_size(mut self, bytes: usize) -> Self {
        self.max_answer_size = bytes;
        self
    }

    /// Whether to trace bodies at level `TRACE`, with personal data and secrets masked. Off,
    /// unless said otherwise.
    pub fn trace_bodies(mut self, trace: bool) -> Self {
        self.trace_bodies = trace;
        self
    }

    /// How calls are sent again where that is safe; [`RetryPolicy::never`] turns it off.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Another clock, for tests.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Another source of unique texts (nonces, request ids, multipart boundaries), for tests.
    pub fn nonces(mut self, nonces: impl Fn() -> String + Send + Sync + 'static) -> Self {
        self.nonces = Arc::new(nonces);
        self
    }

    /// All that a [`Config`] says.
    pub fn config(self, config: Config) -> Self {
        config.apply(self)
    }

    /// Checks the configuration and makes the client.
    ///
    /// # Errors
    /// [`Error::Configuration`] says what is missing, wrong, or mixed up.
    pub fn build(mut self) -> Result<Client, Error> {
        if let Some(problem) = self.problem.take() {
            return Err(problem);
        }
        let app_id = checked_app_id(self.app_id.take())?;
        let base = checked_base(&self.base, self.allow_plain_http)?;
        let signer = self
            .signer
            .take()
            .ok_or_else(|| Error::configuration("private_key is missing (or a signer)"))?;
        #[cfg(feature = "certificate-source")]
        let source = self.source()?;
        let (verifier, app_certificate, root_serial) = self.trust(signer.public_key())?;
        let transport = match (self.transport.build(&self.options, &base)?, self.wrap.take()) {
            (Some(inner), Some(wrap)) => Some(wrap(inner)),
            (transport, _) => transport,
        };
        let core = Core {
            base,
            app_id,
            signer,
            verifier,
            app_certificate,
            root_serial,
            encrypt_key: self.encrypt_key,
            expired_seconds: self.expired_seconds,
            freshness: self.freshness,
            timeout: self.timeout,
            max_answer_size: self.max_answer_size,
            trace_bodies: self.trace_bodies,
            clock: self.clock,
            nonces: self.nonces,
            budget: self.retry.bucket(),
            retry: self.retry,
            transport,
            #[cfg(feature = "certificate-source")]
            source,
            #[cfg(feature = "blocking")]
            blocking: crate::transport::Blocking::default(),
        };
        let client = Client { core: Arc::new(core), merchant: None };
        match self.app_auth_token {
            Some(token) => client.for_merchant(token),
            None => Ok(client),
        }
    }

    /// The source of certificates, with the roots that they must come from.
    #[cfg(feature = "certificate-source")]
    fn source(&mut self) -> Result<Option<super::source::Source>, Error> {
        let Some(from) = self.source.take() else { return Ok(None) };
        let roots = self.roots.clone().ok_or_else(|| {
            Error::configuration(
                "certificates to fetch have no use in key mode: configure all three certificates",
            )
        })?;
        Ok(Some(super::source::Source::new(from, roots)))
    }

    /// Whom to believe, and what certificate mode adds to a request.
    #[allow(clippy::type_complexity, reason = "named where it is taken apart")]
    fn trust(
        &mut self,
        own: Option<&PublicKey>,
    ) -> Result<(Verifier, Option<Certificate>, Option<HeaderValue>), Error> {
        let certificates = (self.app_certificate.take(), self.roots.take());
        let alipay = std::mem::take(&mut self.alipay_certificates);
        match (self.alipay_public_key.take(), certificates) {
            (Some(key), (None, None)) if alipay.is_empty() => {
                if own == Some(&key) {
                    return Err(Error::configuration(
                        "alipay_public_key is the application's own public key: take the key that \
                         the platform shows as 支付宝公钥 after the application's was uploaded",
                    ));
                }
                Ok((Verifier::Key(key), None, None))
            }
            (None, (Some(app), Some(roots))) if !alipay.is_empty() => {
                check_certificates(own, &app, &alipay, &roots)?;
                let root_serial = header_value(roots.serial());
                Ok((Verifier::of_certificates(alipay), Some(app), root_serial))
            }
            (None, (None, None)) if alipay.is_empty() => Err(Error::configuration(
                "alipay_public_key is missing, or the three certificates: without them no answer \
                 can be verified",
            )),
            (Some(_), _) => Err(Error::configuration(
                "alipay_public_key and certificates are both given: choose the mode that the \
                 application has on the platform",
            )),
            (None, _) => Err(Error::configuration(
                "certificate mode needs all three: the application's certificate, Alipay's, and \
                 the root bundle",
            )),
        }
    }

    /// The value, or nothing and the problem noted.
    fn taken<T>(&mut self, value: Result<T, Error>) -> Option<T> {
        value.map_err(|error| self.note(error)).ok()
    }

    pub(super) fn app_certificate(mut self, certificate: Certificate) -> Self {
        self.app_certificate = Some(certificate);
        self
    }

    pub(super) fn roots(mut self, roots: RootCertificates) -> Self {
        self.roots = Some(roots);
        self
    }

    pub(super) fn note(&mut self, problem: Error) {
        self.problem.get_or_insert(problem);
    }

    /// Puts the name of the setting before the problem that it brought.
    pub(super) fn name_problem(&mut self, name: &str) {
        if let Some(Error::Configuration { reason, .. }) = &mut self.problem
            && !reason.starts_with('`')
        {
            *reason = format!("`{name}`: {reason}");
        }
    }
}

/// Without what is wrong in its place: it may be a key, or an address with a password.
impl std::fmt::Debug for ClientBuilder {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("ClientBuilder")
            .field("app_id", &checked_app_id(self.app_id.clone()).ok())
            .field("base", &checked_base(&self.base, true).ok().as_ref().map(Url::as_str))
            .finish_non_exhaustive()
    }
}

fn invalid(what: &str, error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::configuration_of(format!("{what}: {error}"), error)
}
