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
    /// Returns the base address for a client.
    pub fn base_url(&self) -> String {
        self.parts.base_url.clone()
    }

    /// Returns the application that every gateway knows, with its private key.
    pub fn app(&self) -> App {
        self.parts.apps.own()
    }

    /// Registers an application by its public key, and returns the settings that its client needs
    /// besides the private key.
    ///
    /// # Errors
    /// When the text is not an RSA public key.
    pub fn add_app(&self, app: NewApp) -> Result<App, StartError> {
        let spki = decode_pem(&app.public_key).ok_or(StartError::PublicKey)?;
        Ok(self.parts.apps.add(app.app_id, &spki)?)
    }

    /// Returns the application of TOP that every gateway knows. Prepare its responses with
    /// [`script`](Self::script). The code of a rejection becomes the `sub_code`.
    pub fn top_app(&self) -> TopApp {
        TopApp::new(self.base_url() + top::PATH)
    }

    /// Prepares the next response to this operation, instead of the gateway's own. Each prepared
    /// response is used once, in the order of the calls.
    pub fn script(&self, operation: impl Into<String>, response: Result<Value, Rejection>) {
        self.parts.business.script.add(&operation.into(), response);
    }

    /// Returns a sample request and response of an operation, or `None` for an unknown id.
    pub fn sample(&self, operation: &str) -> Option<Sample> {
        let catalog = &self.parts.business.catalog;
        catalog.operation(operation).map(|operation| sample::sample(catalog, operation))
    }

    /// Adds a rule that makes calls fail.
    pub fn fault(&self, rule: FaultRule) {
        self.parts.faults.add(rule);
    }

    /// Makes this many of a thousand calls fail at random. The same seed makes the same calls fail
    /// in the same way.
    pub fn random_faults(&self, seed: u64, per_mille: u16, kinds: Vec<Fault>) {
        self.parts.faults.seed(seed, per_mille, kinds);
    }

    /// Removes all rules and random faults.
    pub fn clear_faults(&self) {
        self.parts.faults.clear();
    }

    /// Returns the last calls, the oldest first.
    pub fn calls(&self) -> Vec<Call> {
        self.parts.journal.calls()
    }

    /// Returns the number of calls.
    pub fn call_count(&self) -> u64 {
        self.parts.journal.counts().calls
    }

    /// Returns the numbers of calls, of rejected calls, and of calls with a fault.
    pub fn counts(&self) -> Counts {
        self.parts.journal.counts()
    }

    /// Waits for calls with a number above this one, and returns them, the oldest first.
    pub async fn calls_after(&self, number: u64) -> Vec<Call> {
        self.parts.journal.calls_after(number).await
    }

    /// Sends a notification about a trade, and retries until it is acknowledged: after 4, 10 and 10
    /// minutes, and after 1, 2, 6 and 15 hours. Call it inside a tokio runtime.
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

    /// Notifies the receiver of a trade that the trade was paid.
    pub fn notify_paid(&self, trade: &PaidTrade) -> Delivery {
        self.send(&trade.notice())
    }

    /// Returns the last notifications, the oldest first.
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.parts.business.notifier.deliveries()
    }

    /// Changes to a new certificate with another key, and returns it as PEM, with the certificate
    /// of its authority. In key mode responses are then signed with the new key, too.
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
