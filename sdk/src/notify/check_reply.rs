//! The reply to the check of an application gateway.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use encoding_rs::Encoding;

use super::NotificationError;
use alipay_sdk_core::{
    SignType, impl_debug,
    protocol::{
        Form,
        gateway_check::{Reply, reply_text},
    },
    trust::Signer,
};

/// The charset of the check, which nobody can change.
const CHARSET: &str = "GBK";

/// The reply to the check of an application gateway, signed by the application. Send it with HTTP
/// status 200, also when the check was not verified. `Debug` leaves the body out.
#[derive(Clone, PartialEq, Eq)]
pub struct CheckReply {
    body: String,
    content_type: String,
    problem: Option<NotificationError>,
}

impl CheckReply {
    /// Returns the whole body: XML in ASCII, without line breaks.
    pub fn body(&self) -> &str {
        &self.body
    }

    /// Returns the body by value.
    pub fn into_body(self) -> String {
        self.body
    }

    /// Returns the value of the header `Content-Type`, for instance `text/xml;charset=GBK`.
    pub fn content_type(&self) -> &str {
        &self.content_type
    }

    /// Returns why the check was not verified, when the reply says `VERIFY_FAILED`.
    pub fn problem(&self) -> Option<&NotificationError> {
        self.problem.as_ref()
    }
}

impl_debug!(CheckReply, |this| {
    content_type: this.content_type,
    problem: this.problem,
});

/// What replies are signed with. Their text is always the same, so that a signature is kept:
/// anybody can post a check.
pub(super) struct CheckSigner {
    signer: Arc<dyn Signer>,
    /// In certificate mode.
    app_cert_sn: Option<String>,
    signed: Mutex<HashMap<Signed, String>>,
}

/// Whether the check was verified, and how the reply is signed.
type Signed = (bool, SignType);

impl CheckSigner {
    pub(super) fn new(signer: Arc<dyn Signer>, app_cert_sn: Option<String>) -> Self {
        Self { signer, app_cert_sn, signed: Mutex::default() }
    }

    /// The reply to a check that was verified, or has this problem.
    pub(super) async fn reply(
        &self,
        problem: Option<NotificationError>,
        charset: &str,
        sign_type: SignType,
    ) -> Result<CheckReply, NotificationError> {
        let text = self.text(problem.is_none())?;
        let signature = self.signature((problem.is_none(), sign_type), &text).await?;
        let reply = Reply {
            charset,
            text: &text,
            app_cert_sn: self.app_cert_sn.as_deref(),
            signature: &signature,
            sign_type: sign_type.as_str(),
        };
        let content_type = format!("text/xml;charset={charset}");
        Ok(CheckReply { body: reply.document(), content_type, problem })
    }

    /// In certificate mode the platform knows the key.
    fn text(&self, verified: bool) -> Result<String, NotificationError> {
        if self.app_cert_sn.is_some() {
            return Ok(reply_text(verified, None));
        }
        let key = self.signer.public_key().ok_or_else(|| NotificationError::NoReply {
            reason: "the signer does not give its public key: implement `Signer::public_key`"
                .to_owned(),
        })?;
        Ok(reply_text(verified, Some(&key.spki_base64())))
    }

    async fn signature(&self, signed: Signed, text: &str) -> Result<String, NotificationError> {
        if let Some(signature) = self.known(signed) {
            return Ok(signature);
        }
        let signature = match signed.1 {
            SignType::Rsa2 => self.signer.sign(text.as_bytes()),
            SignType::Rsa => self.signer.sign_sha1(text.as_bytes()),
        };
        let signature = signature.await;
        let signature =
            signature.map_err(|error| NotificationError::NoReply { reason: error.to_string() })?;
        let signature = STANDARD.encode(signature);
        self.lock().insert(signed, signature.clone());
        Ok(signature)
    }

    fn known(&self, signed: Signed) -> Option<String> {
        self.lock().get(&signed).cloned()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Signed, String>> {
        self.signed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The charset that a check names, as the reply may repeat it.
pub(super) fn charset(form: &Form) -> String {
    let named = form.get(b"charset".as_slice()).and_then(|label| std::str::from_utf8(label).ok());
    let is_plain = |label: &&str| {
        label.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
            && Encoding::for_label(label.as_bytes()).is_some()
    };
    named.filter(is_plain).unwrap_or(CHARSET).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_repeats_a_charset_and_nothing_else() {
        for (named, expected) in [
            ("GBK", "GBK"),
            ("utf-8", "utf-8"),
            ("", "GBK"),
            ("GBK\r\nset-cookie: a", "GBK"),
            ("GBK\"?><x/>", "GBK"),
            ("another", "GBK"),
        ] {
            let form = Form::from([(b"charset".to_vec(), named.into())]);
            assert_eq!(charset(&form), expected, "{named:?}");
        }
        assert_eq!(charset(&Form::new()), "GBK");
    }
}
