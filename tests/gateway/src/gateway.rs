//! The gateway as a test starts it.

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::AbortHandle;

use crate::answer::fake::{self, Sample};
use crate::app::{App, Known, NewApp};
use crate::catalog::{Catalog, CatalogError};
use crate::check::{Keys, USUAL, Window};
use crate::crypto::{VerifyingKey, der_of};
use crate::fault::{Fault, FaultRule, Faults};
use crate::journal::{Call, Counts, Journal};
use crate::notify::{Delivery, Notice, Notifier, PaidTrade, Settings};
use crate::page::Site;
use crate::platform::Platform;
use crate::refusal::Refusal;
use crate::server;
use crate::state::State;

/// The private key of the application that every gateway knows.
const APP_KEY: &str = include_str!("../keys/app.pem");

/// The id of that application.
const APP_ID: &str = "2021000000000001";

/// A running gateway; it stops when it is dropped.
pub struct Gateway {
    pub(crate) shared: Arc<Shared>,
    address: SocketAddr,
    server: AbortHandle,
}

/// What the server and the handle share.
pub(crate) struct Shared {
    pub(crate) catalog: Catalog,
    pub(crate) platform: Arc<Platform>,
    pub(crate) notifier: Arc<Notifier>,
    pub(crate) window: Window,
    pub(crate) state: State,
    pub(crate) faults: Faults,
    pub(crate) journal: Journal,
    pub(crate) pages: crate::v2::Pages,
    apps: RwLock<BTreeMap<String, Known>>,
    /// Answers that a test has prepared, by operation, each used once.
    script: RwLock<BTreeMap<String, Vec<Result<Value, Refusal>>>>,
}

/// The gateway cannot start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The address cannot be used.
    #[error("the address cannot be used")]
    Address(#[from] io::Error),
    /// Not a loopback address.
    #[error(
        "{0} is not a loopback address: say allow_remote (`--allow-remote`) to be reached from elsewhere"
    )]
    NotLoopback(SocketAddr),
    /// The documents cannot be used.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    /// A key or a certificate cannot be made.
    #[error("a certificate cannot be made")]
    Certificate(#[from] rcgen::Error),
    /// A public key cannot be read.
    #[error("this is no RSA public key (SubjectPublicKeyInfo as PEM or Base64)")]
    PublicKey,
}

/// The configuration of a [`Gateway`].
#[derive(Clone, Debug)]
#[must_use]
pub struct GatewayBuilder {
    address: SocketAddr,
    allow_remote: bool,
    documents: PathBuf,
    time_factor: f64,
    request_lifetime: Duration,
}

impl Default for GatewayBuilder {
    fn default() -> Self {
        Self {
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            allow_remote: false,
            documents: Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec"),
            time_factor: 1.0,
            request_lifetime: USUAL,
        }
    }
}

impl GatewayBuilder {
    /// Where to listen; a free port on loopback, unless said otherwise.
    pub fn address(mut self, address: SocketAddr) -> Self {
        self.address = address;
        self
    }

    /// Lets it listen where other machines reach it.
    pub fn allow_remote(mut self, allow: bool) -> Self {
        self.allow_remote = allow;
        self
    }

    /// The folder of the documents; that of this repository, unless said otherwise.
    pub fn documents(mut self, folder: impl Into<PathBuf>) -> Self {
        self.documents = folder.into();
        self
    }

    /// How many times as fast as real time the waits between notifications pass: with 60.0, minutes
    /// are seconds.
    pub fn time_factor(mut self, factor: f64) -> Self {
        self.time_factor = factor;
        self
    }

    /// How far the time stamp of a request may be from the gateway's clock, in either direction: 15
    /// minutes, unless said otherwise. A test whose clock stands still needs more.
    pub fn request_lifetime(mut self, lifetime: Duration) -> Self {
        self.request_lifetime = lifetime;
        self
    }

