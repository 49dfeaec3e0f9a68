//! Sends notifications until they are acknowledged.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;

use super::delivery::{Delivery, Outcome, Progress};
use super::notice::Notice;
use super::post::Post;
use super::receivers::Receivers;
use crate::platform::Platform;

/// How many deliveries are listed.
const LIMIT: usize = 50;

/// The waits between attempts, in minutes: eight attempts in 24 hours and 24 minutes.
const WAITS: [u64; 7] = [4, 10, 10, 60, 120, 360, 900];

/// Sends notifications, and retries until they are acknowledged. A notification that is still to be
/// delivered is dropped with it.
pub(crate) struct Notifier {
    platform: Arc<Platform>,
    settings: Settings,
    tasks: Mutex<JoinSet<()>>,
    deliveries: Mutex<VecDeque<Delivery>>,
}

/// How notifications are sent.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// How many times as fast as real time waits pass.
    pub(crate) time_factor: f64,
    /// Who may be notified.
    pub(crate) receivers: Arc<Receivers>,
}

impl Notifier {
    pub(crate) fn new(platform: Arc<Platform>, settings: Settings) -> Self {
        Self { platform, settings, tasks: Mutex::default(), deliveries: Mutex::default() }
    }

    /// Signs a notification and starts to deliver it. Needs a runtime of tokio around it.
    pub(crate) fn send(&self, notice: &Notice) -> Delivery {
        let (id, form) = notice.form(&self.platform);
        let (progress, watched) = watch::channel(Progress::default());
        let delivery = Delivery::new(id, notice.url.clone(), &form, watched);
        let receivers = self.settings.receivers.clone();
        let post = Post { url: notice.url.clone(), form, receivers };
        let task = deliver(post, notice.copies, self.settings.time_factor, progress);
        let mut tasks = self.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        while tasks.try_join_next().is_some() {}
        tasks.spawn(task);
        self.keep(delivery.clone());
        delivery
    }

    /// The last deliveries, the oldest first.
    pub(crate) fn deliveries(&self) -> Vec<Delivery> {
        let deliveries = self.deliveries.lock().unwrap_or_else(PoisonError::into_inner);
        deliveries.iter().cloned().collect()
    }

    fn keep(&self, delivery: Delivery) {
        let mut deliveries = self.deliveries.lock().unwrap_or_else(PoisonError::into_inner);
        deliveries.push_back(delivery);
        if deliveries.len() > LIMIT {
            deliveries.pop_front();
        }
    }
}

/// Attempts by the schedule, until one is acknowledged or none is left.
async fn deliver(post: Post, copies: u32, time_factor: f64, progress: watch::Sender<Progress>) {
    let mut waits = WAITS.iter();
    loop {
        let mut acknowledged = false;
        for _ in 0..copies {
            let attempt = post.attempt().await;
            acknowledged |= attempt.acknowledged;
            progress.send_modify(|progress| progress.attempts.push(attempt));
        }
        let outcome = match (acknowledged, waits.next()) {
            (true, _) => Outcome::Acknowledged,
            (false, None) => Outcome::GivenUp,
            (false, Some(minutes)) => {
                tokio::time::sleep(faster(Duration::from_secs(minutes * 60), time_factor)).await;
                continue;
            }
        };
        progress.send_modify(|progress| progress.outcome = Some(outcome));
        return;
    }
}

/// A wait in compressed time; a factor that makes no sense compresses nothing.
fn faster(wait: Duration, factor: f64) -> Duration {
    Duration::try_from_secs_f64(wait.as_secs_f64() / factor).unwrap_or(wait)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_factor_without_sense_compresses_nothing() {
        let wait = Duration::from_secs(240);
        assert_eq!(faster(wait, 240.0), Duration::from_secs(1));
        for factor in [0.0, -1.0, f64::NAN] {
            assert_eq!(faster(wait, factor), wait, "{factor}");
        }
    }
}
