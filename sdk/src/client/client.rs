//! The client of an application.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use url::Url;

use super::application_settings::ApplicationSettings;
use super::builder::ClientBuilder;
use super::config::Config;
use super::environment::Environment;
use crate::call::{Call, Untyped};
use crate::error::Error;
use crate::pipeline::Pipeline;
use crate::protocol::v3::{Endpoint, V3};
use crate::protocol::{Application, Identity, Operation};
use alipay_sdk_core::{
    Certificate, CertificateError, EncryptKey, Secret,
    clock::Clock,
    trust::{
        CertificateRole, ExpiringCertificate, Signer, Trust, check_alipay_certificate, expiring,
        expiring_roots, warn,
    },
    wire::header_value,
};

/// A client for one application in one environment. It is cheap to clone, and can be shared between
/// threads and tasks. Use one client per application.
#[derive(Clone)]
pub struct Client {
    endpoint: Arc<Endpoint>,
    pipeline: Arc<Pipeline>,
}

impl Client {
    pub(super) fn new(application: Application, pipeline: Arc<Pipeline>) -> Self {
        Self { endpoint: Arc::new(Endpoint(application)), pipeline }
    }

    /// Returns a builder for a client.
    pub fn builder() -> ClientBuilder {
        let base = Environment::Production.base_url();
        ClientBuilder::with_settings(ApplicationSettings::default(), base)
    }

    /// Creates a client from the environment variables of this process: see [`Config::from_env`].
    ///
    /// # Errors
    /// When a variable is missing or wrong.
    pub fn from_env() -> Result<Self, Error> {
        Self::builder().config(Config::from_env()?).build()
    }

    /// Creates a call of an operation by its type. The methods of the API groups use it; so can
    /// code that is generic over operations.
    pub fn call<O: Operation<Protocol = V3>>(&self) -> Call<O> {
        Call::new(self.endpoint.clone(), &self.pipeline)
    }

    /// Returns a client for calls on behalf of one merchant, with the token of the merchant's
    /// authorization (`app_auth_token`). It shares everything else with this client.
    ///
    /// # Errors
    /// When the token holds a character that a header cannot hold.
    pub fn for_merchant(&self, app_auth_token: impl Into<Secret>) -> Result<Self, Error> {
        let token = header_value("app_auth_token", app_auth_token.into().expose())
            .map_err(Error::configuration)?;
        let application = Application { merchant: Some(token), ..self.endpoint.0.clone() };
        Ok(Self::new(application, self.pipeline.clone()))
    }

    /// Returns the id of the application.
    pub fn app_id(&self) -> &str {
        &self.identity().app_id
    }

    /// Returns the certificate of the application, in certificate mode.
    /// [`expiring_certificates`](Self::expiring_certificates) reports it before it expires.
    pub fn app_certificate(&self) -> Option<&Certificate> {
        self.identity().app_certificate.as_ref()
    }

    /// Returns the certificates of Alipay that responses are verified with, in certificate mode.
    pub fn alipay_certificates(&self) -> Vec<Certificate> {
        self.endpoint.0.trust.verifier().certificates()
    }

    /// Returns the configured certificates that have expired, expire within 30 days, or are not
    /// valid yet: the application's, Alipay's, and members of the root bundle. Building the client
    /// logs them as warnings; a program that runs for months should call this once a day.
    /// Certificates that the client fetched itself are not included: it trusts them while they are
    /// valid, and fetches their successors.
    pub fn expiring_certificates(&self) -> Vec<ExpiringCertificate> {
        let (identity, now) = (self.identity(), self.pipeline.rules.clock.now());
        let mut found = expiring(CertificateRole::App, &identity.app_certificate, now);
        let alipay = self.endpoint.0.trust.verifier().configured();
        found.extend(expiring(CertificateRole::Alipay, &alipay, now));
        found.extend(identity.roots.iter().flat_map(|roots| expiring_roots(roots, now)));
        found
    }

