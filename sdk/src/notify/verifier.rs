//! Whether a notification comes from Alipay, and is for us.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use encoding_rs::{Encoding, UTF_8};

use super::error::{NotificationError, shown};
use super::form;
use super::notification::Notification;
use super::room::Room;
use crate::client::Client;
use crate::trust::{Asker, SignatureProblem, Trust, Verifier};
use crate::trust::{Asker, SignatureProblem, Trust, Verifier, decode_signature};
use alipay_sdk_core::{
    Certificate, PublicKey, SignType,
    protocol::notification::{Form, signed_texts},
};

/// How long a certificate may take to be fetched, unless a client says otherwise.
const FETCH: Duration = Duration::from_secs(60);

/// The largest notification that is read, by default: 1 MiB.
const LARGEST: usize = 1 << 20;

/// Verifies notifications. Cheap to clone, to be shared between threads and tasks.
#[derive(Clone)]
#[must_use]
pub struct NotificationVerifier {
    trust: Arc<Trust>,
    /// How long a certificate may take to be fetched.
    fetch: Duration,
    /// None at all: any.
    app_ids: Vec<String>,
    seller_ids: Vec<String>,
    allows_rsa: bool,
    largest: usize,
    #[allow(dead_code, reason = "for the feature `axum`")]
    room: Room,
}

impl NotificationVerifier {
    /// Key mode: with Alipay's public key (支付宝公钥), for this application. The key alone does not tell
    /// for which application a notification is: it is the same for all applications of a merchant.
    pub fn new(alipay_public_key: PublicKey, app_id: impl Into<String>) -> Self {
        Self::trusting(Arc::new(Trust::fixed(Verifier::Key(alipay_public_key))), FETCH)
            .app_id(app_id)
    }

    /// Certificate mode: with certificates of Alipay (支付宝公钥证书), for this application. A notification that
    /// names one by `alipay_cert_sn` must be signed by it.
    pub fn with_certificates(
        certificates: impl IntoIterator<Item = Certificate>,
        app_id: impl Into<String>,
    ) -> Self {
        Self::trusting(Arc::new(Trust::certificates(certificates)), FETCH).app_id(app_id)
    }

    /// With the keys of a client, those that are added to it later included, and for its application
    /// alone.
    pub fn of(client: &Client) -> Self {
        Self::trusting(client.trust().clone(), client.pipeline().timeout).app_id(client.app_id())
    }

    fn trusting(trust: Arc<Trust>, fetch: Duration) -> Self {
        let (app_ids, seller_ids, room) = (Vec::new(), Vec::new(), Room::default());
        Self { trust, fetch, app_ids, seller_ids, allows_rsa: false, largest: LARGEST, room }
    }

    /// Accepts notifications for this application, too.
    pub fn app_id(mut self, app_id: impl Into<String>) -> Self {
        self.app_ids.push(app_id.into());
        self
    }

    /// Accepts notifications for any application.
    pub fn any_app_id(mut self) -> Self {
        self.app_ids.clear();
        self
    }

    /// Accepts what is about this seller (`seller_id`, the merchant's 2088 number), and about those named by
    /// further calls; what names another, and trades that name none, are rejected from then on. Not checked
    /// by default.
    pub fn seller_id(mut self, seller_id: impl Into<String>) -> Self {
        self.seller_ids.push(seller_id.into());
        self
    }

    /// Whether to accept `sign_type` `RSA`, that is SHA-1, as well: for applications that were never
    /// moved to RSA2. It is not safe any more. Rejected by default.
    pub fn allow_rsa(mut self, allow: bool) -> Self {
        self.allows_rsa = allow;
        self
    }

    /// The largest body that is read, in bytes: 1 MiB by default.
    pub fn max_body_size(mut self, bytes: usize) -> Self {
        self.largest = bytes;
        self
    }

    #[cfg(feature = "axum")]
    pub(super) fn largest(&self) -> usize {
        self.largest
    }

    #[cfg(feature = "axum")]
    pub(super) fn room(&self) -> &Room {
        &self.room
    }

