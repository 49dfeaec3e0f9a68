//! Which responses of an operation are successes; the others are errors.

use openapiv3::StatusCode;

pub(super) fn is_success(status: &StatusCode) -> bool {
    matches!(status, StatusCode::Code(200..=299) | StatusCode::Range(2))
}
