//! In the place of the source of certificates, without the feature `certificate-source`.

use std::time::Duration;

use super::problem::SignatureProblem;
use super::verifier::Verifier;

/// A source that has nothing.
pub(crate) enum Source {}

/// Who names a serial.
#[derive(Clone, Copy)]
pub(crate) enum Asker {
    Response,
    #[allow(dead_code, reason = "for the feature `notify`")]
    Notification,
}

impl Source {
    pub(super) async fn resolve(
        &self,
        _: &Verifier,
        problem: SignatureProblem,
        _: Asker,
        _: Duration,
    ) -> Result<(), SignatureProblem> {
        Err(problem)
    }
}
