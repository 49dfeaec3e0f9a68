//! Configured certificates that are not valid, or will soon not be.

use std::fmt;
use std::time::{Duration, SystemTime};

use crate::{Certificate, RootCertificates, beijing_time};

/// How long before its end a certificate is reported: 30 days.
const SOON: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// A configured certificate that has expired, expires within 30 days, or is not valid yet.
/// `Display` names the certificate, its state and time, and what to do.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ExpiringCertificate {
    /// The role of the certificate.
    pub role: CertificateRole,
    /// The state of the certificate.
    pub state: CertificateState,
    /// The certificate, with its [`serial`](Certificate::serial) and
    /// [`not_after`](Certificate::not_after).
    pub certificate: Certificate,
}

/// The role of a configured certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CertificateRole {
    /// The application's (应用公钥证书).
    App,
    /// Alipay's (支付宝公钥证书).
    Alipay,
    /// A member of the root bundle (支付宝根证书) with an RSA key.
    Root,
}

/// The state of a certificate that needs attention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CertificateState {
    /// The certificate has expired.
    Expired,
    /// The certificate expires within 30 days.
    ExpiresSoon,
    /// The certificate is not valid yet. Check the clock of this machine.
    NotYetValid,
}

/// Those of the certificates that need attention at this time.
pub fn expiring<'c>(
    role: CertificateRole,
    certificates: impl IntoIterator<Item = &'c Certificate>,
    now: SystemTime,
) -> Vec<ExpiringCertificate> {
    let found = certificates.into_iter().filter_map(|certificate| {
        let certificate = certificate.clone();
        Some(ExpiringCertificate { role, state: state(&certificate, now)?, certificate })
    });
    found.collect()
}

/// The same for roots. Those of SM2 and elliptic curves have no use here.
pub fn expiring_roots(roots: &RootCertificates, now: SystemTime) -> Vec<ExpiringCertificate> {
    let used = roots.members().iter().filter(|root| root.public_key().is_ok());
    expiring(CertificateRole::Root, used, now)
}

/// Says in the log which certificates need attention.
pub fn warn(expiring: &[ExpiringCertificate]) {
    for one in expiring {
        let serial = one.certificate.serial();
        tracing::warn!(target: "alipay_sdk", serial, "{one}");
    }
}

fn state(certificate: &Certificate, now: SystemTime) -> Option<CertificateState> {
    if now > certificate.not_after() {
        return Some(CertificateState::Expired);
    }
    if now < certificate.not_before() {
        return Some(CertificateState::NotYetValid);
    }
    let left = certificate.not_after().duration_since(now).unwrap_or_default();
    (left <= SOON).then_some(CertificateState::ExpiresSoon)
}

impl fmt::Display for ExpiringCertificate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { role, state, certificate } = self;
        let (begin, end) =
            (beijing_time(certificate.not_before()), beijing_time(certificate.not_after()));
        let serial = certificate.serial();
        match state {
            CertificateState::Expired => write!(formatter, "the {role} {serial} expired at {end}")?,
            CertificateState::ExpiresSoon => {
                write!(formatter, "the {role} {serial} expires at {end}")?
            }
            CertificateState::NotYetValid => {
                return write!(
                    formatter,
                    "the {role} {serial} is not valid before {begin} (UTC+8): check the clock of \
                     this machine"
                );
            }
        }
        formatter.write_str(" (UTC+8): download its successor from the platform, and configure it")
    }
}

impl fmt::Display for CertificateRole {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::App => "app certificate",
            Self::Alipay => "Alipay certificate",
            Self::Root => "root certificate",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn states(before_end: i64) -> Vec<CertificateState> {
        let file = include_str!("../../../../tests/vectors/certs/app_cert.crt");
        let certificate = Certificate::parse(file).expect("a certificate");
        let distance = Duration::from_secs(before_end.unsigned_abs());
        let end = certificate.not_after();
        let now = if before_end < 0 { end + distance } else { end - distance };
        expiring(CertificateRole::App, [&certificate], now).iter().map(|one| one.state).collect()
    }

    #[test]
    fn a_certificate_is_reported_from_thirty_days_before_its_end_on() {
        const DAY: i64 = 24 * 60 * 60;

        assert_eq!(states(30 * DAY + 1), []);
        assert_eq!(states(30 * DAY), [CertificateState::ExpiresSoon]);
        assert_eq!(states(0), [CertificateState::ExpiresSoon]);
        assert_eq!(states(-1), [CertificateState::Expired]);
        assert_eq!(states(30 * 365 * DAY), [CertificateState::NotYetValid]);
    }
}
