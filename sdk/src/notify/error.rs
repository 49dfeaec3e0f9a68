//! Why a notification is not accepted, or cannot be read.

use alipay_sdk_core::{redact, trust::SignatureProblem};

/// Why a notification is not accepted, or cannot be read. From the notification, a variant holds
/// only names of parameters, and the `sign_type`, the `app_id` or the serial of a certificate: one
/// line each, with personal data masked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotificationError {
    /// The body is larger than the verifier reads.
    #[error("the notification has more than {limit} bytes")]
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// The body has too many parameters.
    #[error("the notification has more than {limit} parameters")]
    TooMany {
        /// The limit.
        limit: usize,
    },
    /// Other large bodies take all the memory for bodies that are being read.
    #[error(
        "other notifications leave no memory for a body of this size: respond with `fail`, and \
         the platform sends it again"
    )]
    Busy,
    /// The connection broke while the body was read.
    #[error("the body of the notification cannot be read to its end")]
    Broken,
    /// The body is empty, JSON, HTML, or something else that Alipay does not post. The text says
    /// what it is, and what to do.
    #[error("the notification is not a form: {0}")]
    NotAForm(&'static str),
    /// A parameter has a name that is not possible for the platform's parameters.
    #[error(
        "the notification has a parameter named {found:?}, but Alipay's names consist of letters, \
         digits, `_`, `.` and `-`: pass the raw body, neither decoded nor encoded again"
    )]
    Name {
        /// The name of the parameter.
        found: String,
    },
    /// A parameter is a duplicate, so its value is ambiguous.
    #[error(
        "the parameter `{name}` of the notification is a duplicate: keep parameters of your \
         own out of `notify_url` and `return_url`"
    )]
    Repeated {
        /// The name of the parameter.
        name: String,
    },
    /// The notification has no `sign`.
    #[error(
        "the notification has no `sign`, but Alipay signs every one: it was cut or rebuilt on the \
         way, or somebody else posted it; do not act on the notification, and pass the raw body"
    )]
    Unsigned,
    /// The `sign_type` is unknown, or not allowed by the verifier.
    #[error(
        "the notification's `sign_type` is {found:?}: RSA2 is accepted, and RSA where the verifier \
         allows it"
    )]
    SignType {
        /// The received `sign_type`.
        found: String,
    },
    /// The signature does not prove that the notification is Alipay's.
    #[error("the notification was not accepted: {0}")]
    Signature(SignatureProblem),
    /// Alipay signed the notification without some of its parameters.
    #[error(
        "the notification has parameters that Alipay does not send, and is signed without them: \
         `{}`; keep parameters of your own out of `return_url`, or remove them before you verify",
        names.join("`, `")
    )]
    Unexpected {
        /// The names of these parameters, ten at most.
        names: Vec<String>,
    },
    /// The signed text is Alipay's, but it fits several forms.
    #[error(
        "the parameter `{name}` of the notification holds another parameter (`&{inner}=`), so that \
         one signature fits several notifications: query the trade"
    )]
    Ambiguous {
        /// The name of the parameter.
        name: String,
        /// The name of the inner parameter.
        inner: &'static str,
    },
    /// The notification is for another application.
    #[error(
        "the notification is for another application (app_id {found:?}): accept it with \
         `NotificationVerifier::app_id` if that one is yours"
    )]
    OtherApp {
        /// The `app_id` of the notification. It is empty when there is none.
        found: String,
    },
    /// The notification concerns another seller.
    #[error(
        "the notification is for another seller: accept it with `NotificationVerifier::seller_id` \
         if that one is yours"
    )]
    OtherSeller,
    /// A parameter does not have its documented form. The notification itself is genuine: you can
    /// still read its [`parameters`](super::Notification::parameters).
    #[error("the parameter `{name}` of the notification {problem}")]
    Unreadable {
        /// The name of the parameter.
        name: &'static str,
        /// The problem of the parameter.
        problem: &'static str,
    },
    /// There is no reply to the check of the application gateway.
    #[error("the check of the application gateway cannot be answered: {reason}")]
    NoReply {
        /// The reason, and what to do.
        reason: String,
    },
}

/// A text from outside as an error may show it.
pub(super) fn shown(text: &[u8]) -> String {
    redact::line(&String::from_utf8_lossy(text))
}
