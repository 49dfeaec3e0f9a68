//! What all calls of a client keep to.

use std::sync::Arc;
use std::time::Duration;

use super::metrics::Metrics;
use super::retry::RetryPolicy;
use alipay_sdk_core::clock::{Clock, SystemClock};

/// The rules of a client.
pub(crate) struct Rules {
    pub(crate) retry: RetryPolicy,
    pub(crate) clock: Arc<dyn Clock>,
    /// How long a call may take in all.
    pub(crate) timeout: Duration,
    /// The largest response that is read, in bytes.
    pub(crate) max_response_size: usize,
    pub(crate) trace_bodies: bool,
    pub(crate) metrics: Option<Arc<dyn Metrics>>,
    /// Whether flows and page orders check what they send.
    pub(crate) check_orders: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            retry: RetryPolicy::new(),
            clock: Arc::new(SystemClock),
            timeout: Duration::from_secs(60),
            max_response_size: 32 << 20,
            trace_bodies: false,
            metrics: None,
            check_orders: true,
        }
    }
}
