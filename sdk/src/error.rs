//! What can go wrong with a call.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::data::DecodeError;
use crate::error_code::ErrorCode;
use crate::response::{RawBody, trace_id};

/// Why a call failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The client cannot be made of this configuration.
    #[error("configuration: {reason}")]
    Configuration {
        /// What is wrong, and what to do.
        reason: String,
    },
    /// The request cannot be sent as it is.
    #[error("{operation}: {reason}")]
    Request {
        /// The id of the operation.
        operation: &'static str,
        /// What is wrong.
        reason: String,
    },
    /// The request may or may not have reached the platform.
    #[error("{operation}: no answer")]
    Transport {
        /// The id of the operation.
        operation: &'static str,
        /// What the HTTP client says.
        source: reqwest::Error,
    },
    /// The answer is larger than this client reads; what the platform did is unknown.
    #[error("{operation}: the answer is larger than {limit} bytes")]
    TooLarge {
        /// The id of the operation.
        operation: &'static str,
        /// The limit, in bytes.
        limit: usize,
    },
    /// The platform refused, or something between it and us did.
    #[error(transparent)]
    Api(Box<ApiError>),
    /// The platform said yes, but its answer is not of the documented shape.
    #[error("{operation}: the answer cannot be read")]
    Decode {
        /// The id of the operation.
        operation: &'static str,
        /// The answer as received.
        body: RawBody,
        /// What is wrong with it.
        source: DecodeError,
    },
}

/// An answer with a status other than 2xx.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub struct ApiError {
    /// The id of the operation.
    pub operation: &'static str,
    /// The HTTP status.
    pub status: StatusCode,
    /// The error code; absent when the body is not the platform's.
    pub code: Option<ErrorCode>,
    /// The platform's message for people, mostly in Chinese.
    pub message: Option<String>,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as received.
    pub body: RawBody,
}

impl ApiError {
    pub(crate) fn new(operation: &'static str, response: http::Response<Bytes>) -> Self {
        let (parts, body) = response.into_parts();
        let json: serde_json::Value = serde_json::from_slice(&body).unwrap_or_default();
        let text = |name: &str| json.get(name).and_then(|value| value.as_str()).map(str::to_owned);
        Self {
            operation,
            status: parts.status,
            code: text("code").map(ErrorCode::from),
            message: text("message"),
            headers: parts.headers,
            body: RawBody(body),
        }
    }

    /// The platform's id of this call (`alipay-trace-id`), to be named to its support.
    pub fn trace_id(&self) -> Option<&str> {
        trace_id(&self.headers)
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.operation, self.status)?;
        if let Some(code) = &self.code {
            write!(formatter, " {code}")?;
        }
        if let Some(message) = &self.message {
            write!(formatter, ": {message}")?;
        }
        if let Some(trace_id) = self.trace_id() {
            write!(formatter, " (trace id {trace_id})")?;
        }
        Ok(())
    }
}
