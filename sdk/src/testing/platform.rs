//! The platform of a test.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::clock::TestClock;
use super::keys::KEYS;
use super::notification::sign_notification;
use super::posted::Posted;
use super::request::TestRequest;
use super::response::TestResponse;
use crate::client::{Client, ClientBuilder};
use alipay_sdk_core::{
    EncryptKey, KeyError, PrivateKey, PublicKey, beijing_time,
    clock::{Clock, random_id},
    data::Json,
    impl_debug,
};

/// The id of the application that test platforms know.
pub const APP_ID: &str = "2021000000000000";

/// Where the clients of a test platform would go, were it not their transport: nowhere.
const NOWHERE: &str = "http://127.0.0.1:1";

/// A test platform, which is also the transport of its clients. Clones share the same platform.
#[derive(Clone)]
pub struct TestPlatform(Arc<State>);

#[derive(Default)]
struct State {
    answers: Mutex<BTreeMap<String, Respond>>,
    requests: Mutex<Vec<TestRequest>>,
    clock: TestClock,
}

/// How the platform responds to one operation.
type Respond = Arc<Mutex<dyn FnMut(&TestRequest) -> TestResponse + Send>>;

impl TestPlatform {
    /// Creates a platform without responses. The RSA keys of all test platforms are the same and
    /// public: use them in tests only.
    ///
    /// # Panics
    /// When the operating system provides no random bytes.
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::default())
    }

    /// Returns a builder for a client of this platform: in key mode, with its application and
    /// clock, and with the platform as the transport. Add the other settings of your own client.
    pub fn client(&self) -> ClientBuilder {
        let builder = Client::builder()
            .app_id(APP_ID)
            .private_key(self.private_key())
            .alipay_public_key(self.alipay_public_key());
        self.connect(builder)
    }

    pub(super) fn connect<S>(&self, builder: ClientBuilder<S>) -> ClientBuilder<S> {
        builder.base_url(NOWHERE).transport(self.clone()).clock(self.clock())
    }

    /// Sets the response to an operation, by its id. A call of an operation without a response
    /// fails as if there were no connection.
    pub fn on<R: Into<TestResponse>>(
        &self,
        operation: impl Into<String>,
        mut respond: impl FnMut(&TestRequest) -> R + Send + 'static,
    ) -> &Self {
        let respond = Arc::new(Mutex::new(move |request: &TestRequest| respond(request).into()));
        lock(&self.0.answers).insert(operation.into(), respond);
        self
    }

    /// Returns all verified requests, in their order.
    #[must_use]
    pub fn requests(&self) -> Vec<TestRequest> {
        lock(&self.0.requests).clone()
    }

    /// Returns the clock of this platform and its clients.
    #[must_use]
    pub fn clock(&self) -> TestClock {
        self.0.clock.clone()
    }

    /// Returns the private key of the application, for a client that does not come from
    /// [`client`](Self::client).
    #[must_use]
    pub fn private_key(&self) -> PrivateKey {
        KEYS.app.clone()
    }

    /// Returns the public key of this platform, to use instead of Alipay's.
    #[must_use]
    pub fn alipay_public_key(&self) -> PublicKey {
        KEYS.alipay.public_key().clone()
    }

    /// Returns the key of the application for the encryption of bodies.
    #[must_use]
    pub fn encrypt_key(&self) -> EncryptKey {
        KEYS.encrypt.clone()
    }

    /// Returns the body of a signed notification with these parameters, as the platform posts it to
    /// a `notify_url`. It adds the common parameters of trade notifications that are missing:
    /// `notify_id`, `notify_type`, `notify_time`, `app_id`, `charset` and `version`.
    ///
    /// # Errors
    /// As for [`PrivateKey::sign`].
    pub fn notification<N: Into<String>, V: Into<String>>(
        &self,
        parameters: impl IntoIterator<Item = (N, V)>,
    ) -> Result<String, KeyError> {
        let usual = [
            ("notify_id", random_id()),
            ("notify_type", "trade_status_sync".to_owned()),
            ("notify_time", beijing_time(self.0.clock.now())),
            ("app_id", APP_ID.to_owned()),
            ("charset", "utf-8".to_owned()),
            ("version", "1.0".to_owned()),
        ];
        let usual = usual.into_iter().map(|(name, value)| (name.to_owned(), value));
        let parameters = parameters.into_iter().map(|(name, value)| (name.into(), value.into()));
        sign_notification(&KEYS.alipay, usual.chain(parameters))
    }

    /// Keeps a verified request.
    pub(super) fn keep(&self, posted: Arc<Posted>, json: Json) -> TestRequest {
        let mut requests = lock(&self.0.requests);
        let same = requests.iter().filter(|request| request.operation() == posted.operation);
        let number = same.count() + 1;
        let request = TestRequest::new(posted, json, number);
        requests.push(request.clone());
        request
    }

    /// What the test responds with to a request, if it does.
    pub(super) fn response_to(&self, request: &TestRequest) -> Option<TestResponse> {
        // The function is called without the lock on all of them: it may set others.
        let respond = lock(&self.0.answers).get(request.operation()).cloned()?;
        let mut respond = lock(&respond);
        Some((*respond)(request))
    }
}

impl Default for TestPlatform {
    fn default() -> Self {
        Self::new()
    }
}

impl_debug!(TestPlatform, |this| {
    operations: lock(&this.0.answers).keys().cloned().collect::<Vec<_>>(),
    requests: lock(&this.0.requests).len(),
});

/// A test that panics while it holds a lock harms nobody.
fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
