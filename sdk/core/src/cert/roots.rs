//! The bundle of root certificates.

use std::sync::Arc;

use super::{Certificate, CertificateError};
use crate::encoding::conversions;
use crate::impl_debug;

conversions!(RootCertificates, CertificateError);

/// Alipay's root certificates, as downloaded in one file (`alipayRootCert.crt`).
///
/// Cheap to clone. The bundle holds roots of several algorithms. All are kept; only those signed
/// with RSA are part of the serial.
#[derive(Clone)]
pub struct RootCertificates(Arc<Inner>);

struct Inner {
    serial: String,
    members: Vec<Certificate>,
}

/// PKCS#1: the algorithms whose object identifier begins so are the RSA ones.
const RSA: &str = "1.2.840.113549.1.1.";

impl RootCertificates {
    /// Reads a bundle from a text or from the bytes of a file. [`Certificate::parse`] lists the
    /// accepted forms.
    ///
    /// # Errors
    ///
    /// When a certificate cannot be read, or when none is signed with RSA.
    pub fn parse(content: impl AsRef<[u8]>) -> Result<Self, CertificateError> {
        let members = Certificate::parse_all(content)?;
        // The bundle holds roots of other algorithms (SM2), too: the platform leaves them out when
        // it makes the serial.
        let counted = members.iter().filter(|member| member.signature_algorithm().starts_with(RSA));
        let serials: Vec<_> = counted.map(Certificate::serial).collect();
        if serials.is_empty() {
            return Err(CertificateError::NoRsaRoot { members: members.len() });
        }
        let serial = serials.join("_");
        Ok(Self(Arc::new(Inner { serial, members })))
    }

    /// Returns the serial that Alipay asks for (`alipay_root_cert_sn`). It joins the serials of the
    /// members that are signed with RSA with `_`, in the order of the file.
    pub fn serial(&self) -> &str {
        &self.0.serial
    }

    /// Returns all members in the order of the file, including those that are not part of the
    /// serial.
    pub fn members(&self) -> &[Certificate] {
        &self.0.members
    }
}

impl_debug!(RootCertificates, |this| {
    serial: this.0.serial,
    members: this.0.members,
});
