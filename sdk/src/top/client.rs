//! The client of TOP.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use url::Url;
use zeroize::Zeroizing;

use super::call::Call;
use super::{Format, Operation, SignMethod, TopClientBuilder};
use crate::clock::Clock;
use crate::transport::Transport;

/// What calls of TOP are made with: one application. Cheap to clone. It has one accessor per group
/// of operations.
#[derive(Clone)]
pub struct TopClient {
    pub(super) core: Arc<Core>,
}

/// What all clones of a client share.
pub(super) struct Core {
    pub(super) app_key: String,
    pub(super) secret: Zeroizing<String>,
    pub(super) session: Option<Zeroizing<String>>,
    pub(super) sign_method: SignMethod,
    pub(super) format: Format,
    pub(super) simplify: bool,
    pub(super) unix_timestamp: bool,
    pub(super) address: Url,
    pub(super) timeout: Option<Duration>,
    pub(super) max_answer_size: usize,
    pub(super) trace_bodies: bool,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) transport: Option<Arc<dyn Transport>>,
    #[cfg(feature = "blocking")]
    pub(super) blocking: crate::transport::Blocking,
}

impl TopClient {
    /// Starts a configuration.
    pub fn builder() -> TopClientBuilder {
        TopClientBuilder::new()
    }

    pub(super) fn new(core: Core) -> Self {
        Self { core: Arc::new(core) }
    }

    /// A call of an operation, by its type.
    pub fn call<O: Operation>(&self) -> Call<O> {
        Call::new(self, O::INFO.into())
    }
}

impl fmt::Debug for TopClient {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("TopClient")
            .field("address", &self.core.address.as_str())
            .field("app_key", &self.core.app_key)
            .field("sign_method", &self.core.sign_method)
            .finish_non_exhaustive()
    }
}
