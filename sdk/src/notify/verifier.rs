//! Whether a notification comes from Alipay, and is for us.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, RwLock};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use encoding_rs::{Encoding, GB18030, GBK, UTF_8};

use super::error::shown;
use super::form::{self, Form};
use super::{Notification, NotificationError};
use crate::client::Client;
use crate::error::SignatureProblem;
use crate::trust::Trust;
use crate::verifier::Verifier;
use alipay_sdk_core::Certificate;
use alipay_sdk_core::{PublicKey, SignType};

/// The largest notification that is read, unless said otherwise: 1 MiB.
const LARGEST: usize = 1 << 20;

/// Verifies notifications. Cheap to clone, to be shared between threads and tasks.
#[derive(Clone)]
#[must_use]
pub struct NotificationVerifier {
    trust: Trust,
    app_ids: Vec<String>,
    seller_ids: Vec<String>,
    allows_rsa: bool,
    largest: usize,
}

impl NotificationVerifier {
    /// Key mode: with Alipay's public key (支付宝公钥). Say which application they are for with
    /// [`app_id`](Self::app_id): the key alone is the same for all applications of a merchant.
    pub fn new(alipay_public_key: PublicKey) -> Self {
        Self::trusting(Trust::Own(Arc::new(Verifier::Key(alipay_public_key))))
    }

    /// Certificate mode: with certificates of Alipay (支付宝公钥证书). A notification that names one by
    /// `alipay_cert_sn` must be signed by it.
    pub fn with_certificates(certificates: impl IntoIterator<Item = Certificate>) -> Self {
        let certificates = RwLock::new(certificates.into_iter().collect());
        Self::trusting(Trust::Own(Arc::new(Verifier::Certificates(certificates))))
    }

    /// With the keys of a client, those that are added to it later included, and for its application
    /// alone.
    pub fn of(client: &Client) -> Self {
        Self::trusting(Trust::Client(client.clone())).app_id(client.app_id())
    }

    fn trusting(trust: Trust) -> Self {
        let (app_ids, seller_ids) = (Vec::new(), Vec::new());
        Self { trust, app_ids, seller_ids, allows_rsa: false, largest: LARGEST }
    }

    /// Accepts notifications for this application, and for those named by further calls; all others are
    /// refused from then on.
    pub fn app_id(mut self, app_id: impl Into<String>) -> Self {
        self.app_ids.push(app_id.into());
        self
    }

    /// Accepts notifications for any application.
    pub fn any_app_id(mut self) -> Self {
        self.app_ids.clear();
        self
    }

    /// Accepts trades of this seller (`seller_id`, the merchant's 2088 number), and of those named by
    /// further calls; trades of all others are refused from then on. Not checked without a word.
    pub fn seller_id(mut self, seller_id: impl Into<String>) -> Self {
        self.seller_ids.push(seller_id.into());
        self
    }

    /// Whether to accept `sign_type` `RSA`, that is SHA-1, as well: for applications that were never
    /// moved to RSA2. It is not safe any more. Refused, unless said otherwise.
    pub fn allow_rsa(mut self, allow: bool) -> Self {
        self.allows_rsa = allow;
        self
    }

    /// The largest body that is read, in bytes: 1 MiB, unless said otherwise.
    pub fn max_body_size(mut self, bytes: usize) -> Self {
        self.largest = bytes;
        self
    }

    #[cfg(feature = "axum")]
    pub(super) fn largest(&self) -> usize {
        self.largest
    }

    /// Verifies the body of a notification, as it was posted: a form that nobody has decoded.
    ///
    /// # Errors
    /// [`NotificationError`] when it is not Alipay's, not for us, or ambiguous. Nothing of it may then be
    /// used; answer [`Reply::Fail`](super::Reply::Fail).
    pub fn verify(&self, body: &[u8]) -> Result<Notification, NotificationError> {
        if body.len() > self.largest {
            return Err(NotificationError::TooLarge { limit: self.largest });
        }
        let form = form::parse(body)?;
        self.check_signature(&form)?;
        let notification = Notification::new(decoded(&form)?);
        self.check_receiver(&notification)?;
        Ok(notification)
    }

