//! Certificates of Alipay that a client fetches when an answer names one that it does not know.

use std::error::Error as StdError;
use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, Instant, SystemTime};

use tokio::sync::Mutex;

use super::chain;
use super::failed::Failed;
use super::{Client, check};
use crate::deadline::within;
use crate::verifier::is_serial;
use alipay_sdk_core::{Certificate, RootCertificates};

/// Where certificates of Alipay come from that a client does not know yet: a configuration service, a
/// shared folder. What it gives is believed only when it comes from the configured root certificates; but
/// so do the certificates of all applications, so it must give none but Alipay's. It must make no call with
/// the client that it is for, which waits for it.
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
    failed: Mutex<Failures>,
    /// Notifications stand in line here first: one of them at a time, beside the calls.
    #[cfg(feature = "notify")]
    notifications: Mutex<()>,
}

/// Who names a serial: anybody can post a notification, and must not keep calls from learning.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asker {
    Answer,
    #[cfg(feature = "notify")]
    Notification,
}

#[derive(Default)]
struct Failures {
    of_answers: Failed,
    of_others: Failed,
}

/// Where a source has its certificates from.
pub(super) enum Origin {
    Own(Box<dyn CertificateSource>),
    #[cfg(feature = "certificate-download")]
    Platform,
}

impl Source {
    pub(super) fn new(from: Origin, roots: RootCertificates) -> Self {
        Self {
            from,
            roots,
            failed: Mutex::default(),
            #[cfg(feature = "notify")]
            notifications: Mutex::default(),
        }
    }

    /// Makes the client know the certificate with this serial, or says why it cannot. Calls that wait for
    /// the same certificate find it known. It takes no longer than `limit`.
    pub(super) async fn learn(
        &self,
        client: &Client,
        serial: &str,
        asker: Asker,
        limit: Duration,
    ) -> Result<(), String> {
        if !is_serial(serial.as_bytes()) {
            return Err("this is no serial".to_owned());
        }
        let begun = Instant::now();
        let lock = async {
            #[cfg(feature = "notify")]
            let turn = match asker {
                Asker::Notification => Some(self.notifications.lock().await),
                Asker::Answer => None,
            };
            #[cfg(not(feature = "notify"))]
            let turn = ();
            (turn, self.failed.lock().await)
        };
        let locked = within(limit, lock).await;
        let (_turn, mut failed) = locked.ok_or("another one is still being fetched")?;
        let limit = limit.saturating_sub(begun.elapsed());
        let verifier = &client.core.verifier;
        if verifier.certificates().iter().any(|known| known.serial() == serial) {
            return Ok(());
        }
        let removed = || "it was removed from this client".to_owned();
        if verifier.is_removed(serial) {
            return Err(removed());
        }
        let now = client.core.clock.now();
        let answers = asker == Asker::Answer;
        let failed = if answers { &mut failed.of_answers } else { &mut failed.of_others };
        if let Some(reason) = failed.reason(serial, now) {
            return Err(reason);
        }
        if !answers && failed.is_full() {
            return Err("too many others could not be fetched lately".to_owned());
        }
        let fetched = within(limit, self.fetch(client, serial, now)).await;
        let fetched = fetched.unwrap_or_else(|| Err("it could not be fetched in time".to_owned()));
        match fetched {
            Ok(certificate) => {
                tracing::info!(target: "alipay_sdk", serial, "a certificate of Alipay was fetched");
                // It may have been removed while it was on its way.
                if verifier.learn(certificate) { Ok(()) } else { Err(removed()) }
            }
            Err(reason) => {
                tracing::warn!(target: "alipay_sdk", serial, reason, "a certificate is not believed");
                failed.keep(serial, now, &reason);
                Err(reason)
            }
        }
    }

    async fn fetch(
        &self,
        client: &Client,
        serial: &str,
        now: SystemTime,
    ) -> Result<Certificate, String> {
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
