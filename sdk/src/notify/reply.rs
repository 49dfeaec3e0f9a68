//! The response to a notification.

use std::fmt;

/// The response to a notification: HTTP status 200, and these letters as the whole body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reply {
    /// It was handled, now or before: do not send it again.
    Success,
    /// It was not: send it again.
    Fail,
}

impl Reply {
    /// The whole body of the response; nothing may stand around it.
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
