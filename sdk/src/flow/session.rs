//! One run of a task: its time, and the entry of the store that keeps its steps.

use std::time::{Duration, SystemTime};

use serde::Serialize;

use super::entry::{Entry, to_json};
use super::error::FlowError;
use super::event::{Event, Listener};
use super::stop::Stop;
use super::timing::Timing;
use crate::client::Client;
use alipay_sdk_core::store::{StoreError, StoreErrorKind};

/// One run of a task.
pub struct Session<'r> {
    pub(super) client: &'r Client,
    pub(super) timing: &'r Timing,
    pub(super) entry: Option<&'r Entry<'r>>,
    pub(super) listener: Option<&'r Listener>,
    pub(super) stop: Stop,
}

/// When a run has to come to an end.
pub(super) struct Deadline {
    /// By the clock; none when that time is beyond all clocks.
    at: Option<SystemTime>,
    /// How much waiting is left, whatever becomes of the clock.
    left: Duration,
    /// Whether it comes at once when the run is to stop.
    stops: bool,
}

impl Session<'_> {
    /// So much time from now on.
    pub(super) fn within(&self, time: Duration) -> Deadline {
        Deadline { at: self.now().checked_add(time), left: time, stops: false }
    }

    /// The rest of the buyer's time since then, and nothing any more when the run is to stop.
    pub(super) fn since(&self, start: SystemTime, time: Duration) -> Deadline {
        let passed = self.now().duration_since(start).unwrap_or_default();
        Deadline { stops: true, ..self.within(time.saturating_sub(passed)) }
    }

    /// How long this run may still wait.
    pub(super) fn left(&self, deadline: &Deadline) -> Duration {
        if self.stops(deadline) {
            return Duration::ZERO;
        }
        let left = |at: SystemTime| at.duration_since(self.now()).unwrap_or_default();
        deadline.at.map_or(Duration::MAX, left).min(deadline.left)
    }

    /// How long a call may take, with its retries.
    pub(super) fn call_time(&self) -> Duration {
        self.timing.call_within(self.client.timeout())
    }

    /// Keeps the task as it is, before a step that must not be forgotten, and renews the lease.
    pub(super) async fn keep(&self, task: &impl Serialize) -> Result<(), FlowError> {
        match self.entry {
            Some(entry) => entry.save(&to_json(task)?, self.timing.lease).await,
            None => Ok(()),
        }
    }

    /// Renews the lease, unless it lasts for a call: nobody may take the task over meanwhile.
    pub(super) async fn before_call(&self, task: &impl Serialize) -> Result<(), FlowError> {
        let lasts = || self.entry.is_none_or(|entry| entry.left() >= self.call_time());
        if lasts() {
            return Ok(());
        }
        self.keep(task).await?;
        if lasts() {
            return Ok(());
        }
        let reason = "the store renews a lease so slowly that a call could outlast the lease: set \
                      a longer `Timing::lease`";
        Err(FlowError::Store(StoreError::new(StoreErrorKind::Unavailable, reason)))
    }

    /// What a future gives, if the task is still in the hands of this run so long.
    pub(super) async fn held<F: Future>(&self, future: F) -> Option<F::Output> {
        match self.entry {
            Some(entry) => entry.held(future).await,
            None => Some(future.await),
        }
    }

    /// Waits one interval, at most until the deadline; false when that is over.
    pub(super) async fn wait(
        &self,
        task: &impl Serialize,
        deadline: &mut Deadline,
    ) -> Result<bool, FlowError> {
        let left = self.left(deadline);
        if left.is_zero() {
            return Ok(false);
        }
        let mut pause = self.timing.pause().min(left);
        deadline.left = left.saturating_sub(pause);
        while !pause.is_zero() && !self.stops(deadline) {
            self.keep(task).await?;
            // In parts, so that the lease does not end meanwhile.
            let part = self.entry.map_or(pause, |_| pause.min(self.timing.lease / 2));
            pause -= part;
            let sleep = self.client.clock().sleep(part);
            match deadline.stops {
                true => self.stop.or(sleep).await,
                false => sleep.await,
            }
            self.listen().await?;
        }
        Ok(true)
    }

    fn stops(&self, deadline: &Deadline) -> bool {
        deadline.stops && self.stop.is_set()
    }

    /// Looks whether somebody has left word in the store that the task is to be canceled.
    pub(super) async fn listen(&self) -> Result<(), FlowError> {
        if let Some(entry) = self.entry
            && !self.stop.is_set()
            && entry.is_canceled().await?
        {
            self.stop.set();
        }
        Ok(())
    }

    /// Tells the listener what the run is at.
    pub(super) fn tell(&self, number: &str, event: Event) {
        if let Some(listener) = self.listener {
            listener(number, event);
        }
    }

    pub(super) fn now(&self) -> SystemTime {
        self.client.clock().now()
    }
}
