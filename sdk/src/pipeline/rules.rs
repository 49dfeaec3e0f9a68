//! What all calls of a client keep to.

use std::sync::Arc;
use std::time::Duration;

use super::metrics::Metrics;
use super::retry::RetryPolicy;
use crate::setters::with_defaults;
use alipay_sdk_core::clock::{Clock, SystemClock};

with_defaults! {
    /// The rules of a client.
    pub(crate) struct Rules {
        pub(crate) retry: RetryPolicy = RetryPolicy::new(),
        pub(crate) clock: Arc<dyn Clock> = Arc::new(SystemClock),
        /// How long a call may take in all.
        pub(crate) timeout: Duration = Duration::from_secs(60),
        /// The largest response that is read, in bytes.
        pub(crate) max_response_size: usize = 32 << 20,
        pub(crate) trace_bodies: bool = false,
        pub(crate) metrics: Option<Arc<dyn Metrics>> = None,
        /// Whether flows and page orders check what they send.
        pub(crate) check_orders: bool = true,
    }
}
