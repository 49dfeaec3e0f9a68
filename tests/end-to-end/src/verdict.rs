//! What an SDK makes of a response, and of a call that is wrong.

use alipay_sdk::{Error, ErrorKind, Json, Response};

/// What became of a call, in the words of no SDK.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verdict<'a> {
    /// The response was handed to the caller.
    Taken,
    /// Accepted, but not processed yet.
    NotProcessed,
    /// An error response was handed to the caller, with this code.
    Rejected(&'a str),
    /// The response is not provably the platform's.
    Untrusted,
    /// The response has another form than expected.
    Unreadable,
    /// There is no response.
    NoResponse,
    /// Nothing was sent.
    NotSent,
}

/// Of a result of this SDK.
///
/// # Panics
/// When there is no verdict for an error.
pub fn of_ours(result: &Result<Response<Json>, Error>) -> Verdict<'_> {
    let Err(error) = result else { return Verdict::Taken };
    match error.kind() {
        ErrorKind::NotProcessed => Verdict::NotProcessed,
        ErrorKind::Api(error) => {
            Verdict::Rejected(error.code.as_ref().map_or("", |code| code.as_str()))
        }
        ErrorKind::Signature(_) => Verdict::Untrusted,
        ErrorKind::Decryption(_) | ErrorKind::Decode(_) => Verdict::Unreadable,
        ErrorKind::Transport(_) => Verdict::NoResponse,
        ErrorKind::Configuration { .. } | ErrorKind::Request { .. } | ErrorKind::Signing(_) => {
            Verdict::NotSent
        }
        _ => panic!("{error}"),
    }
}