    /// Starts the gateway on the runtime that this is called in.
    ///
    /// # Errors
    /// When the address or the documents cannot be used.
    pub async fn start(self) -> Result<Gateway, StartError> {
        if !self.address.ip().is_loopback() && !self.allow_remote {
            return Err(StartError::NotLoopback(self.address));
        }
        let platform = Arc::new(Platform::new()?);
        let settings = Settings { time_factor: self.time_factor, allow_remote: self.allow_remote };
        let shared = Arc::new(Shared {
            catalog: Catalog::read(&self.documents)?,
            notifier: Arc::new(Notifier::new(platform.clone(), settings)),
            platform,
            window: Window::new(self.request_lifetime),
            state: State::default(),
            faults: Faults::default(),
            journal: Journal::default(),
            pages: crate::v2::Pages::default(),
            apps: RwLock::default(),
            script: RwLock::default(),
        });
        let listener = TcpListener::bind(self.address).await?;
        let address = listener.local_addr()?;
        let site = Site::new(shared.clone(), format!("http://{address}"), self.allow_remote);
        let server = tokio::spawn(server::run(listener, shared.clone(), site)).abort_handle();
        let gateway = Gateway { shared, address, server };
        let key = rcgen::KeyPair::from_pem(APP_KEY)?.public_key_pem();
        gateway.add_app(NewApp { app_id: APP_ID.to_owned(), public_key: key })?;
        Ok(gateway)
    }
}

impl Gateway {
    /// Starts one on a free port of loopback.
    ///
    /// # Errors
    /// When the documents cannot be used.
    pub async fn start() -> Result<Self, StartError> {
        Self::builder().start().await
    }

    /// Starts a configuration.
    pub fn builder() -> GatewayBuilder {
        GatewayBuilder::default()
    }

    /// The base address for a client.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The application that every gateway knows, with its private key.
    pub fn app(&self) -> App {
        self.shared.described_app(APP_ID)
    }

    /// Makes an application known by its public key, and gives what its client needs besides its
    /// private key.
    ///
    /// # Errors
    /// When the key is not one.
    pub fn add_app(&self, app: NewApp) -> Result<App, StartError> {
        let NewApp { app_id, public_key } = app;
        let spki = der_of(&public_key).ok_or(StartError::PublicKey)?;
        let known = Known {
            key: VerifyingKey::from_text(&public_key).ok_or(StartError::PublicKey)?,
            certificate: self.shared.platform.certify(&app_id, &spki)?,
            certificate_serial: String::new(),
            encrypt_key: encrypt_key(&app_id),
        };
        let serial = crate::serial::of_pem(&known.certificate).unwrap_or_default();
        let known = Known { certificate_serial: serial, ..known };
        let described = self.shared.describe(&app_id, "", Some(&known));
        let mut apps = self.shared.apps.write().unwrap_or_else(PoisonError::into_inner);
        apps.insert(app_id, known);
        Ok(described)
    }

    /// The next answer to this operation, instead of what the gateway would answer; used once,
    /// in the order given.
    pub fn script(&self, operation: impl Into<String>, answer: Result<Value, Refusal>) {
        self.shared.script(&operation.into(), answer);
    }

    /// A request and an answer that suit an operation; nothing for an id that is not known.
    pub fn sample(&self, operation: &str) -> Option<Sample> {
        let catalog = &self.shared.catalog;
        catalog.operation(operation).map(|operation| fake::sample(catalog, operation))
    }

    /// Adds a rule for faults.
    pub fn fault(&self, rule: FaultRule) {
        self.shared.faults.add(rule);
    }

    /// Lets this many of a thousand calls fail, by chance; the same seed gives the same faults
    /// to the same calls.
    pub fn random_faults(&self, seed: u64, per_mille: u16, kinds: Vec<Fault>) {
        self.shared.faults.seed(seed, per_mille, kinds);
    }

    /// No more faults.
    pub fn clear_faults(&self) {
        self.shared.faults.clear();
    }

    /// The last calls, the oldest first.
    pub fn calls(&self) -> Vec<Call> {
        self.shared.journal.calls()
    }

