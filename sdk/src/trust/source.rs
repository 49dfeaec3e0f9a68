//! Certificates of Alipay that a client fetches when a response names one that it does not know.

use std::error::Error as StdError;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use tokio::sync::{Mutex, MutexGuard};

use super::chain;
use super::check::check_alipay_certificate;
use super::problem::SignatureProblem;
use super::recent_failures::RecentFailures;
use super::verifier::{Verifier, is_serial};
use crate::transport::within;
use alipay_sdk_core::{Certificate, PublicKey, RootCertificates, clock::Clock, redact};

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
    from: Box<dyn CertificateSource>,
    roots: RootCertificates,
    /// The key of the application: no certificate of Alipay holds it.
    own_key: PublicKey,
    clock: Arc<dyn Clock>,
    failures: Mutex<Failures>,
    /// Notifications queue here first: one of them at a time, beside the calls.
    notifications: Mutex<()>,
}

/// Who names a serial: anybody can post a notification, and must not keep calls from learning.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asker {
    Response,
    #[allow(dead_code, reason = "for the feature `notify`")]
    Notification,
}

#[derive(Default)]
struct Failures {
    of_responses: RecentFailures,
    of_notifications: RecentFailures,
}

impl Failures {
    fn of(&mut self, asker: Asker) -> &mut RecentFailures {
        match asker {
            Asker::Response => &mut self.of_responses,
            Asker::Notification => &mut self.of_notifications,
        }
    }
}

impl Source {
    pub(crate) fn new(
        from: Box<dyn CertificateSource>,
        roots: RootCertificates,
        own_key: PublicKey,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let (failures, notifications) = (Mutex::default(), Mutex::default());
        Self { from, roots, own_key, clock, failures, notifications }
    }

    /// Fetches the certificate that a signature names and nobody knows; another problem stays.
    pub(super) async fn resolve(
        &self,
        verifier: &Verifier,
        problem: SignatureProblem,
        asker: Asker,
        limit: Duration,
    ) -> Result<(), SignatureProblem> {
        let SignatureProblem::UnknownCertificate { serial } = problem else { return Err(problem) };
        let learned = self.learn(verifier, &serial, asker, limit).await;
        learned.map_err(|reason| SignatureProblem::UnbelievedCertificate { serial, reason })
    }

    /// Makes the certificate with this serial known, or says why it cannot. Calls that wait for the same
    /// certificate find it known. It takes no longer than `limit`.
    async fn learn(
        &self,
        verifier: &Verifier,
        serial: &str,
        asker: Asker,
        limit: Duration,
    ) -> Result<(), String> {
        if !is_serial(serial.as_bytes()) {
            return Err("this is no serial".to_owned());
        }
        let begun = Instant::now();
        let locked = within(limit, self.lock(asker)).await;
        let (_turn, mut failures) = locked.ok_or("another one is still being fetched")?;
        let limit = limit.saturating_sub(begun.elapsed());
        if verifier.certificates().iter().any(|known| known.serial() == serial) {
            return Ok(());
        }
        let removed = || "it was removed from this client".to_owned();
        if verifier.is_removed(serial) {
            return Err(removed());
        }
        let now = self.clock.now();
        let failures = failures.of(asker);
        if let Some(reason) = failures.reason(serial, now) {
            return Err(reason);
        }
        if asker == Asker::Notification && failures.is_full() {
            return Err("too many others could not be fetched lately".to_owned());
        }
        let fetched = within(limit, self.fetch(serial, now)).await;
        match fetched.unwrap_or_else(|| Err("it could not be fetched in time".to_owned())) {
            Ok(certificate) => {
                tracing::info!(target: "alipay_sdk", serial, "fetched a certificate of Alipay");
                // It may have been removed while it was on its way.
                if verifier.learn(certificate) { Ok(()) } else { Err(removed()) }
            }
            Err(reason) => {
                let shown = redact::line(&reason);
                tracing::warn!(target: "alipay_sdk", serial, reason = shown, "rejected a certificate");
                failures.keep(serial, now, &reason);
                Err(reason)
            }
        }
    }

    async fn lock(&self, asker: Asker) -> (Option<MutexGuard<'_, ()>>, MutexGuard<'_, Failures>) {
        let turn = match asker {
            Asker::Notification => Some(self.notifications.lock().await),
            Asker::Response => None,
        };
        (turn, self.failures.lock().await)
    }

    async fn fetch(&self, serial: &str, now: SystemTime) -> Result<Certificate, String> {
        let fetched = self.from.fetch(serial).await;
        let fetched = fetched.map_err(|error| format!("it could not be fetched: {error}"))?;
        let chain = Certificate::parse_all(fetched).map_err(|error| error.to_string())?;
        chain::check(&chain, &self.roots, now).map_err(|error| error.to_string())?;
        let leaf = chain.into_iter().next().filter(|leaf| leaf.serial() == serial);
        let leaf = leaf.ok_or("another certificate was given for it")?;
        check_alipay_certificate(&self.own_key, &leaf).map_err(|mistake| mistake.to_string())?;
        Ok(leaf)
    }
}
