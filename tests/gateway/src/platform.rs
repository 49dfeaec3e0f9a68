//! The platform's own keys and certificates: an authority, and the certificate that it signs
//! responses with, which changes on command.

use std::sync::{PoisonError, RwLock};

use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, SerialNumber,
};

use crate::crypto::{SigningKey, VerifyingKey};
use crate::serial;

const ROOT_KEY: &str = include_str!("../keys/root.pem");

/// The keys of the platform, used in turn.
const KEYS: [&str; 2] =
    [include_str!("../keys/alipay.pem"), include_str!("../keys/alipay_next.pem")];

/// The platform's side of key mode and of certificate mode.
pub(crate) struct Platform {
    issuer: Issuer<'static, KeyPair>,
    /// The root bundle, as PEM.
    pub(crate) roots: String,
    /// Its serial.
    pub(crate) root_serial: String,
    keys: Vec<SigningKey>,
    current: RwLock<Current>,
}

#[derive(Clone)]
struct Current {
    certificate: String,
    serial: String,
    /// How many certificates there have been before this one.
    number: usize,
}

impl Platform {
    pub(crate) fn new() -> Result<Self, rcgen::Error> {
        let mut params = CertificateParams::default();
        params.distinguished_name = name("Local Gateway Root");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        params.serial_number = Some(SerialNumber::from(1));
        let root_key = KeyPair::from_pem(ROOT_KEY)?;
        let root = params.self_signed(&root_key)?;
        // As in the real bundle, one certificate is not RSA: it has no part in the serial.
        let mut params = CertificateParams::default();
        params.distinguished_name = name("Local Gateway EC Root");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let other = params.self_signed(&KeyPair::generate()?)?;
        let roots = format!("{}\n{}", other.pem(), root.pem());
        let issuer = Issuer::from_ca_cert_pem(&root.pem(), root_key)?;
        let keys = KEYS.iter().filter_map(|pem| SigningKey::from_pem(pem)).collect();
        let first = issue(&issuer, "Local Gateway", &KeyPair::from_pem(KEYS[0])?, 1000)?;
        let current = Current {
            serial: serial::of_pem(&first).unwrap_or_default(),
            certificate: first,
            number: 0,
        };
        let root_serial = serial::of_bundle(&roots);
        Ok(Self { issuer, root_serial, roots, keys, current: RwLock::new(current) })
    }

    /// A certificate, as PEM, for an application's public key.
    pub(crate) fn certify(&self, name: &str, spki: &[u8]) -> Result<String, rcgen::Error> {
        let key = rcgen::SubjectPublicKeyInfo::from_der(spki)?;
        issue(&self.issuer, name, &key, number(name))
    }

    /// The certificate that responses are signed with, as PEM, and its serial.
    pub(crate) fn certificate(&self) -> (String, String) {
        let current = self.current();
        (current.certificate, current.serial)
    }

    /// Signs a response; also the serial of the certificate.
    pub(crate) fn sign(&self, text: &[u8]) -> Option<(String, String)> {
        let current = self.current();
        let key = self.keys.get(current.number % KEYS.len())?;
        Some((key.sign(text)?, current.serial))
    }

    /// The same with SHA-1.
    pub(crate) fn sign_sha1(&self, text: &[u8]) -> Option<(String, String)> {
        let current = self.current();
        let key = self.keys.get(current.number % KEYS.len())?;
        Some((key.sign_sha1(text)?, current.serial))
    }

    /// All keys that responses are ever signed with.
    pub(crate) fn verifying_keys(&self) -> impl Iterator<Item = VerifyingKey> {
        self.keys.iter().map(SigningKey::verifying_key)
    }

    /// The current public key as `SubjectPublicKeyInfo` in PEM.
    pub(crate) fn public_key_pem(&self) -> Result<String, rcgen::Error> {
        Ok(KeyPair::from_pem(KEYS[self.current().number % KEYS.len()])?.public_key_pem())
    }

    /// Changes to a new certificate with another key, and gives it.
    pub(crate) fn rotate(&self) -> Result<String, rcgen::Error> {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        let number = current.number + 1;
        let key = KeyPair::from_pem(KEYS[number % KEYS.len()])?;
        let certificate = issue(&self.issuer, "Local Gateway", &key, 1000 + number as u64)?;
        let serial = serial::of_pem(&certificate).unwrap_or_default();
        *current = Current { certificate: certificate.clone(), serial, number };
        Ok(certificate)
    }

    fn current(&self) -> Current {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// A number that belongs to a name, so that it is the same at each start.
fn number(name: &str) -> u64 {
    use md5::{Digest, Md5};

    let digest: [u8; 16] = Md5::digest(name).into();
    digest.iter().take(7).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

fn issue(
    issuer: &Issuer<'_, KeyPair>,
    common_name: &str,
    key: &impl rcgen::PublicKeyData,
    number: u64,
) -> Result<String, rcgen::Error> {
    let mut params = CertificateParams::default();
    params.distinguished_name = name(common_name);
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.serial_number = Some(SerialNumber::from(number));
    Ok(params.signed_by(key, issuer)?.pem())
}

fn name(common_name: &str) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    name.push(DnType::CountryName, "CN");
    name.push(DnType::OrganizationName, "alipay-sdk tests");
    name.push(DnType::CommonName, common_name);
    name
}