    /// Verifies the body of a notification, as it was posted: a form that nobody has decoded.
    ///
    /// # Errors
    /// [`NotificationError`] when it is not Alipay's, not for us, or ambiguous. Nothing of it may then be
    /// used; reply [`Reply::Fail`](super::Reply::Fail).
    pub fn verify(&self, body: &[u8]) -> Result<Notification, NotificationError> {
        let form = self.parse(body)?;
        self.check_signature(&form)?;
        self.accept(&form)
    }

    /// The same; when the notification names a certificate that is not known, and the verifier is that
    /// [`of`](Self::of) a client which can fetch certificates, that one is fetched first.
    ///
    /// # Errors
    /// As of [`verify`](Self::verify).
    pub async fn verify_async(&self, body: &[u8]) -> Result<Notification, NotificationError> {
        let form = self.parse(body)?;
        if let Err(error) = self.check_signature(&form) {
            let NotificationError::Signature(problem) = error else { return Err(error) };
            let learned = self.trust.resolve(problem, Asker::Notification, self.fetch).await;
            learned.map_err(NotificationError::Signature)?;
            self.check_signature(&form)?;
        }
        self.accept(&form)
    }

    fn parse(&self, body: &[u8]) -> Result<Form, NotificationError> {
        if body.len() > self.largest {
            return Err(NotificationError::TooLarge { limit: self.largest });
        }
        form::parse(body)
    }

    fn accept(&self, form: &Form) -> Result<Notification, NotificationError> {
        let notification = Notification::new(decoded(form)?);
        self.check_receiver(&notification)?;
        Ok(notification)
    }

    fn check_signature(&self, form: &Form) -> Result<(), NotificationError> {
        let problem = NotificationError::Signature;
        let field = |name: &str| form.get(name.as_bytes()).map(Vec::as_slice).unwrap_or_default();
        let signature = field("sign");
        if signature.is_empty() {
            return Err(problem(SignatureProblem::Missing));
        }
        let sign_type = match field("sign_type") {
            // The official Node SDK takes it for granted, too; the signature must hold all the same.
            b"RSA2" | b"" => SignType::Rsa2,
            b"RSA" if self.allows_rsa => SignType::Rsa,
            other => return Err(NotificationError::SignType { found: shown(other) }),
        };
        let signature = decode_signature(signature).map_err(problem)?;
        let serial = Some(field("alipay_cert_sn")).filter(|serial| !serial.is_empty());
        let verifier = self.trust.verifier();
        for text in signed_texts(form) {
            match verifier.verify(sign_type, &text, &signature, serial) {
                Ok(()) => return Ok(()),
                Err(SignatureProblem::Mismatch) => {}
                Err(other) => return Err(problem(other)),
            }
        }
        Err(problem(SignatureProblem::Mismatch))
    }

    fn check_receiver(&self, notification: &Notification) -> Result<(), NotificationError> {
        let app_id = notification.app_id();
        let accepts = |accepted: &String| Some(accepted.as_str()) == app_id;
        if !self.app_ids.is_empty() && !self.app_ids.iter().any(accepts) {
            let found = shown(app_id.unwrap_or_default().as_bytes());
            return Err(NotificationError::OtherApp { found });
        }
        let seller_id = notification.get("seller_id");
        let accepts = |accepted: &String| Some(accepted.as_str()) == seller_id;
        let has_seller = notification.is_trade() || seller_id.is_some();
        if has_seller && !self.seller_ids.is_empty() && !self.seller_ids.iter().any(accepts) {
            return Err(NotificationError::OtherSeller);
        }
        Ok(())
    }
}

/// The form as text, in the charset that it names: one whose letters are those of ASCII, since names and
/// `&` were read as such.
fn decoded(form: &Form) -> Result<BTreeMap<String, String>, NotificationError> {
    let charset = form.get(b"charset".as_slice()).filter(|charset| !charset.is_empty());
    let encoding = match charset {
        None => UTF_8,
        Some(charset) => Encoding::for_label(charset)
            .filter(|encoding| encoding.is_ascii_compatible())
            .ok_or_else(|| NotificationError::Charset { found: shown(charset) })?,
    };
    let text = |bytes: &[u8]| {
        let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
        text.map(|text| text.into_owned()).ok_or(NotificationError::NotOfCharset)
    };
    form.iter().map(|(name, value)| Ok((text(name)?, text(value)?))).collect()
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