    fn check_signature(&self, form: &Form) -> Result<(), NotificationError> {
        let problem = NotificationError::Signature;
        let member = |name: &str| form.get(name.as_bytes()).map(Vec::as_slice).unwrap_or_default();
        let signature = member("sign");
        if signature.is_empty() {
            return Err(problem(SignatureProblem::Missing));
        }
        let sign_type = match member("sign_type") {
            b"RSA2" => SignType::Rsa2,
            b"RSA" if self.allows_rsa => SignType::Rsa,
            other => return Err(NotificationError::SignType { found: shown(other) }),
        };
        let signature = STANDARD.decode(signature);
        let signature = signature.map_err(|_| problem(SignatureProblem::NotBase64))?;
        let serial = Some(member("alipay_cert_sn")).filter(|serial| !serial.is_empty());
        let verifier = self.trust.verifier();
        for text in signed_texts(form) {
            match verifier.verify(sign_type, &text, &signature, serial) {
                Ok(()) => return Ok(()),
                Err(SignatureProblem::Mismatch) => {}
                Err(SignatureProblem::UnknownCertificate { serial }) => {
                    let serial = shown_serial(serial);
                    return Err(problem(SignatureProblem::UnknownCertificate { serial }));
                }
                Err(other) => return Err(problem(other)),
            }
        }
        Err(problem(SignatureProblem::Mismatch))
    }

    fn check_receiver(&self, notification: &Notification) -> Result<(), NotificationError> {
        let app_id = notification.app_id().unwrap_or_default();
        if !self.app_ids.is_empty() && !self.app_ids.iter().any(|accepted| accepted == app_id) {
            return Err(NotificationError::OtherApp { found: shown(app_id.as_bytes()) });
        }
        let seller_id = notification.get("seller_id").unwrap_or_default();
        let sells = notification.is_trade() && !self.seller_ids.is_empty();
        if sells && !self.seller_ids.iter().any(|accepted| accepted == seller_id) {
            return Err(NotificationError::OtherSeller);
        }
        Ok(())
    }
}

/// The texts that may have been signed, the usual one first. Trades are signed without `sign_type`,
/// messages with it; and of empty values the official SDKs do not agree whether they are signed.
fn signed_texts(form: &Form) -> impl Iterator<Item = Vec<u8>> {
    let has_empty = form.values().any(Vec::is_empty);
    let rules = [(false, true), (true, true), (false, false), (true, false)];
    rules.into_iter().take(if has_empty { 4 } else { 2 }).map(|(with_type, with_empty)| {
        form::signed_text(form, |name, value| {
            name != b"sign"
                && (with_type || name != b"sign_type")
                && (with_empty || !value.is_empty())
        })
    })
}

/// The form as text, in the charset that it names.
fn decoded(form: &Form) -> Result<BTreeMap<String, String>, NotificationError> {
    let charset = form.get(b"charset".as_slice()).filter(|charset| !charset.is_empty());
    let encoding = match charset {
        None => UTF_8,
        Some(charset) => Encoding::for_label(charset)
            .filter(|encoding| [UTF_8, GBK, GB18030].contains(encoding))
            .ok_or_else(|| NotificationError::Charset { found: shown(charset) })?,
    };
    let text = |bytes: &[u8]| {
        let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
        text.map(|text| text.into_owned()).ok_or(NotificationError::NotOfCharset)
    };
    form.iter().map(|(name, value)| Ok((text(name)?, text(value)?))).collect()
}

/// A serial as an error may show it: whatever else stands in its place is masked.
fn shown_serial(serial: String) -> String {
    let is_serial = serial.len() == 32 && serial.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_serial { serial } else { shown(serial.as_bytes()) }
}

impl fmt::Debug for NotificationVerifier {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("NotificationVerifier")
            .field("app_ids", &self.app_ids)
            .field("seller_ids", &self.seller_ids.len())
            .field("allow_rsa", &self.allows_rsa)
            .field("max_body_size", &self.largest)
            .finish_non_exhaustive()
    }
}
