//! The extractor for axum.

use axum_core::extract::{FromRef, FromRequest, Request};
use axum_core::response::{IntoResponse, Response};
use bytes::Bytes;
use http::request::Parts;
use http::{StatusCode, header};

use super::{CheckReply, Incoming, Notification, NotificationError};
use super::{NotificationVerifier, Posted, Reply};
use alipay_sdk_core::wire::{Body, ReadBodyError};

/// A verified notification, as the argument of a handler. The [`NotificationVerifier`] comes from
/// the state of the router.
///
/// An unverified notification never reaches the handler. The response is `fail` with status 400,
/// with 413 when the body is too large, or with 503 when other bodies take all the memory. The
/// reason is logged as a warning. Every body may take 16 KiB, and larger bodies share another 16
/// MiB. So strangers cannot fill the memory, and cannot block a notification of usual size. The
/// check of the application gateway does not reach the handler either; it gets the reply that the
/// platform expects. In a `get` route it extracts the parameters of a return page.
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

/// The response of [`VerifiedNotification`] when the handler is not called.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum NotificationRejection {
    /// The notification is not accepted.
    NotAccepted(NotificationError),
    /// The request was the check of the application gateway. This is the reply.
    Check(CheckReply),
}

impl<S> FromRequest<S> for VerifiedNotification
where
    NotificationVerifier: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = NotificationRejection;

    async fn from_request(request: Request, state: &S) -> Result<Self, NotificationRejection> {
        let verifier = NotificationVerifier::from_ref(state);
        let (parts, body) = request.into_parts();
        let incoming = match read(body, &verifier).await {
            Ok(body) => verifier.receive(posted(&parts, &body)).await,
            Err(error) => Err(error),
        };
        match incoming {
            Ok(Incoming::Notification(notification)) => Ok(Self(notification)),
            Ok(Incoming::Check(reply)) => {
                if let Some(error) = reply.problem() {
                    tracing::warn!(target: "alipay_sdk", %error, "a gateway check was rejected");
                }
                Err(NotificationRejection::Check(reply))
            }
            Err(error) => {
                tracing::warn!(target: "alipay_sdk", %error, "a notification was rejected");
                Err(NotificationRejection::NotAccepted(error))
            }
        }
    }
}

async fn read(
    body: axum_core::body::Body,
    verifier: &NotificationVerifier,
) -> Result<Bytes, NotificationError> {
    let (limit, mut place) = (verifier.largest(), verifier.room().place());
    let read = Body::new(body).read_while(limit, |all| place.has_room_for(all)).await;
    read.map_err(|error| match error {
        _ if place.is_refused() => NotificationError::Busy,
        ReadBodyError::TooLarge { .. } => NotificationError::TooLarge { limit },
        ReadBodyError::Broken { .. } => NotificationError::Broken,
    })
}

fn posted<'a>(parts: &'a Parts, body: &'a [u8]) -> Posted<'a> {
    let content_type = parts.headers.get(header::CONTENT_TYPE);
    let content_type = content_type.and_then(|value| value.to_str().ok()).unwrap_or_default();
    let query = parts.uri.query().unwrap_or_default();
    Posted::new(body).query(query).content_type(content_type)
}

impl IntoResponse for NotificationRejection {
    fn into_response(self) -> Response {
        match self {
            Self::NotAccepted(error) => error.into_response(),
            Self::Check(reply) => reply.into_response(),
        }
    }
}

impl IntoResponse for NotificationError {
    fn into_response(self) -> Response {
        let status = match self {
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::NoReply { .. } => StatusCode::INTERNAL_SERVER_ERROR,
            _ => StatusCode::BAD_REQUEST,
        };
        (status, Reply::Fail.as_str()).into_response()
    }
}

impl IntoResponse for CheckReply {
    fn into_response(self) -> Response {
        let content_type = self.content_type().to_owned();
        ([(header::CONTENT_TYPE, content_type)], self.into_body()).into_response()
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        self.as_str().into_response()
    }
}
