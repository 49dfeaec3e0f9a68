//! What a client is told of its application.

use std::sync::Arc;
use std::time::Duration;

use super::certificate_origin::Origin;
use super::keys::Keys;
use super::variables::Variables;
use crate::error::Error;
use alipay_sdk_core::{
    Certificate, EncryptKey, OddCharacter, PublicKey, RootCertificates, Secret,
    trust::{Signer, Verifier, check_certificates},
};

/// The settings of a [`ClientBuilder`](crate::ClientBuilder) for an application of the platform.
#[derive(Default)]
pub struct ApplicationSettings {
    pub(super) app_id: Option<String>,
    pub(super) signer: Option<Arc<dyn Signer>>,
    pub(super) alipay_public_key: Option<PublicKey>,
    pub(super) app_certificate: Option<Certificate>,
    pub(super) alipay_certificates: Vec<Certificate>,
    pub(super) roots: Option<RootCertificates>,
    pub(super) encrypt_key: Option<EncryptKey>,
    pub(super) app_auth_token: Option<Secret>,
    pub(super) expired_seconds: Option<u32>,
    pub(super) freshness: Option<Duration>,
    pub(super) origin: Option<Origin>,
    /// Which variables it comes from, when it was read from the environment.
    pub(super) variables: Option<Variables>,
}

impl ApplicationSettings {
    /// The keys of key mode or certificate mode; `own` is the application's.
    pub(super) fn keys(&mut self, app_id: &str, own: Option<&PublicKey>) -> Result<Keys, Error> {
        let certificates = (self.app_certificate.take(), self.roots.take());
        let alipay = std::mem::take(&mut self.alipay_certificates);
        match (self.alipay_public_key.take(), certificates) {
            (Some(key), (None, None)) if alipay.is_empty() => {
                if own == Some(&key) {
                    return Err(Error::configuration(
                        "alipay_public_key is the application's own public key: copy 支付宝公钥, \
                         which the platform shows after the upload of the application's key",
                    ));
                }
                let verifier = Arc::new(Verifier::from_key(key));
                Ok(Keys { verifier, app_certificate: None, roots: None })
            }
            (None, (Some(app), Some(roots))) if !alipay.is_empty() => {
                check_certificates(app_id, own, &app, &alipay, &roots)
                    .map_err(|mistake| Error::configuration(mistake.to_string()))?;
                let verifier = Arc::new(Verifier::from_certificates(alipay));
                Ok(Keys { verifier, app_certificate: Some(app), roots: Some(roots) })
            }
            (None, (None, None)) if alipay.is_empty() => Err(Error::configuration(
                "alipay_public_key is missing: set it, or the three certificates; responses are \
                 verified with them",
            )),
            (Some(_), _) => Err(Error::configuration(
                "alipay_public_key and certificates are both set: choose the mode that the \
                 application has on the platform",
            )),
            (None, _) => Err(Error::configuration(
                "certificate mode needs all three: the application's certificate \
                 (app_certificate), Alipay's (alipay_certificate), and the root bundle \
                 (root_certificate)",
            )),
        }
    }
}

/// An app id stands in a list with commas: it must not be able to add a field to it.
pub(super) fn checked_app_id(app_id: Option<&str>) -> Result<&str, Error> {
    let app_id = app_id.ok_or_else(|| Error::configuration("app_id is missing"))?;
    if app_id.trim().is_empty() {
        return Err(Error::configuration("app_id is empty"));
    }
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
    match OddCharacter::first(app_id, is_plain) {
        Some(odd) => Err(Error::configuration(format!(
            "app_id holds {odd}: copy it again, it consists of digits"
        ))),
        None => Ok(app_id),
    }
}
