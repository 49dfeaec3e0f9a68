//! The configuration of a client for an application of the platform.

use std::sync::Arc;
use std::time::Duration;

use super::application_settings::checked_app_id;
use super::builder::ClientBuilder;
use super::certificate_origin::Origin;
use super::client::Client;
use super::config::Config;
use super::environment::Environment;
use crate::error::{Error, ErrorKind};
use crate::protocol::{Application, Identity};
use crate::setters::setters;
use alipay_sdk_core::{
    Certificate, CertificateError, EncryptKey, EncryptKeyError, KeyError, PrivateKey, PublicKey,
    RootCertificates, Secret, impl_debug,
    trust::{Signer, Trust, warn},
};

impl ClientBuilder {
    /// Sets the id of the application (APPID).
    pub fn app_id(mut self, app_id: impl Into<String>) -> Self {
        self.settings.app_id = Some(app_id.into());
        self
    }

    /// Sets the application's private key (应用私钥): a [`PrivateKey`], its text in any form, or the
    /// [`Path`](std::path::Path) of a file.
    pub fn private_key(mut self, key: impl TryInto<PrivateKey, Error: Into<KeyError>>) -> Self {
        let key = self.taken::<_, KeyError>("private_key", key);
        self.settings.signer = key.map(|key| Arc::new(key) as Arc<dyn Signer>);
        self
    }

    /// Sets a signer, such as a KMS or an HSM, instead of a private key in this process.
    pub fn signer(mut self, signer: impl Signer) -> Self {
        self.settings.signer = Some(Arc::new(signer));
        self
    }

    /// Sets Alipay's public key (支付宝公钥), for key mode. The platform shows it after you upload the
    /// application's public key. It is not the application's own public key.
    pub fn alipay_public_key(
        mut self,
        key: impl TryInto<PublicKey, Error: Into<KeyError>>,
    ) -> Self {
        self.settings.alipay_public_key = self.taken::<_, KeyError>("alipay_public_key", key);
        self
    }

    /// Sets the certificates, for certificate mode: the application's (应用公钥证书), Alipay's (支付宝公钥证书)
    /// and the root bundle (支付宝根证书). Each is a value, a text, or the [`Path`](std::path::Path) of a
    /// file.
    pub fn certificates(
        mut self,
        app: impl TryInto<Certificate, Error: Into<CertificateError>>,
        alipay: impl TryInto<Certificate, Error: Into<CertificateError>>,
        root: impl TryInto<RootCertificates, Error: Into<CertificateError>>,
    ) -> Self {
        self.settings.app_certificate = self.taken::<_, CertificateError>("app certificate", app);
        self.settings.roots = self.taken::<_, CertificateError>("root certificates", root);
        self.alipay_certificate(alipay)
    }

    /// Adds another certificate of Alipay, for certificate mode. Responses name the certificate
    /// that signed them, so you can configure the next one before the platform changes to it.
    pub fn alipay_certificate(
        mut self,
        certificate: impl TryInto<Certificate, Error: Into<CertificateError>>,
    ) -> Self {
        let certificate = self.taken::<_, CertificateError>("Alipay certificate", certificate);
        self.settings.alipay_certificates.extend(certificate);
        self
    }

    setters! {
        /// Sets the source of certificates of Alipay that responses name and that are not
        /// configured, for certificate mode. A certificate is trusted only when a root of the
        /// bundle issued it, it is valid, and it may sign. Without a source such responses are
        /// rejected.
        ///
        /// The same roots issue the certificates of all applications, and a certificate does not
        /// tell whether it is Alipay's. The source must make sure of that: let it return only
        /// certificates that you know to be Alipay's.
        #[cfg(feature = "certificate-source")]
        pub fn certificate_source(source: impl alipay_sdk_core::CertificateSource) =>
            settings.origin = Some(Origin::Custom(Box::new(source)));

        /// Sets whether to download certificates of Alipay that responses name and that are not
        /// configured from the platform (`alipay.open.app.alipaycert.download`), for certificate
        /// mode. It replaces a [`certificate_source`](Self::certificate_source). Off by default.
        ///
        /// The same roots issue the certificates of applications. Only the TLS connection proves
        /// that a certificate is Alipay's: an attacker who breaks it could send a certificate of
        /// their own. Leave this off, and configure certificates, where a proxy that you do not
        /// control ends TLS.
        #[cfg(feature = "certificate-download")]
        pub fn download_certificates(download: bool) =>
            settings.origin = download.then_some(Origin::Platform);
    }

    /// Sets the key for the encryption of bodies (接口内容加密). With it every call is encrypted, unless
    /// [`Call::encrypt`](crate::Call::encrypt) turns it off.
    pub fn encrypt_key(
        mut self,
        key: impl TryInto<EncryptKey, Error: Into<EncryptKeyError>>,
    ) -> Self {
        self.settings.encrypt_key = self.taken::<_, EncryptKeyError>("encrypt_key", key);
        self
    }

