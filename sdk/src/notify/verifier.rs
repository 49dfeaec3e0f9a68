//! Verifies that a notification comes from Alipay, and is for this application.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::check::{self, GatewayMessage};
use super::check_reply::{self, CheckReply, CheckSigner};
use super::error::{NotificationError, shown};
use super::notification::Notification;
use super::posted::Posted;
use super::room::Room;
use super::{charset, form, signature};
use crate::client::Client;
use crate::setters::setters;
use alipay_sdk_core::{
    Certificate, PublicKey,
    protocol::{Form, gateway_check::CHECK, notification::Rule},
    trust::{Asker, Signer, Trust, Verifier},
};

/// How long a certificate may take to be fetched, unless a client says otherwise.
const FETCH: Duration = Duration::from_secs(60);

/// The largest notification that is read, by default: 1 MiB.
const LARGEST: usize = 1 << 20;

/// Verifies notifications. It is cheap to clone, and can be shared between threads and tasks.
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
    /// What checks of the application gateway are answered with.
    check_signer: Option<Arc<CheckSigner>>,
    room: Room,
}

/// A verified post to a `notify_url` or to an application gateway (应用网关).
#[derive(Clone, Debug)]
pub enum Incoming {
    /// A notification that Alipay signed for this application.
    Notification(Notification),
    /// The check of the application gateway, verified or not. Send this reply.
    Check(CheckReply),
}

impl NotificationVerifier {
    /// Creates a verifier for key mode, with Alipay's public key (支付宝公钥) and the id of the
    /// application. The id is needed because several applications of a merchant can have the same
    /// key.
    pub fn new(alipay_public_key: PublicKey, app_id: impl Into<String>) -> Self {
        Self::trusting(Arc::new(Trust::fixed(Verifier::from_key(alipay_public_key))), FETCH)
            .app_id(app_id)
    }

    /// Creates a verifier for certificate mode, with certificates of Alipay (支付宝公钥证书) and the id of
    /// the application. A notification with an `alipay_cert_sn` must be signed by that certificate.
    pub fn with_certificates(
        certificates: impl IntoIterator<Item = Certificate>,
        app_id: impl Into<String>,
    ) -> Self {
        Self::trusting(Arc::new(Trust::certificates(certificates)), FETCH).app_id(app_id)
    }

    /// Creates a verifier for the application of a client, with the client's keys, including those
    /// that are added later. The client's private key signs the replies to checks of the
    /// application gateway.
    pub fn of(client: &Client) -> Self {
        let verifier = Self::trusting(client.trust().clone(), client.pipeline().rules.timeout);
        let verifier = verifier.app_id(client.app_id());
        verifier.signing(client.signer().clone(), client.app_certificate())
    }

    fn trusting(trust: Arc<Trust>, fetch: Duration) -> Self {
        Self {
            trust,
            fetch,
            app_ids: Vec::new(),
            seller_ids: Vec::new(),
            allows_rsa: false,
            largest: LARGEST,
            check_signer: None,
            room: Room::default(),
        }
    }

    /// Sets the application's private key, and in certificate mode its certificate, which sign the
    /// replies to checks of the application gateway. A verifier [`of`](Self::of) a client has both.
    pub fn check_signer(self, signer: impl Signer, app_certificate: Option<&Certificate>) -> Self {
        self.signing(Arc::new(signer), app_certificate)
    }

    fn signing(mut self, signer: Arc<dyn Signer>, app_certificate: Option<&Certificate>) -> Self {
        let serial = app_certificate.map(|certificate| certificate.serial().to_owned());
        self.check_signer = Some(Arc::new(CheckSigner::new(signer, serial)));
        self
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

    /// Accepts only notifications for this seller (`seller_id`, the merchant's 2088 number).
    /// Further calls add further sellers. Notifications for other sellers, and of trades without a
    /// seller, are rejected. Not checked by default.
    pub fn seller_id(mut self, seller_id: impl Into<String>) -> Self {
        self.seller_ids.push(seller_id.into());
        self
    }

    setters! {
        /// Sets whether to accept the `sign_type` `RSA` (SHA-1), too, for applications that were
        /// never moved to RSA2. It is no longer secure. Rejected by default.
        pub fn allow_rsa(allow: bool) => allows_rsa = allow;

        /// Sets the largest body that is read, in bytes: 1 MiB by default.
        pub fn max_body_size(bytes: usize) => largest = bytes;
    }

    pub(super) fn largest(&self) -> usize {
        self.largest
    }

    pub(super) fn room(&self) -> &Room {
        &self.room
    }

    /// Verifies a notification. Pass the raw body, which must not be decoded, or a [`Posted`] with
    /// the query and the content type, too.
    ///
    /// # Errors
    /// [`NotificationError`] when the notification is not Alipay's, not for this application, or
    /// ambiguous. Use nothing of it then, and respond with [`Reply::Fail`](super::Reply::Fail).
    pub fn verify<'a>(
        &self,
        posted: impl Into<Posted<'a>>,
    ) -> Result<Notification, NotificationError> {
        let (posted, form) = self.read(posted)?;
        let rule = self.check_signature(&form)?;
        self.accept(form, rule, posted)
    }

