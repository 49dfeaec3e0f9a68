//! Whether a certificate comes from one of the roots.

use std::time::{SystemTime, UNIX_EPOCH};

use rustls_pki_types::{CertificateDer, UnixTime};
use webpki::{
    EndEntityCert, ExtendedKeyUsageValidator, KeyPurposeIdIter, anchor_from_trusted_cert,
};

use crate::crypto::CHAIN_ALGORITHMS;
use crate::{Certificate, RootCertificates};

/// Why a certificate is not believed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum ChainError {
    #[error("it does not come from the configured root certificates, or is not valid now ({0})")]
    Path(webpki::Error),
    #[error("it may not sign texts (keyUsage)")]
    Usage,
}

/// A certificate that does not come from the roots; `Display` says why.
#[derive(Clone, Debug, thiserror::Error)]
#[error(transparent)]
pub struct UntrustedCertificate(ChainError);

/// Checks that one of the roots issued the first of these certificates, directly or through the
/// others, that it is valid at this time, and that it may sign texts. The same roots issue the
/// certificates of all applications: the check does not prove that a certificate is Alipay's.
///
/// # Errors
/// When one of these conditions does not hold.
pub fn check_chain(
    chain: &[Certificate],
    roots: &RootCertificates,
    at: SystemTime,
) -> Result<(), UntrustedCertificate> {
    check(chain, roots, at).map_err(UntrustedCertificate)
}

/// Checks that the first of these certificates was issued, by way of the others, by one of the
/// roots, is valid at this time, and may sign texts. Roots of SM2 and elliptic curves issue nothing
/// that is used. An issuer whose keyUsage does not name `keyCertSign` issues nothing (RFC 5280,
/// 6.1.4): webpki does not look at it.
pub(super) fn check(
    chain: &[Certificate],
    roots: &RootCertificates,
    now: SystemTime,
) -> Result<(), ChainError> {
    let [leaf, others @ ..] = chain else { return Err(ChainError::Usage) };
    let (others, roots) = (issuers(others), issuers(roots.members()));
    let anchors: Vec<_> =
        roots.iter().filter_map(|root| anchor_from_trusted_cert(root).ok()).collect();
    let der = CertificateDer::from(leaf.der());
    let path = EndEntityCert::try_from(&der).and_then(|leaf| {
        let now = UnixTime::since_unix_epoch(now.duration_since(UNIX_EPOCH).unwrap_or_default());
        leaf.verify_for_usage(&CHAIN_ALGORITHMS, &anchors, &others, now, AnyPurpose, None, None)
            .map(drop)
    });
    path.map_err(ChainError::Path)?;
    if leaf.may_sign_texts() { Ok(()) } else { Err(ChainError::Usage) }
}

/// Those of the certificates that may issue others.
fn issuers(certificates: &[Certificate]) -> Vec<CertificateDer<'_>> {
    let issuers = certificates.iter().filter(|one| one.may_issue());
    issuers.map(|one| CertificateDer::from(one.der())).collect()
}

/// Extended purposes are those of TLS, mail and code; signing responses is none of them.
struct AnyPurpose;

impl ExtendedKeyUsageValidator for AnyPurpose {
    fn validate(&self, _: KeyPurposeIdIter<'_, '_>) -> Result<(), webpki::Error> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    macro_rules! vector {
        ($name:literal) => {
            include_str!(concat!("../../../../../tests/vectors/certs/", $name))
        };
    }

    macro_rules! fixture {
        ($name:literal) => {
            include_str!(concat!("../../../../tests/fixtures/", $name))
        };
    }

    fn checked(chain: &str, roots: &str, years: u64) -> Result<(), ChainError> {
        let chain = Certificate::parse_all(chain).expect("certificates");
        let roots = RootCertificates::parse(roots).expect("roots");
        let now = UNIX_EPOCH + Duration::from_secs(years * 365 * 24 * 60 * 60 + 86_400 * 14);
        check(&chain, &roots, now)
    }

