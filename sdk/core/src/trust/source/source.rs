//! Certificates of Alipay that a client fetches when a response names one that it does not know.

use std::error::Error as StdError;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use super::chain;
use super::lane::Lane;
use crate::transport::within;
use crate::trust::asker::Asker;
use crate::trust::check::check_alipay_certificate;
use crate::trust::problem::SignatureProblem;
use crate::trust::serial::is_serial;
use crate::trust::verifier::Verifier;
use crate::{Certificate, PublicKey, RootCertificates, clock::Clock, redact};

/// A source of certificates of Alipay that a client does not know yet, for instance a configuration
/// service or a shared folder. A certificate is trusted only when the configured roots issued it.
/// The roots also issue the certificates of all applications, so the source must return only
/// Alipay's. It must not make calls with the client that waits for it.
///
/// ```
/// # use alipay_sdk_core as alipay_sdk;
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
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a source of certificates",
    label = "no `CertificateSource`",
    note = "implement `alipay_sdk::CertificateSource`: `fetch` gives a certificate by its serial. For certificates from \
            the platform, call `download_certificates` with the Cargo feature `certificate-download`"
)]
pub trait CertificateSource: Send + Sync + 'static {
    /// Returns the certificate with this serial (32 hexadecimal digits) as PEM, followed by its
    /// issuers up to the root.
    fn fetch<'a>(&'a self, serial: &'a str) -> CertificateFuture<'a>;
}

/// The future of a certificate.
pub type CertificateFuture<'a> =
    Pin<Box<dyn Future<Output = Result<String, Box<dyn StdError + Send + Sync>>> + Send + 'a>>;

/// The largest text that is read as a certificate and its issuers, in bytes.
const LARGEST: usize = 64 << 10;

/// The source of a client, asked for one call and one notification at a time.
pub struct Source {
    from: Box<dyn CertificateSource>,
    roots: RootCertificates,
    /// The key of the application: no certificate of Alipay holds it.
    own_key: PublicKey,
    clock: Arc<dyn Clock>,
    calls: Lane,
    notifications: Lane,
}

impl Source {
    pub fn new(
        from: Box<dyn CertificateSource>,
        roots: RootCertificates,
        own_key: PublicKey,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let (calls, notifications) = (Lane::of_calls(), Lane::of_notifications());
        Self { from, roots, own_key, clock, calls, notifications }
    }

    /// Fetches the certificate that a signature names and nobody knows; another problem stays.
    pub(crate) async fn resolve(
        &self,
        verifier: &Verifier,
        problem: SignatureProblem,
        asker: Asker,
        limit: Duration,
    ) -> Result<(), SignatureProblem> {
        let SignatureProblem::UnknownCertificate { serial } = problem else { return Err(problem) };
        let lane = match asker {
            Asker::Response => &self.calls,
            Asker::Notification => &self.notifications,
        };
        let learned = self.learn(verifier, &serial, lane, limit).await;
        learned.map_err(|reason| SignatureProblem::UnbelievedCertificate { serial, reason })
    }

    /// Makes the certificate with this serial known, or says why it cannot. Calls that wait for the
    /// same certificate find it known. It takes no longer than `limit`.
    async fn learn(
        &self,
        verifier: &Verifier,
        serial: &str,
        lane: &Lane,
        limit: Duration,
    ) -> Result<(), String> {
        if !is_serial(serial.as_bytes()) {
            return Err("this is not a serial".to_owned());
        }
        // Nobody waits in line for a serial that is decided already; and it may be decided
        // meanwhile.
        if let Some(decided) = self.decided(verifier, serial, lane) {
            return decided;
        }
        let begun = Instant::now();
        let _turn = lane.turn(limit).await?;
        if let Some(decided) = self.decided(verifier, serial, lane) {
            return decided;
        }
        let (limit, now) = (limit.saturating_sub(begun.elapsed()), self.clock.now());
        let fetched = within(limit, self.fetch(serial, now)).await;
        match fetched.unwrap_or_else(|| Err("it could not be fetched in time".to_owned())) {
            Ok(certificate) => {
                tracing::info!(target: "alipay_sdk", serial, "fetched a certificate of Alipay");
                // It may have been removed while it was on its way.
                let learned = verifier.learn(certificate, self.clock.clone());
                learned.then_some(()).ok_or_else(removed)
            }
            Err(reason) => {
                let shown = redact::line(&reason);
                tracing::warn!(target: "alipay_sdk", serial, reason = shown, "rejected a certificate");
                lane.failed(serial, now, &reason);
                Err(reason)
            }
        }
    }

    /// The known facts of this serial without asking the source.
    fn decided(
        &self,
        verifier: &Verifier,
        serial: &str,
        lane: &Lane,
    ) -> Option<Result<(), String>> {
        if verifier.knows(serial) {
            return Some(Ok(()));
        }
        if verifier.is_removed(serial) {
            return Some(Err(removed()));
        }
        lane.refusal(serial, self.clock.now()).map(Err)
    }

    async fn fetch(&self, serial: &str, now: SystemTime) -> Result<Certificate, String> {
        let fetched = self.from.fetch(serial).await;
        let fetched = fetched.map_err(|error| format!("it could not be fetched: {error}"))?;
        if fetched.len() > LARGEST {
            return Err("the source returned a text that is too large for a certificate".to_owned());
        }
        let chain = Certificate::parse_all(fetched).map_err(|error| error.to_string())?;
        chain::check(&chain, &self.roots, now).map_err(|error| error.to_string())?;
        let leaf = chain.into_iter().next().filter(|leaf| leaf.serial() == serial);
        let leaf = leaf.ok_or("the source returned another certificate")?;
        check_alipay_certificate(&self.own_key, &leaf).map_err(|mistake| mistake.to_string())?;
        Ok(leaf)
    }
}

fn removed() -> String {
    "it was removed from this client".to_owned()
}
