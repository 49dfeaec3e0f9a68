//! The response to a notification.

use std::fmt;

/// The response to a notification. Send it with HTTP status 200, and with this text as the whole
/// body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reply {
    /// `success`: the notification was handled, now or before. The platform does not send it again.
    Success,
    /// `fail`: the notification was not handled. The platform sends it again.
    Fail,
}

impl Reply {
    /// Returns the whole body of the response. Add nothing to it.
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
