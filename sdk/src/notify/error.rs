//! Why a notification is not accepted, or cannot be read.

use crate::trust::SignatureProblem;
use alipay_sdk_core::redact;

/// A notification is not accepted, or cannot be read. No variant holds a value of it, except names of
/// the protocol, in one line and with personal data masked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotificationError {
    /// The body is larger than the verifier reads.
    #[error("the notification has more than {limit} bytes")]
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// The body has more parameters than any notification.
    #[error("the notification has more than {limit} parameters")]
    TooMany {
        /// The limit.
        limit: usize,
    },
    /// Other large bodies are being read, and take all the room that there is for them.
    #[error(
        "other notifications that are being read leave no room for one of this size: the platform sends it again"
    )]
    Busy,
    /// The body broke off while it was read.
    #[error("the body of the notification cannot be read to its end")]
    Broken,
    /// A parameter stands twice: which of the two is meant nobody can say.
    #[error("the parameter `{name}` of the notification stands more than once")]
    Repeated {
        /// Its name.
        name: String,
    },
    /// `sign_type` is unknown, or not allowed here.
    #[error(
        "the notification's `sign_type` is {found:?}: RSA2 is accepted, and RSA where the verifier \
         allows it"
    )]
    SignType {
        /// What it is.
        found: String,
    },
    /// It is not provably Alipay's.
    #[error("the notification was not accepted: {0}")]
    Signature(SignatureProblem),
    /// It is in a charset that is not known, or one like UTF-16.
    #[error("the notification is in the charset {found:?}, which is not read")]
    Charset {
        /// What it is.
        found: String,
    },
    /// It is signed, but not in the charset that it names.
    #[error("the notification is not in the charset that it names")]
    NotOfCharset,
    /// It is for another application.
    #[error("the notification is for another application (app_id {found:?})")]
    OtherApp {
        /// Its `app_id`; empty when it has none.
        found: String,
    },
    /// It is about the money of another seller.
    #[error("the notification is for another seller than those of this verifier")]
    OtherSeller,
    /// A parameter is not of its documented form. The notification itself is genuine: its
    /// [`parameters`](super::Notification::parameters) can still be read.
    #[error("the parameter `{name}` of the notification {problem}")]
    Unreadable {
        /// Its name.
        name: &'static str,
        /// What is wrong with it.
        problem: &'static str,
    },
}

/// A text from outside as an error may show it.
pub(super) fn shown(text: &[u8]) -> String {
    redact::line(&String::from_utf8_lossy(text))
}
