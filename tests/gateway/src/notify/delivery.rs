//! What becomes of a notification.

use std::sync::Arc;
use std::time::SystemTime;

use tokio::sync::watch;
use url::form_urlencoded;

/// A notification on its way.
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

/// One attempt to deliver it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt {
    /// When it was made.
    pub at: SystemTime,
    /// The status of the receiver's response, when there was one.
    pub status: Option<u16>,
    /// The body of the response, or why there is none.
    pub response: String,
    /// Whether the receiver said 200 and exactly `success`.
    pub acknowledged: bool,
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// The receiver has acknowledged it.
    Acknowledged,
    /// No attempt was acknowledged.
    GivenUp,
    /// The gateway stopped before.
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

    /// The `notify_id`, the same in all attempts.
    pub fn notify_id(&self) -> &str {
        &self.notify_id
    }

    /// Where it goes.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The posted parameters, the signature included.
    pub fn parameters(&self) -> Vec<(String, String)> {
        form_urlencoded::parse(self.form.as_bytes()).into_owned().collect()
    }

    /// The attempts so far.
    pub fn attempts(&self) -> Vec<Attempt> {
        self.progress.borrow().attempts.clone()
    }

    /// How it ended; nothing while attempts are to come.
    pub fn outcome(&self) -> Option<Outcome> {
        let progress = self.progress.borrow();
        let stopped = self.progress.has_changed().is_err().then_some(Outcome::Stopped);
        progress.outcome.or(stopped)
    }

    /// Waits for the end.
    pub async fn finished(&self) -> Outcome {
        let mut progress = self.progress.clone();
        match progress.wait_for(|progress| progress.outcome.is_some()).await {
            Ok(progress) => progress.outcome.unwrap_or(Outcome::Stopped),
            Err(_) => Outcome::Stopped,
        }
    }

    /// Waits until this many attempts have been made, or it has ended.
    pub async fn attempted(&self, count: usize) {
        let mut progress = self.progress.clone();
        let enough =
            |progress: &Progress| progress.outcome.is_some() || progress.attempts.len() >= count;
        // Stopped: no more attempts will come.
        let _ = progress.wait_for(enough).await;
    }
}
