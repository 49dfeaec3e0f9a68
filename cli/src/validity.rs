//! Whether certificates are valid now.

use std::time::{Duration, SystemTime};

use alipay_sdk::Certificate;

/// How long before its end a certificate is reported.
const SOON: Duration = Duration::from_secs(30 * 24 * 60 * 60);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Validity {
    Valid,
    EndsSoon,
    Over,
    NotBegun,
}

impl Validity {
    pub(crate) fn of(certificate: &Certificate, now: SystemTime) -> Self {
        let (begin, end) = (certificate.not_before(), certificate.not_after());
        if now > end {
            Self::Over
        } else if now < begin {
            Self::NotBegun
        } else if end.duration_since(now).unwrap_or_default() < SOON {
            Self::EndsSoon
        } else {
            Self::Valid
        }
    }

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::EndsSoon => "expires within 30 days",
            Self::Over => "expired",
            Self::NotBegun => "not valid yet",
        }
    }
}
