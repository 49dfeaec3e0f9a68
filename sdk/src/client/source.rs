//! Certificates of Alipay that a client fetches when an answer names one that it does not know.

use std::error::Error as StdError;
use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, SystemTime};

use tokio::sync::Mutex;

use super::chain;
use super::{Client, check};
use alipay_sdk_core::{Certificate, RootCertificates};

/// How long a fetch that failed is not repeated for the same serial.
const PAUSE: Duration = Duration::from_secs(60);

/// Where certificates of Alipay come from that a client does not know yet: a configuration service, a
/// shared folder. What it gives is believed only when it comes from the configured root certificates. It
/// must make no call with the client that it is for, which waits for it.
///
/// ```
/// use alipay_sdk::{CertificateFuture, CertificateSource};
///
/// /// A folder that another program keeps up to date.
/// struct Folder(std::path::PathBuf);
///
/// impl CertificateSource for Folder {
///     fn fetch<'a>(&'a self, serial: &'a str) -> CertificateFuture<'a> {
///         let path = self.0.join(format!("{serial}.crt"));
///         Box::pin(async move { Ok(std::fs::read_to_string(path)?) })
///     }
/// }
/// ```
pub trait CertificateSource: Send + Sync + 'static {
    /// The certificate with this serial (32 hexadecimal digits) as PEM, and behind it those that lead to the
    /// root.
    fn fetch<'a>(&'a self, serial: &'a str) -> CertificateFuture<'a>;
}

/// A certificate on its way.
pub type CertificateFuture<'a> =
    Pin<Box<dyn Future<Output = Result<String, Box<dyn StdError + Send + Sync>>> + Send + 'a>>;

/// The source of a client, asked by one call at a time.
pub(crate) struct Source {
    from: Origin,
    roots: RootCertificates,
    failed: Mutex<Option<Failure>>,
}

/// Where a source has its certificates from.
pub(super) enum Origin {
    Own(Box<dyn CertificateSource>),
    #[cfg(feature = "certificate-download")]
    Platform,
}

struct Failure {
    serial: String,
    at: SystemTime,
    reason: String,
}

impl Source {
    pub(super) fn new(from: Origin, roots: RootCertificates) -> Self {
        Self { from, roots, failed: Mutex::default() }
    }

    /// Makes the client know the certificate with this serial, or says why it cannot. Calls that wait for
    /// the same certificate find it known.
    pub(super) async fn learn(&self, client: &Client, serial: &str) -> Result<(), String> {
        let mut failed = self.failed.lock().await;
        let verifier = &client.core.verifier;
        if verifier.certificates().iter().any(|known| known.serial() == serial) {
            return Ok(());
        }
        let now = client.core.clock.now();
        let recent = |failure: &&Failure| {
            let since = now.duration_since(failure.at);
            failure.serial == serial && since.is_ok_and(|since| since < PAUSE)
        };
        if let Some(failure) = failed.as_ref().filter(recent) {
            return Err(failure.reason.clone());
        }
        match self.fetch(client, serial, now).await {
            Ok(certificate) => {
                tracing::info!(target: "alipay_sdk", serial, "a certificate of Alipay was fetched");
                verifier.add(certificate);
                Ok(())
            }
            Err(reason) => {
                tracing::warn!(target: "alipay_sdk", serial, reason, "a certificate is not believed");
                let failure = Failure { serial: serial.to_owned(), at: now, reason };
                Err(failed.insert(failure).reason.clone())
            }
        }
    }

    async fn fetch(
        &self,
        client: &Client,
        serial: &str,
        now: SystemTime,
    ) -> Result<Certificate, String> {
        if serial.len() != 32 || !serial.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err("this is no serial".to_owned());
        }
        let fetched = match &self.from {
            Origin::Own(source) => source.fetch(serial).await,
            #[cfg(feature = "certificate-download")]
            Origin::Platform => {
                // The certificates are the application's, whomever it calls for.
                let client = Client { core: client.core.clone(), merchant: None };
                super::download::download(&client, serial).await
            }
        };
        let fetched = fetched.map_err(|error| format!("it could not be fetched: {error}"))?;
        let chain = Certificate::parse_all(fetched).map_err(|error| error.to_string())?;
        chain::check(&chain, &self.roots, now).map_err(|error| error.to_string())?;
        let leaf = chain.into_iter().next().filter(|leaf| leaf.serial() == serial);
        let leaf = leaf.ok_or("another certificate was given for it")?;
        let own = client.core.app_certificate.as_ref().and_then(|app| app.public_key().ok());
        let own = own.ok_or("the client has no certificate of its own")?;
        check::check_alipay_certificate(own, &leaf).map_err(|error| error.to_string())?;
        Ok(leaf)
    }
}
