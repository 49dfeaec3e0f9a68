//! What answers say, as far as the platform vouches for them.

use super::{Closed, FlowError, check};
use crate::error::{Error, ErrorCode};
use crate::response::Response;

/// The answer, if the platform has signed it. What nobody signed, such as an empty 204, is no answer.
pub(super) fn signed<T>(answer: Result<Response<T>, Error>) -> Result<T, Option<Error>> {
    match answer {
        Ok(answer) if answer.is_verified() => Ok(answer.into_inner()),
        Ok(_) => Err(None),
        Err(error) => Err(Some(error)),
    }
}

/// The code of a refusal that settles something: signed, and of no attempt that may have been
/// processed.
pub(super) fn refusal(error: &Error) -> Option<&str> {
    let settles = error.is_business() && !error.is_unknown_outcome();
    error.code().filter(|_| settles).map(ErrorCode::as_str)
}

/// What a step that failed says.
pub(super) enum Failure {
    /// Refused: this attempt has done nothing.
    Refused(Closed),
    /// The number was used before: by an attempt of this flow, or by somebody else.
    Used,
    /// Nothing was done, and it may be sent again.
    NotDone(Error),
    /// The platform has to be asked.
    Unknown(Error),
}

/// The codes with which an operation says that its number was used before.
pub(super) struct Codes {
    /// With the same contents, for all we know.
    pub(super) used: &'static [&'static str],
    /// With other contents.
    pub(super) other: &'static [&'static str],
}

impl Failure {
    pub(super) fn of(error: Error, number: &str, codes: &Codes) -> Result<Self, FlowError> {
        Ok(match (refusal(&error), error.api()) {
            (Some(code), _) if codes.other.contains(&code) => {
                return Err(check::other(number, &format!("the platform says so ({code})")));
            }
            (Some(code), _) if codes.used.contains(&code) => Self::Used,
            (Some(_), Some(refusal)) => Self::Refused(Closed::refused(refusal)),
            _ if error.is_unknown_outcome() => Self::Unknown(error),
            // Not even looked at: a wrong key, a missing permission, too many calls, no connection.
            _ => Self::NotDone(error),
        })
    }
}

/// Nobody has used the number in this flow, and yet it was used.
pub(super) fn used_by_another(number: &str) -> FlowError {
    check::other(number, "it was used before this order was sent")
}
