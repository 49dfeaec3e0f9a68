//! Whose signatures a client believes.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::{HeaderMap, StatusCode};

use super::asker::Asker;
use super::expiry::{self, CertificateRole};
use super::problem::SignatureProblem;
use super::source::Source;
use super::verifier::Verifier;
use crate::{
    Certificate,
    clock::{Clock, SystemClock},
};

/// The keys of Alipay that are believed, how old a signature may be, and where more keys come from.
pub struct Trust {
    verifier: Arc<Verifier>,
    freshness: Option<Duration>,
    source: Option<Source>,
}

impl Trust {
    /// Signatures of responses are rejected when their time differs by more than `freshness` from
    /// that of the client's clock.
    pub fn new(
        verifier: Arc<Verifier>,
        freshness: Option<Duration>,
        source: Option<Source>,
    ) -> Self {
        Self { verifier, freshness, source }
    }

    /// These keys alone.
    pub fn fixed(verifier: impl Into<Arc<Verifier>>) -> Self {
        Self::new(verifier.into(), None, None)
    }

    /// These certificates of Alipay alone. Those that are not valid now are reported.
    pub fn certificates(certificates: impl IntoIterator<Item = Certificate>) -> Self {
        let verifier = Verifier::from_certificates(certificates);
        let now = SystemClock.now();
        expiry::warn(&expiry::expiring(CertificateRole::Alipay, &verifier.configured(), now));
        Self::fixed(verifier)
    }

    pub fn verifier(&self) -> &Verifier {
        &self.verifier
    }

    /// Whether a response of v3 is signed; an error when it should be and is not, or when its
    /// signature does not hold or is not fresh.
    pub fn check_response(
        &self,
        status: StatusCode,
        headers: &HeaderMap,
        body: &[u8],
        now: SystemTime,
    ) -> Result<bool, SignatureProblem> {
        let signed = self.verifier.check_response(status, headers, body)?;
        if let (Some(signed), Some(window)) = (&signed, self.freshness) {
            let now = now.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
            let fresh = |timestamp: u128| now.abs_diff(timestamp) <= window.as_millis();
            if !signed.timestamp.is_some_and(fresh) {
                return Err(SignatureProblem::NotFresh);
            }
        }
        Ok(signed.is_some())
    }

    /// Does something about a problem with a signature, when that is a certificate that can be
    /// fetched in this time; otherwise the problem stays.
    pub async fn resolve(
        &self,
        problem: SignatureProblem,
        asker: Asker,
        limit: Duration,
    ) -> Result<(), SignatureProblem> {
        match &self.source {
            Some(source) => source.resolve(&self.verifier, problem, asker, limit).await,
            None => Err(problem),
        }
    }
}