    /// Verifies a notification as [`verify`](Self::verify) does, and fetches an unknown certificate
    /// first, when the verifier is [`of`](Self::of) a client that can fetch certificates.
    ///
    /// # Errors
    /// As for [`verify`](Self::verify).
    pub async fn verify_async<'a>(
        &self,
        posted: impl Into<Posted<'a>>,
    ) -> Result<Notification, NotificationError> {
        let (posted, form) = self.read(posted)?;
        self.verify_form(form, posted).await
    }

    /// Verifies a notification as [`verify_async`](Self::verify_async) does, or returns the reply
    /// to the check of the application gateway (`alipay.service.check`). Use it for an address that
    /// gets both.
    ///
    /// ```
    /// use alipay_sdk::notify::{Incoming, NotificationError, NotificationVerifier, Reply};
    ///
    /// /// Content type and body of the response, whose status is 200.
    /// async fn respond(
    ///     verifier: &NotificationVerifier,
    ///     body: &[u8],
    /// ) -> Result<(String, String), NotificationError> {
    ///     match verifier.receive(body).await? {
    ///         Incoming::Check(reply) => Ok((reply.content_type().into(), reply.body().into())),
    ///         Incoming::Notification(notification) => {
    ///             // … handle it …
    ///             # let _ = notification;
    ///             Ok(("text/plain".into(), Reply::Success.as_str().into()))
    ///         }
    ///     }
    /// }
    /// ```
    ///
    /// # Errors
    /// As for [`verify`](Self::verify) for notifications. A check that is not verified is not an
    /// error: its reply says so. [`NotificationError::NoReply`] when nothing can sign the reply.
    pub async fn receive<'a>(
        &self,
        posted: impl Into<Posted<'a>>,
    ) -> Result<Incoming, NotificationError> {
        let (posted, form) = self.read(posted)?;
        if form.get(b"service".as_slice()).is_none_or(|service| service != CHECK.as_bytes()) {
            return self.verify_form(form, posted).await.map(Incoming::Notification);
        }
        let signer = self.check_signer.as_ref().ok_or_else(|| NotificationError::NoReply {
            reason: "make the verifier with `NotificationVerifier::of`, or set its `check_signer`"
                .to_owned(),
        })?;
        let charset = check_reply::charset(&form);
        let sign_type = signature::sign_type(&form, self.allows_rsa).unwrap_or_default();
        let verified = self.verify_form(form, posted).await;
        let problem = verified.and_then(|notification| check::confirm(&notification)).err();
        signer.reply(problem, &charset, sign_type).await.map(Incoming::Check)
    }

    fn read<'a>(
        &self,
        posted: impl Into<Posted<'a>>,
    ) -> Result<(Posted<'a>, Form), NotificationError> {
        let posted = posted.into();
        Ok((posted, form::read(posted, self.largest)?))
    }

    async fn verify_form(
        &self,
        form: Form,
        posted: Posted<'_>,
    ) -> Result<Notification, NotificationError> {
        let rule = match self.check_signature(&form) {
            Err(NotificationError::Signature(problem)) => {
                let learned = self.trust.resolve(problem, Asker::Notification, self.fetch).await;
                learned.map_err(NotificationError::Signature)?;
                self.check_signature(&form)?
            }
            other => other?,
        };
        self.accept(form, rule, posted)
    }

    fn check_signature(&self, form: &Form) -> Result<Rule, NotificationError> {
        signature::check(self.trust.verifier(), form, self.allows_rsa)
    }

    fn accept(
        &self,
        form: Form,
        rule: Rule,
        posted: Posted<'_>,
    ) -> Result<Notification, NotificationError> {
        let proven = signature::proven(form, rule)?;
        let (parameters, unread) = charset::decoded(proven, posted.content_type);
        let notification = Notification::new(parameters, unread);
        self.check_application(&notification)?;
        self.check_seller(&notification)?;
        Ok(notification)
    }

    /// A message under `service` names the application in its content.
    fn check_application(&self, notification: &Notification) -> Result<(), NotificationError> {
        if self.app_ids.is_empty() {
            return Ok(());
        }
        let accept = |app_id: Option<&str>| {
            let app_id = app_id.unwrap_or_default();
            let is_ours = !app_id.is_empty() && self.app_ids.iter().any(|ours| ours == app_id);
            let found = || shown(app_id.as_bytes());
            if is_ours { Ok(()) } else { Err(NotificationError::OtherApp { found: found() }) }
        };
        if notification.is_of_service() {
            accept(GatewayMessage::read(notification)?.app_id())?;
            if notification.app_id().is_none() {
                return Ok(());
            }
        }
        accept(notification.app_id())
    }

    fn check_seller(&self, notification: &Notification) -> Result<(), NotificationError> {
        let seller_id = notification.get("seller_id");
        let accepts = |accepted: &String| Some(accepted.as_str()) == seller_id;
        let has_seller = notification.is_trade() || seller_id.is_some();
        if has_seller && !self.seller_ids.is_empty() && !self.seller_ids.iter().any(accepts) {
            return Err(NotificationError::OtherSeller);
        }
        Ok(())
    }
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
