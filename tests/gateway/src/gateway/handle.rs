//! The gateway as a test holds it.

use serde_json::Value;
use tokio::task::AbortHandle;

use super::error::StartError;
use crate::apps::{App, NewApp};
use crate::crypto::decode_pem;
use crate::fault::{Fault, FaultRule};
use crate::journal::{Call, Counts};
use crate::notify::{Delivery, Notice, PaidTrade};
use crate::parts::Parts;
use crate::rejection::Rejection;
use crate::sample::{self, Sample};
use crate::top::{self, TopApp};

/// A running gateway; it stops when it is dropped.
pub struct Gateway {
    pub(super) parts: Parts,
    pub(super) tasks: [AbortHandle; 2],
}

impl Gateway {
    /// The base address for a client.
    pub fn base_url(&self) -> String {
        self.parts.base_url.clone()
    }

    /// The application that every gateway knows, with its private key.
    pub fn app(&self) -> App {
        self.parts.apps.own()
    }

    /// Makes an application known by its public key, and gives what its client needs besides its
    /// private key.
    ///
    /// # Errors
    /// When the key is not one.
    pub fn add_app(&self, app: NewApp) -> Result<App, StartError> {
        let spki = decode_pem(&app.public_key).ok_or(StartError::PublicKey)?;
        Ok(self.parts.apps.add(app.app_id, &spki)?)
    }

    /// The application of TOP that every gateway knows. Its operations respond as
    /// [`script`](Self::script) says; a rejection is sent with its code as `sub_code`.
    pub fn top_app(&self) -> TopApp {
        TopApp::new(self.base_url() + top::PATH)
    }

    /// The next response to this operation, instead of what the gateway would respond; used once,
    /// in the order given.
    pub fn script(&self, operation: impl Into<String>, response: Result<Value, Rejection>) {
        self.parts.business.script.add(&operation.into(), response);
    }

    /// A request and a response that suit an operation; nothing for an id that is not known.
    pub fn sample(&self, operation: &str) -> Option<Sample> {
        let catalog = &self.parts.business.catalog;
        catalog.operation(operation).map(|operation| sample::sample(catalog, operation))
    }

    /// Adds a rule for faults.
    pub fn fault(&self, rule: FaultRule) {
        self.parts.faults.add(rule);
    }

    /// Lets this many of a thousand calls fail, by chance; the same seed gives the same faults
    /// to the same calls.
    pub fn random_faults(&self, seed: u64, per_mille: u16, kinds: Vec<Fault>) {
        self.parts.faults.seed(seed, per_mille, kinds);
    }

    /// No more faults.
    pub fn clear_faults(&self) {
        self.parts.faults.clear();
    }

    /// The last calls, the oldest first.
    pub fn calls(&self) -> Vec<Call> {
        self.parts.journal.calls()
    }

    /// How many calls there have been.
    pub fn call_count(&self) -> u64 {
        self.parts.journal.counts().calls
    }

    /// How many calls there have been, of which kind.
    pub fn counts(&self) -> Counts {
        self.parts.journal.counts()
    }

    /// The calls after this number, the oldest first; waits until there is one.
    pub async fn calls_after(&self, number: u64) -> Vec<Call> {
        self.parts.journal.calls_after(number).await
    }

    /// Sends a notification about a trade, and retries until it is acknowledged: after 4, 10 and
    /// 10 minutes, 1, 2, 6 and 15 hours. Needs a runtime of tokio around it.
    pub fn notify<N: Into<String>, V: Into<String>>(
        &self,
        url: &str,
        parameters: impl IntoIterator<Item = (N, V)>,
    ) -> Delivery {
        self.send(&Notice::new(url).parameters(parameters))
    }

    /// Sends a notification of any kind, as [`notify`](Self::notify) does.
    pub fn send(&self, notice: &Notice) -> Delivery {
        self.parts.business.notifier.send(notice)
    }

    /// Tells the receiver of a trade that it was paid.
    pub fn notify_paid(&self, trade: &PaidTrade) -> Delivery {
        self.send(&trade.notice())
    }

    /// The last notifications, the oldest first.
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.parts.business.notifier.deliveries()
    }

    /// Changes to a new certificate with another key, and gives it as PEM, with that of its
    /// authority. In key mode responses
    /// are then signed with another key, too.
    ///
    /// # Errors
    /// When the certificate cannot be made.
    pub fn rotate_certificate(&self) -> Result<String, StartError> {
        Ok(self.parts.apps.platform.rotate()?)
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        self.tasks.iter().for_each(AbortHandle::abort);
        self.parts.hub.disconnect();
    }
}
