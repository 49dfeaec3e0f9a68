//! The extractor for axum.

use axum_core::extract::{FromRef, FromRequest, Request};
use axum_core::response::{IntoResponse, Response};
use http::StatusCode;

use super::{Notification, NotificationError, NotificationVerifier, Reply};
use crate::wire::{Body, ReadBodyError};

/// A notification that was verified, as an argument of a handler. The state of the router gives the
/// [`NotificationVerifier`].
///
/// What is not verified never reaches the handler: the response is `fail` with status 400 (413 when it is too
/// large, 503 when others are being read that take all the room), and the reason is traced as a warning. Bodies
/// that are being read take at most 16 KiB each, and 16 MiB more all together: strangers cannot fill the memory,
/// and cannot keep a notification of usual size out.
///
/// ```
/// use alipay_sdk::notify::{NotificationVerifier, Reply, VerifiedNotification};
/// use axum::Router;
/// use axum::routing::post;
///
/// async fn notified(VerifiedNotification(notification): VerifiedNotification) -> Reply {
///     // … the order is paid …
///     Reply::Success
/// }
///
/// fn router(verifier: NotificationVerifier) -> Router {
///     Router::new().route("/notify", post(notified)).with_state(verifier)
/// }
/// ```
#[derive(Clone, Debug)]
pub struct VerifiedNotification(pub Notification);

impl<S> FromRequest<S> for VerifiedNotification
where
    NotificationVerifier: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = NotificationError;

    async fn from_request(request: Request, state: &S) -> Result<Self, NotificationError> {
        let verifier = NotificationVerifier::from_ref(state);
        let (limit, mut place) = (verifier.largest(), verifier.room().place());
        let body = Body::new(request.into_body()).read_while(limit, |all| place.has_room_for(all));
        let body = body.await.map_err(|error| match error {
            _ if place.is_refused() => NotificationError::Busy,
            ReadBodyError::TooLarge { .. } => NotificationError::TooLarge { limit },
            ReadBodyError::Broken { .. } => NotificationError::Broken,
        });
        let verified = match body {
            Ok(body) => verifier.verify_async(&body).await,
            Err(error) => Err(error),
        };
        verified.map(Self).inspect_err(
            |error| tracing::warn!(target: "alipay_sdk", %error, "a notification was refused"),
        )
    }
}

impl IntoResponse for NotificationError {
    fn into_response(self) -> Response {
        let status = match self {
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::BAD_REQUEST,
        };
        (status, Reply::Fail.as_str()).into_response()
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        self.as_str().into_response()
    }
}
