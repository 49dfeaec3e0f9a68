//! In the place of the source of certificates, without the feature `certificate-source`.

use std::time::Duration;

use super::asker::Asker;
use super::problem::SignatureProblem;
use super::verifier::Verifier;

/// A source that has nothing.
pub enum Source {}

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
