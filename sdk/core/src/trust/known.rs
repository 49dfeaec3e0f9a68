//! The certificates of Alipay that a client knows, and for how long each is believed.

use std::sync::Arc;

use super::problem::SignatureProblem;
use super::serial::shown_serial;
use crate::{Certificate, clock::Clock};

/// Certificates of Alipay, and the serials of those that somebody took away: a source must not
/// bring them back.
pub(super) struct Known {
    certificates: Vec<Believed>,
    removed: Vec<String>,
}

/// A certificate that somebody configured is believed until it is removed, one that was fetched
/// while it is valid.
struct Believed {
    certificate: Certificate,
    /// Tells whether a certificate that was fetched is valid; none for one that was configured.
    clock: Option<Arc<dyn Clock>>,
}

impl Known {
    pub(super) fn configured(certificates: impl IntoIterator<Item = Certificate>) -> Self {
        let mut known = Self { certificates: Vec::new(), removed: Vec::new() };
        certificates.into_iter().for_each(|certificate| known.add(certificate));
        known
    }

    pub(super) fn certificates(&self) -> impl Iterator<Item = &Certificate> {
        self.certificates.iter().map(|one| &one.certificate)
    }

    pub(super) fn configured_ones(&self) -> impl Iterator<Item = &Certificate> {
        let configured = self.certificates.iter().filter(|one| one.clock.is_none());
        configured.map(|one| &one.certificate)
    }

    pub(super) fn add(&mut self, certificate: Certificate) {
        let serial = certificate.serial();
        self.removed.retain(|removed| removed != serial);
        match self.certificates.iter_mut().find(|one| one.certificate.serial() == serial) {
            Some(known) => known.clock = None,
            None => self.certificates.push(Believed { certificate, clock: None }),
        }
    }

    pub(super) fn learn(&mut self, certificate: Certificate, clock: Arc<dyn Clock>) -> bool {
        if self.is_removed(certificate.serial()) {
            return false;
        }
        if self.certificates().all(|one| one.serial() != certificate.serial()) {
            self.certificates.push(Believed { certificate, clock: Some(clock) });
        }
        true
    }

    pub(super) fn remove(&mut self, serial: String) -> bool {
        let before = self.certificates.len();
        self.certificates.retain(|one| one.certificate.serial() != serial);
        if !self.is_removed(&serial) {
            self.removed.push(serial);
        }
        self.certificates.len() < before
    }

    pub(super) fn is_removed(&self, serial: &str) -> bool {
        self.removed.iter().any(|removed| removed == serial)
    }

    /// The certificates that have this serial, or all when none is named, and are believed now.
    pub(super) fn named(
        &self,
        serial: Option<&[u8]>,
    ) -> Result<Vec<&Certificate>, SignatureProblem> {
        let is_named =
            |one: &Certificate| serial.is_none_or(|serial| one.serial().as_bytes() == serial);
        let named: Vec<_> =
            self.certificates.iter().filter(|one| is_named(&one.certificate)).collect();
        let Some(first) = named.first() else {
            let serial = shown_serial(serial.unwrap_or_default());
            return Err(SignatureProblem::UnknownCertificate { serial });
        };
        let serial = first.certificate.serial();
        let valid = named.iter().filter(|one| one.is_valid()).map(|one| &one.certificate);
        let valid: Vec<_> = valid.collect();
        if valid.is_empty() {
            return Err(SignatureProblem::ExpiredCertificate { serial: serial.to_owned() });
        }
        Ok(valid)
    }
}

impl Believed {
    fn is_valid(&self) -> bool {
        self.clock.as_ref().is_none_or(|clock| {
            (self.certificate.not_before()..=self.certificate.not_after()).contains(&clock.now())
        })
    }
}
