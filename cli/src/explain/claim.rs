//! A signature that somebody claims to have made.

use alipay_sdk::SignType;

use super::signed::Signed;

/// A signature, and all that it depends on.
pub(crate) struct Claim {
    /// The captured thing, for people.
    pub(crate) kind: &'static str,
    pub(crate) side: Side,
    pub(crate) signed: Signed,
    /// Nothing when what was captured is not signed.
    pub(crate) signature: Option<String>,
    pub(crate) sign_type: SignType,
    /// The certificate that it names.
    pub(crate) serial: Option<String>,
    /// The tokens in its text, which are not shown.
    pub(crate) secrets: Vec<String>,
}

/// Whose signature it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Application,
    Alipay,
    /// Of a text alone: either.
    Either,
}

impl Claim {
    /// A text that may be shown.
    pub(crate) fn masked(&self, text: &[u8]) -> String {
        let text = String::from_utf8_lossy(text).into_owned();
        self.secrets.iter().fold(text, |text, secret| text.replace(secret, "***"))
    }
}
