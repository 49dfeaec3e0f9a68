//! The figures of calls, for a collector.

use std::borrow::Cow;
use std::time::Duration;

use http::{Method, StatusCode};

/// Collects the metrics of calls. Implement it for the collector of your choice, and pass it to
/// [`ClientBuilder::metrics`](crate::ClientBuilder::metrics). The feature `opentelemetry` has one
/// for OpenTelemetry.
///
/// ```
/// use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
///
/// use alipay_sdk::{AttemptReport, Metrics};
///
/// #[derive(Default)]
/// struct Failures(AtomicU64);
///
/// impl Metrics for Failures {
///     fn attempt(&self, report: &AttemptReport<'_>) {
///         self.0.fetch_add(u64::from(report.error_type.is_some()), Relaxed);
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not collect the metrics of calls",
    label = "no `Metrics`",
    note = "implement `alipay_sdk::Metrics`, or use `OpenTelemetryMetrics` with the Cargo feature `opentelemetry`"
)]
pub trait Metrics: Send + Sync + 'static {
    /// Records an attempt that has ended. The call waits for this method: return at once.
    fn attempt(&self, report: &AttemptReport<'_>);
}

/// One attempt of a call.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AttemptReport<'r> {
    /// The id of the operation, for instance `alipay.trade.pay`.
    pub operation: &'r str,
    /// The HTTP method.
    pub method: &'r Method,
    /// The path with the names of its parameters instead of their values.
    pub template: &'r str,
    /// The host of the platform.
    pub server_address: &'r str,
    /// The port of the platform.
    pub server_port: u16,
    /// The number of the attempt, from 1. A larger number is a retry.
    pub number: u32,
    /// The duration, from the signature to the verified response.
    pub duration: Duration,
    /// The status of the response, if there is one.
    pub status: Option<StatusCode>,
    /// The reason of a failure, one of a short list: `connection` (nothing was sent), `timeout`,
    /// `interrupted`, `signature`, `signing`, `request`, `decryption`, `decode`,
    /// `response_too_large`, `not_processed`, `rejection` (the status is one of success), or the
    /// status of an API error, for instance `400`.
    pub error_type: Option<Cow<'static, str>>,
    /// The number of retries that are left in the budget of the client
    /// ([`RetryPolicy::budget`](crate::RetryPolicy::budget)).
    pub retries_left: u32,
}