    /// Adds a certificate of Alipay to this client and all its clones. Call it before the platform
    /// changes to that certificate, or when a response names an unknown certificate.
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
            .map_err(|error| Error::configuration_because("Alipay certificate", error.into()))?;
        if let Some(app) = &self.identity().app_certificate {
            let own = app
                .public_key()
                .map_err(|error| Error::configuration_because("app certificate", error))?;
            check_alipay_certificate(own, &certificate)
                .map_err(|mistake| Error::configuration(mistake.to_string()))?;
        }
        warn(&expiring(CertificateRole::Alipay, [&certificate], self.pipeline.rules.clock.now()));
        if self.endpoint.0.trust.verifier().add(certificate) {
            return Ok(());
        }
        Err(Error::configuration(
            "certificates cannot be added in key mode: configure all three certificates",
        ))
    }

    /// Removes a certificate of Alipay by its serial, from this client and all its clones. Returns
    /// `false` when there is none. Its signatures are no longer trusted, and no source can bring it
    /// back; only [`add_alipay_certificate`](Self::add_alipay_certificate) can. Remove a
    /// certificate that the platform has revoked from the configuration, too.
    pub fn remove_alipay_certificate(&self, serial: impl AsRef<str>) -> bool {
        self.endpoint.0.trust.verifier().remove(serial.as_ref())
    }

    /// Creates a call of an operation that this version of the SDK does not know. It is signed and
    /// verified like any other call. The response is untyped JSON.
    ///
    /// The path may hold parameters in braces, which [`Call::path`] sets, and a query. Everything
    /// else in it must be percent-encoded already. `id` names the operation in errors and traces.
    ///
    /// ```
    /// # async fn call(client: alipay_sdk::Client) -> Result<(), alipay_sdk::Error> {
    /// let response = client
    ///     .untyped("alipay.new.thing.query", http::Method::GET, "/v3/alipay/new/thing/{id}")
    ///     .path("id", "2026/1")
    ///     .query("page", "1")
    ///     .await?;
    /// println!("{}", response["status"]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn untyped(
        &self,
        id: impl Into<Cow<'static, str>>,
        method: http::Method,
        path: impl Into<String>,
    ) -> Call<Untyped> {
        let endpoint = self.endpoint.clone();
        Call::untyped(endpoint, &self.pipeline, id.into(), method, path.into())
    }

    pub(crate) fn identity(&self) -> &Identity {
        &self.endpoint.0.identity
    }
}

/// For what stands above the client.
#[allow(dead_code, reason = "each feature needs some of it")]
impl Client {
    pub(crate) fn acts_for_merchant(&self) -> bool {
        self.endpoint.0.merchant.is_some()
    }

    pub(crate) fn clock(&self) -> &dyn Clock {
        &*self.pipeline.rules.clock
    }

    /// How long a call may take in all.
    pub(crate) fn timeout(&self) -> Duration {
        self.pipeline.rules.timeout
    }

    pub(crate) fn trust(&self) -> &Arc<Trust> {
        &self.endpoint.0.trust
    }

    pub(crate) fn signer(&self) -> &Arc<dyn Signer> {
        &self.identity().signer
    }

    pub(crate) fn encrypt_key(&self) -> Option<&EncryptKey> {
        self.identity().encrypt_key.as_ref()
    }

    pub(crate) fn pipeline(&self) -> &Arc<Pipeline> {
        &self.pipeline
    }

    pub(crate) fn base(&self) -> &Url {
        &self.endpoint.0.base
    }

    pub(super) fn application(&self) -> &Application {
        &self.endpoint.0
    }
}

impl std::fmt::Debug for Client {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Application { base, identity, merchant, .. } = &self.endpoint.0;
        formatter
            .debug_struct("Client")
            .field("base", &base.as_str())
            .field("app_id", &identity.app_id)
            .field("certificate_mode", &identity.app_certificate.is_some())
            .field("encryption", &identity.encrypt_key.is_some())
            .field("merchant", &merchant.is_some())
            .finish()
    }
}
