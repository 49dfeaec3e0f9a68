//! How flows call: where this module meets the client's calls.

use super::session::Session;
use crate::call::Call;
use crate::error::Error;
use crate::protocol::Operation;
use crate::protocol::v3::V3;
use alipay_sdk_core::transport::within;

/// The response, if the platform has signed it, and it came in the time of a call and of the lease.
/// What nobody signed, such as an empty 204, is none.
pub(super) async fn signed<O: Operation<Protocol = V3>>(
    session: &Session<'_>,
    call: Call<O>,
) -> Result<O::Response, Option<Error>> {
    let time = session.call_time();
    // A transport of the application's own may know no time.
    match within(time, session.held(call.timeout(time))).await.flatten() {
        Some(Ok(response)) if response.is_verified() => Ok(response.into_inner()),
        Some(Ok(_)) | None => Err(None),
        Some(Err(error)) => Err(Some(error)),
    }
}

/// A call that the client must not retry by itself: the flow asks first.
pub(super) fn not_retried<O: Operation>(call: Call<O>) -> Call<O> {
    call.idempotent(false)
}
