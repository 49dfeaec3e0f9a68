//! What a notification is answered with.

use std::fmt;

/// The answer to a notification: HTTP status 200, and these letters as the whole body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reply {
    /// It was handled, now or before: do not repeat it.
    Success,
    /// It was not: repeat it.
    Fail,
}

impl Reply {
    /// The whole body of the answer; nothing may stand around it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Fail => "fail",
        }
    }
}

impl fmt::Display for Reply {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}
