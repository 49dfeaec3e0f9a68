//! How flows call: where this module meets the client's calls.

use crate::call::Call;
use crate::error::Error;
use crate::protocol::Operation;
use crate::response::Response;

/// The response, if the platform has signed it. What nobody signed, such as an empty 204, is none.
pub(super) async fn signed<T>(
    call: impl IntoFuture<Output = Result<Response<T>, Error>, IntoFuture: Send> + Send,
) -> Result<T, Option<Error>> {
    match call.await {
        Ok(response) if response.is_verified() => Ok(response.into_inner()),
        Ok(_) => Err(None),
        Err(error) => Err(Some(error)),
    }
}

/// A call that the client must not retry by itself: the flow asks first.
pub(super) fn not_retried<O: Operation>(call: Call<O>) -> Call<O> {
    call.idempotent(false)
}
