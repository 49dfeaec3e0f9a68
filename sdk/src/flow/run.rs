//! One run of a flow: its time, and the entry that keeps its steps.

use std::time::{Duration, SystemTime};

use serde::Serialize;

use super::kept::{Entry, state};
use super::{FlowError, Timing};
use crate::client::Client;

/// One run of a flow.
pub struct Run<'r> {
    pub(super) client: &'r Client,
    pub(super) timing: &'r Timing,
    pub(super) entry: Option<&'r Entry<'r>>,
}

/// When a run has to come to an end.
pub(super) struct Deadline {
    /// By the clock; none when that time is beyond all clocks.
    at: Option<SystemTime>,
    /// How much waiting is left, whatever becomes of the clock.
    left: Duration,
}

impl Run<'_> {
    /// So much time from now on.
    pub(super) fn within(&self, time: Duration) -> Deadline {
        Deadline { at: self.now().checked_add(time), left: time }
    }

    /// What is left of the time since then.
    pub(super) fn since(&self, start: SystemTime, time: Duration) -> Deadline {
        let passed = self.now().duration_since(start).unwrap_or_default();
        self.within(time.saturating_sub(passed))
    }

    /// How long this run may still wait.
    pub(super) fn left(&self, deadline: &Deadline) -> Duration {
        let left = |at: SystemTime| at.duration_since(self.now()).unwrap_or_default();
        deadline.at.map_or(Duration::MAX, left).min(deadline.left)
    }

    /// Keeps the state of the flow, before a step that must not be forgotten, and renews the lease.
    pub(super) async fn keep(&self, flow: &impl Serialize) -> Result<(), FlowError> {
        if let Some(entry) = self.entry {
            let kept = entry.store.save(&entry.claim, &state(flow)?, self.timing.held()).await;
            kept.map_err(|error| entry.error(error))?;
        }
        Ok(())
    }

    /// Waits one interval, at most until the deadline; false when that is over.
    pub(super) async fn wait(
        &self,
        flow: &impl Serialize,
        deadline: &mut Deadline,
    ) -> Result<bool, FlowError> {
        let left = self.left(deadline);
        if left.is_zero() {
            return Ok(false);
        }
        self.keep(flow).await?;
        let pause = self.timing.poll.min(left);
        deadline.left = left.saturating_sub(pause);
        self.client.clock().sleep(pause).await;
        Ok(true)
    }

    fn now(&self) -> SystemTime {
        self.client.clock().now()
    }
}
