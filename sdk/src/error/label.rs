//! The kinds of errors as short texts, for metrics and traces.

use std::borrow::Cow;

use super::error::Error;
use super::kind::ErrorKind;

impl Error {
    /// One of few texts: see [`AttemptReport::error_type`](crate::AttemptReport::error_type).
    pub(crate) fn label(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self.kind() {
            ErrorKind::Configuration { .. } => "configuration",
            ErrorKind::Request { .. } => "request",
            ErrorKind::Signing(_) => "signing",
            ErrorKind::Transport(error) => error.kind().label(),
            ErrorKind::TooLarge { .. } => "response_too_large",
            ErrorKind::Signature(_) => "signature",
            ErrorKind::NotProcessed => "not_processed",
            ErrorKind::Decryption(_) => "decryption",
            ErrorKind::Decode(_) => "decode",
            ErrorKind::Api(_) | ErrorKind::UnexpectedStatus => {
                let status = self.status().filter(|status| !status.is_success());
                return status.map_or(Cow::Borrowed("rejection"), |status| {
                    Cow::Owned(status.as_str().to_owned())
                });
            }
        })
    }
}
