//! The delivery of a notification.

use std::sync::Arc;
use std::time::SystemTime;

use tokio::sync::watch;
use url::form_urlencoded;

/// A notification that is being delivered. Clones watch the same delivery.
#[derive(Clone, Debug)]
pub struct Delivery {
    notify_id: String,
    url: String,
    form: Arc<str>,
    progress: watch::Receiver<Progress>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Progress {
    pub(crate) attempts: Vec<Attempt>,
    pub(crate) outcome: Option<Outcome>,
}

/// An attempt to deliver a notification.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt {
    /// The time of the attempt.
    pub at: SystemTime,
    /// The status of the receiver's response, or `None` without a response.
    pub status: Option<u16>,
    /// The body of the response, or the reason why there is none.
    pub response: String,
    /// Whether the receiver responded with status 200 and exactly `success`.
    pub acknowledged: bool,
}

/// How a delivery ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// The receiver acknowledged the notification.
    Acknowledged,
    /// No attempt was acknowledged.
    GivenUp,
    /// The gateway stopped before the delivery ended.
    Stopped,
}

impl Delivery {
    pub(crate) fn new(
        notify_id: String,
        url: String,
        form: &str,
        progress: watch::Receiver<Progress>,
    ) -> Self {
        Self { notify_id, url, form: form.into(), progress }
    }

    /// Returns the `notify_id`, which is the same in all attempts.
    pub fn notify_id(&self) -> &str {
        &self.notify_id
    }

    /// Returns the address of the receiver.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns the posted parameters, including the signature.
    pub fn parameters(&self) -> Vec<(String, String)> {
        form_urlencoded::parse(self.form.as_bytes()).into_owned().collect()
    }

    /// Returns the attempts so far.
    pub fn attempts(&self) -> Vec<Attempt> {
        self.progress.borrow().attempts.clone()
    }

    /// Returns how the delivery ended, or `None` while it goes on.
    pub fn outcome(&self) -> Option<Outcome> {
        let progress = self.progress.borrow();
        let stopped = self.progress.has_changed().is_err().then_some(Outcome::Stopped);
        progress.outcome.or(stopped)
    }

    /// Waits for the end of the delivery.
    pub async fn finished(&self) -> Outcome {
        let mut progress = self.progress.clone();
        match progress.wait_for(|progress| progress.outcome.is_some()).await {
            Ok(progress) => progress.outcome.unwrap_or(Outcome::Stopped),
            Err(_) => Outcome::Stopped,
        }
    }

    /// Waits until this many attempts were made, or the delivery has ended.
    pub async fn attempted(&self, count: usize) {
        let mut progress = self.progress.clone();
        let enough =
            |progress: &Progress| progress.outcome.is_some() || progress.attempts.len() >= count;
        // Stopped: no more attempts will come.
        let _ = progress.wait_for(enough).await;
    }
}