    /// How many calls there have been.
    pub fn call_count(&self) -> u64 {
        self.shared.journal.counts().calls
    }

    /// How many calls there have been, of which kind.
    pub fn counts(&self) -> Counts {
        self.shared.journal.counts()
    }

    /// The calls after this number, the oldest first; waits until there is one.
    pub async fn calls_after(&self, number: u64) -> Vec<Call> {
        self.shared.journal.calls_after(number).await
    }

    /// Sends a notification about a trade, and repeats it until it is acknowledged: after 4, 10 and
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
        self.shared.notifier.send(notice)
    }

    /// Tells the receiver of a trade that it was paid.
    pub fn notify_paid(&self, trade: &PaidTrade) -> Delivery {
        self.shared.notifier.trade_paid(trade)
    }

    /// The last notifications, the oldest first.
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.shared.notifier.deliveries()
    }

    /// Changes to a new certificate with another key, and gives it as PEM. In key mode answers are
    /// then signed with another key, too.
    ///
    /// # Errors
    /// When the certificate cannot be made.
    pub fn rotate_certificate(&self) -> Result<String, StartError> {
        Ok(self.shared.platform.rotate()?)
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Shared {
    /// Notifies the receivers of new payments.
    pub(crate) fn tell_payments(&self) {
        for trade in self.state.untold_payments() {
            self.notifier.trade_paid(&trade);
        }
    }

    pub(crate) fn app(&self, app_id: &str) -> Option<Known> {
        self.apps.read().unwrap_or_else(PoisonError::into_inner).get(app_id).cloned()
    }

    /// All keys, with what to call them.
    pub(crate) fn keys(&self) -> Keys {
        let apps = self.apps.read().unwrap_or_else(PoisonError::into_inner);
        let apps = apps.iter().map(|(id, known)| (format!("application {id}"), known.key.clone()));
        let own = self.platform.verifying_keys().map(|key| ("the gateway".to_owned(), key));
        apps.chain(own).collect()
    }

    /// The answer that a test has prepared for this operation.
    pub(crate) fn scripted(&self, operation: &str) -> Option<Result<Value, Refusal>> {
        let mut script = self.script.write().unwrap_or_else(PoisonError::into_inner);
        let answers = script.get_mut(operation)?;
        (!answers.is_empty()).then(|| answers.remove(0))
    }

    /// Prepares an answer.
    pub(crate) fn script(&self, operation: &str, answer: Result<Value, Refusal>) {
        let mut script = self.script.write().unwrap_or_else(PoisonError::into_inner);
        script.entry(operation.to_owned()).or_default().push(answer);
    }

    /// All applications.
    pub(crate) fn described(&self) -> Vec<App> {
        let apps = self.apps.read().unwrap_or_else(PoisonError::into_inner);
        let ids: Vec<String> = apps.keys().cloned().collect();
        drop(apps);
        ids.iter().map(|id| self.described_app(id)).collect()
    }

    fn described_app(&self, app_id: &str) -> App {
        let private_key = if app_id == APP_ID { APP_KEY } else { "" };
        self.describe(app_id, private_key, self.app(app_id).as_ref())
    }

    pub(crate) fn describe(&self, app_id: &str, private_key: &str, known: Option<&Known>) -> App {
        let (certificate, _) = self.platform.certificate();
        App {
            app_id: app_id.to_owned(),
            private_key: private_key.to_owned(),
            alipay_public_key: self.platform.public_key_pem().unwrap_or_default(),
            app_certificate: known.map(|known| known.certificate.clone()).unwrap_or_default(),
            alipay_certificate: certificate,
            root_certificates: self.platform.roots.clone(),
            encrypt_key: BASE64_STANDARD
                .encode(known.map(|known| known.encrypt_key).unwrap_or_default()),
        }
    }
}

/// An application's key for encryption: of its id, so that it is the same at each start.
fn encrypt_key(app_id: &str) -> [u8; 16] {
    use md5::{Digest, Md5};

    Md5::digest(format!("encrypt key of {app_id}")).into()
}