    /// The years from 1970 to 2027.
    const NOW: u64 = 57;

    #[test]
    fn a_chain_that_leads_to_a_root_of_the_bundle_is_believed() {
        let roots = vector!("alipay_root_bundle.crt");
        assert_eq!(checked(vector!("alipay_cert_chain.crt"), roots, NOW), Ok(()));
        let alone = Certificate::parse_all(vector!("alipay_cert_leaf.crt")).expect("a certificate");
        let bundle = RootCertificates::parse(roots).expect("roots");
        let error = check_chain(&alone, &bundle, SystemTime::now()).expect_err("no issuer");
        assert!(error.to_string().contains("does not come from the configured root"), "{error}");
        for years in [1, 90] {
            let outside = checked(vector!("alipay_cert_chain.crt"), roots, years);
            assert!(matches!(outside, Err(ChainError::Path(_))), "{outside:?}");
        }
    }

    #[test]
    fn a_certificate_of_an_application_is_none_the_worse_for_it() {
        let roots = vector!("alipay_root_bundle.crt");
        let another = [vector!("app_cert.crt"), vector!("inter_rsa.crt")].concat();
        assert_eq!(checked(&another, roots, NOW), Ok(()), "who gives it must know whose it is");
    }

    #[test]
    fn what_does_not_lead_to_a_root_is_not() {
        let roots = vector!("alipay_root_bundle.crt");
        let self_made = [fixture!("usage_signature.crt"), fixture!("usage_root.crt")].concat();
        for chain in [
            vector!("alipay_cert_leaf.crt"),
            vector!("inter_rsa.crt"),
            vector!("root_rsa_sha256.crt"),
            fixture!("usage_signature.crt"),
            &self_made,
        ] {
            let result = checked(chain, roots, NOW);
            assert!(matches!(result, Err(ChainError::Path(_))), "{result:?}");
        }
    }

    #[test]
    fn a_certificate_that_is_not_for_signatures_is_not() {
        let roots = fixture!("usage_root.crt");
        assert_eq!(checked(fixture!("usage_signature.crt"), roots, NOW), Ok(()));
        let result = checked(fixture!("usage_encipherment.crt"), roots, NOW);
        assert_eq!(result, Err(ChainError::Usage));
    }

    #[test]
    fn a_certificate_whose_key_usage_cannot_be_read_is_not() {
        let roots = fixture!("usage_ca.crt");
        for leaf in [fixture!("usage_unreadable.crt"), fixture!("usage_empty.crt")] {
            assert_eq!(checked(leaf, roots, NOW), Err(ChainError::Usage));
        }
    }

    #[test]
    fn an_issuer_that_may_not_sign_certificates_issues_nothing() {
        let through = [fixture!("usage_below_middle.crt"), fixture!("usage_middle.crt")].concat();
        for (chain, roots) in [
            (&*through, fixture!("usage_ca.crt")),
            (fixture!("usage_below_crl_root.crt"), fixture!("usage_crl_root.crt")),
        ] {
            let result = checked(chain, roots, NOW);
            assert!(matches!(result, Err(ChainError::Path(_))), "{result:?}");
        }
    }

    #[test]
    fn a_changed_certificate_is_not() {
        let mut chain = Certificate::parse_all(vector!("alipay_cert_chain.crt")).expect("a chain");
        let roots = RootCertificates::parse(vector!("alipay_root_bundle.crt")).expect("roots");
        let now = UNIX_EPOCH + Duration::from_secs(NOW * 365 * 24 * 60 * 60);
        let der = chain[0].der().to_vec();
        for at in (0..der.len()).step_by(7) {
            let mut changed = der.clone();
            changed[at] ^= 1;
            let Ok(changed) = Certificate::parse(&changed) else { continue };
            chain[0] = changed;
            assert!(check(&chain, &roots, now).is_err(), "byte {at}");
        }
    }
}