    /// Makes all calls on behalf of one merchant: see [`Client::for_merchant`].
    pub fn app_auth_token(mut self, token: impl Into<Secret>) -> Self {
        self.settings.app_auth_token = Some(token.into());
        self
    }

    /// Sets the environment: production by default, or the sandbox.
    pub fn environment(self, environment: Environment) -> Self {
        self.base_url(environment.base_url())
    }

    setters! {
        /// Sets for how many seconds after its time stamp the platform may accept a request. By
        /// default the client does not send this value.
        pub fn expired_seconds(seconds: u32) => settings.expired_seconds = Some(seconds);

        /// Rejects signed responses whose `alipay-timestamp` differs from the clock of this machine
        /// by more than `window`, in either direction. Not checked by default.
        pub fn freshness(window: Duration) => settings.freshness = Some(window);

        /// Sets whether flows, `page_execute` and `sdk_execute` check a request before they sign it
        /// ([`Call::check`](crate::Call::check)): amounts, times, addresses and required fields. On
        /// by default. When it is off, only the platform checks requests.
        pub fn check_orders(check: bool) => http.rules.check_orders = check;
    }

    /// Applies all settings of a [`Config`].
    pub fn config(self, config: Config) -> Self {
        config.apply(self)
    }

    /// Checks the configuration, and creates the client.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`], which says what is missing, wrong or mixed up.
    pub fn build(mut self) -> Result<Client, Error> {
        match self.settings.variables.take() {
            Some(variables) => self.build_client().map_err(|error| variables.name(error)),
            None => self.build_client(),
        }
    }

    fn build_client(mut self) -> Result<Client, Error> {
        if let Some(problem) = self.problem.take() {
            return Err(problem);
        }
        let app_id = checked_app_id(self.settings.app_id.as_deref())?.to_owned();
        let base = self.http.checked_base()?;
        if !matches!(base.path(), "" | "/") {
            return Err(Error::configuration("base_url may hold only scheme, host and port"));
        }
        let signer =
            self.settings.signer.take().ok_or_else(|| {
                Error::configuration("private_key is missing: set it, or a signer")
            })?;
        let keys = self.settings.keys(&app_id, signer.public_key())?;
        let identity = Arc::new(Identity {
            app_id,
            signer,
            app_certificate: keys.app_certificate.clone(),
            root_serial: keys.root_serial(),
            roots: keys.roots.clone(),
            encrypt_key: self.settings.encrypt_key,
            expired_seconds: self.settings.expired_seconds,
            clock: self.http.rules.clock.clone(),
            nonces: self.http.nonces.clone(),
        });
        let pipeline = Arc::new(self.http.build(&base)?);
        let trust = Arc::new(Trust::fixed(keys.verifier.clone()));
        let application = Application { base, identity, trust, merchant: None };
        let source = Origin::source(self.settings.origin, &keys, &application, &pipeline)?;
        let trust = Arc::new(Trust::new(keys.verifier, self.settings.freshness, source));
        let client = Client::new(Application { trust, ..application }, pipeline);
        warn(&client.expiring_certificates());
        match self.settings.app_auth_token {
            Some(token) => client.for_merchant(token),
            None => Ok(client),
        }
    }

    /// The value, or nothing and the problem noted.
    fn taken<T, E: std::error::Error + Send + Sync + 'static>(
        &mut self,
        name: &str,
        value: impl TryInto<T, Error: Into<E>>,
    ) -> Option<T> {
        let value = value.try_into().map_err(Into::into);
        value.map_err(|error: E| self.note(Error::configuration_because(name, error))).ok()
    }

    pub(super) fn app_certificate(mut self, certificate: Certificate) -> Self {
        self.settings.app_certificate = Some(certificate);
        self
    }

    pub(super) fn roots(mut self, roots: RootCertificates) -> Self {
        self.settings.roots = Some(roots);
        self
    }

    pub(super) fn note(&mut self, problem: Error) {
        self.problem.get_or_insert(problem);
    }

    /// Puts the name of a setting, as its user knows it, before the problem that it brought.
    pub(super) fn name_problem(&mut self, name: &str, shown: &str) {
        if let Some(ErrorKind::Configuration { reason, .. }) =
            self.problem.as_mut().map(Error::kind_mut)
            && !reason.starts_with('`')
        {
            let is_named = reason.is_empty() || reason == name;
            *reason = if is_named { format!("`{shown}`") } else { format!("`{shown}`: {reason}") };
        }
    }
}

// Without the text that was given in its place: it may be a key, or an address with a password.
impl_debug!(ClientBuilder, |this| {
    app_id: checked_app_id(this.settings.app_id.as_deref()).ok(),
    base: this.http.checked_base().ok().as_ref().map(url::Url::as_str),
});
