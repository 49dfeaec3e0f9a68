//! The platform's own keys and certificates: an authority, and the certificate that it signs
//! responses with, which changes on command.

use std::sync::{PoisonError, RwLock};

use rcgen::{
    CertificateParams, DistinguishedName, DnType, DnValue, Issuer, KeyPair, KeyUsagePurpose,
    SerialNumber, date_time_ymd,
};

use crate::crypto::{SigningKey, VerifyingKey};
use crate::serial;

/// The root bundle. As in the real one, its members are an SM2 root (whose lines end with CR LF,
/// alone among them), and roots of RSA with SHA-256, of elliptic curves, and of RSA with SHA-1.
const ROOTS: &str = include_str!("../keys/roots.pem");

/// The authority below the second root, which certifies platform and applications.
const AUTHORITY: &str = include_str!("../keys/authority_certificate.pem");

const AUTHORITY_KEY: &str = include_str!("../keys/authority.pem");

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
    /// Also that of the authority.
    certificates: String,
    serial: String,
    /// How many certificates there have been before this one.
    number: usize,
}

impl Platform {
    pub(crate) fn new() -> Result<Self, rcgen::Error> {
        let issuer = authority(KeyPair::from_pem(AUTHORITY_KEY)?)?;
        let keys = KEYS.iter().filter_map(|pem| SigningKey::from_pem(pem)).collect();
        let current = RwLock::new(Current::new(&issuer, 0)?);
        let (roots, root_serial) = (ROOTS.to_owned(), serial::of_bundle(ROOTS));
        Ok(Self { issuer, root_serial, roots, keys, current })
    }

    /// A certificate, as PEM, for an application's public key.
    pub(crate) fn certify(&self, name: &str, key: &VerifyingKey) -> Result<String, rcgen::Error> {
        issue(&self.issuer, name, key, number(name))
    }

    /// The certificate that responses are signed with, and that of its authority, as PEM; and the
    /// serial of the first.
    pub(crate) fn certificate(&self) -> (String, String) {
        let current = self.current();
        (current.certificates, current.serial)
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

    /// Changes to a new certificate with another key, and gives it with that of its authority.
    pub(crate) fn rotate(&self) -> Result<String, rcgen::Error> {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        *current = Current::new(&self.issuer, current.number + 1)?;
        Ok(current.certificates.clone())
    }

    fn current(&self) -> Current {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Current {
    fn new(issuer: &Issuer<'_, KeyPair>, number: usize) -> Result<Self, rcgen::Error> {
        let key = KeyPair::from_pem(KEYS[number % KEYS.len()])?;
        let certificate = issue(issuer, "本地网关", &key, 1000 + number as u64)?;
        let serial = serial::of_pem(&certificate).unwrap_or_default();
        Ok(Self { certificates: format!("{certificate}{AUTHORITY}"), serial, number })
    }
}

/// The issuer of all certificates. Its name must equal the subject of [`AUTHORITY`], byte by byte.
fn authority(key: KeyPair) -> Result<Issuer<'static, KeyPair>, rcgen::Error> {
    let mut params = CertificateParams::default();
    params.distinguished_name = name(
        "Local Gateway",
        "Certification Authority",
        "Local Gateway Certification Authority Class 2 R1",
    )?;
    Ok(Issuer::new(params, key))
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
    params.distinguished_name = name("本地网关", "Alipay", common_name)?;
    (params.not_before, params.not_after) = (date_time_ymd(2015, 1, 1), date_time_ymd(2099, 1, 1));
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.serial_number = Some(SerialNumber::from(number));
    Ok(params.signed_by(key, issuer)?.pem())
}

fn name(
    organization: &str,
    unit: &str,
    common_name: &str,
) -> Result<DistinguishedName, rcgen::Error> {
    let mut name = DistinguishedName::new();
    // Most authorities write the country as a PrintableString.
    name.push(DnType::CountryName, DnValue::PrintableString("CN".try_into()?));
    name.push(DnType::OrganizationName, organization);
    name.push(DnType::OrganizationalUnitName, unit);
    name.push(DnType::CommonName, common_name);
    Ok(name)
}
