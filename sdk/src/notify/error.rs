//! Why a notification is not accepted, or cannot be read.

use crate::trust::SignatureProblem;
use alipay_sdk_core::redact;

/// A notification is not accepted, or cannot be read. No variant holds a value of it, except names
/// of the protocol, in one line and with personal data masked.
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
    /// The posted body is empty, JSON, HTML, or something else that Alipay does not post. The text
    /// says which, and what to do.
    #[error("the notification is not a form: {0}")]
    NotAForm(&'static str),
    /// A parameter has a name that none of the platform's has.
    #[error(
        "the notification has a parameter named {found:?}, and names of Alipay's are of letters, \
         digits, `_`, `.` and `-`: pass on the body as it came, neither decoded nor encoded again"
    )]
    Name {
        /// The name.
        found: String,
    },
    /// A parameter is a duplicate: which of the two is meant nobody can say.
    #[error(
        "the parameter `{name}` of the notification is a duplicate: keep parameters of your \
         own out of `notify_url` and `return_url`"
    )]
    Repeated {
        /// Its name.
        name: String,
    },
    /// It has no `sign`.
    #[error(
        "the notification has no `sign`, and Alipay signs every one: it was cut or put together \
         anew on the way, or somebody else posted it"
    )]
    Unsigned,
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
    /// Alipay signed it, but with fewer parameters.
    #[error(
        "the notification has parameters that Alipay does not send, and is signed without them: \
         `{}`; keep parameters of your own out of `return_url`, or remove them before",
        names.join("`, `")
    )]
    Unexpected {
        /// Their names, ten at most.
        names: Vec<String>,
    },
    /// Alipay signed this text, but it belongs to another form as well.
    #[error(
        "the parameter `{name}` of the notification holds another parameter (`&{inner}=`), so that \
         one signature fits several notifications: query the trade"
    )]
    Ambiguous {
        /// Its name.
        name: String,
        /// The name of the one inside.
        inner: &'static str,
    },
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
        /// Its problem.
        problem: &'static str,
    },
    /// The check of the application gateway cannot be answered.
    #[error("the check of the application gateway cannot be answered: {reason}")]
    NoReply {
        /// Why, and what to do.
        reason: String,
    },
}

/// A text from outside as an error may show it.
pub(super) fn shown(text: &[u8]) -> String {
    redact::line(&String::from_utf8_lossy(text))
}
