//! The options of a channel.

use std::fmt::Display;
use std::sync::Arc;
use std::time::Duration;

use url::Url;

use super::channel::Channel;
use super::error::ChannelError;
use super::handler::{self, Once, SharedClock};
use super::line::{Line, Settings};
use super::stop::StopHandle;
use crate::client::{Client, Environment, checked_address, not_made};
use crate::error::Error;
use crate::notify::{HandleOnce, LEASE, Message};
use crate::setters::setters;
use crate::transport::reqwest::upgrading_client;
use alipay_sdk_core::{SignType, impl_debug, store::IdempotencyStore};

/// The options of a message channel. [`Client::messages`] returns them.
#[must_use]
pub struct Messages {
    client: Client,
    base: Option<String>,
    settings: Settings,
    store: Option<Arc<dyn IdempotencyStore>>,
    lease: Duration,
    stop: StopHandle,
}

impl Client {
    /// Returns the options of the message channel of this application. It uses the connection
    /// options of this client (TLS roots, proxy, time limit for a connection), even when the client
    /// has a transport of your own.
    pub fn messages(&self) -> Messages {
        Messages {
            client: self.clone(),
            base: None,
            settings: Settings::default(),
            store: None,
            lease: LEASE,
            stop: StopHandle::new(),
        }
    }
}

impl Messages {
    setters! {
        /// Sets how many messages may be handed out at a time: 16 by default. Further messages wait
        /// until one is acknowledged or failed.
        pub fn at_once(messages: u16) => settings.at_once = messages.max(1);

        /// Sets the store in which [`run`](Self::run) keeps which messages were handled, so that
        /// several processes handle each message once.
        pub fn store(store: impl IdempotencyStore) => store = Some(Arc::new(store));

        /// Sets how long the work on a message stays with a process that no longer renews its
        /// lease: [`LEASE`] by default. See [`HandleOnce::lease`].
        pub fn lease(lease: Duration) => lease = lease;

        /// Sets how often to ping the platform: every 20 seconds by default. After four pings in a
        /// row without a response the connection is closed.
        pub fn heartbeat(every: Duration) => settings.heartbeat = every;

        /// Sets how long each step may take: a signature, the registration, the connection, and
        /// each send. The default is 10 seconds.
        pub fn time_limit(limit: Duration) => settings.time_limit = limit;

        /// Sets how long running work may take after the channel was stopped: 30 seconds by
        /// default. The platform sends a message again that is not acknowledged by then.
        pub fn grace(grace: Duration) => settings.grace = grace;
    }

    /// Sets the waits between attempts to connect. The limit of the wait doubles each time, from
    /// `first` (one second by default) to `longest` (one minute by default).
    pub fn wait(mut self, first: Duration, longest: Duration) -> Self {
        (self.settings.first_wait, self.settings.longest_wait) = (first, longest);
        self
    }

    setters! {
        /// Sets the largest message that the channel reads, in bytes: 4 MiB by default. A larger
        /// message ends the connection.
        pub fn max_message_size(bytes: usize) => settings.max_message_size = bytes;

        /// Sets how this application signs: `RSA2` by default. With [`SignType::Rsa`] the channel
        /// accepts messages of both signature types.
        pub fn sign_type(sign_type: SignType) => settings.sign_type = sign_type;
    }

    /// Accepts messages for other applications, too, when Alipay signed them with the same key.
    pub fn any_app_id(mut self) -> Self {
        self.settings.any_app_id = true;
        self
    }

    /// Sets another address of the channel, for instance `https://channel.example`. The default is
    /// that of the client's environment, or the base address of the client when it has one. Without
    /// TLS only loopback addresses are accepted.
    pub fn base_url(mut self, base: impl Into<String>) -> Self {
        self.base = Some(base.into());
        self
    }

    /// Returns a handle that ends the channel from another task, also before it is open.
    pub fn stop_handle(&self) -> StopHandle {
        self.stop.clone()
    }

    /// Opens the channel as a stream of messages, on the current tokio runtime. The
    /// [`store`](Self::store) has no effect here: only [`run`](Self::run) uses it.
    ///
    /// # Errors
    /// [`ChannelError::Configuration`] when the options cannot be used. After later failures the
    /// channel reconnects, or the error is the last item of the stream.
    pub fn open(self) -> Result<Channel, ChannelError> {
        let stop = self.stop.clone();
        Ok(Channel::open(Arc::new(self.line().map_err(ChannelError::Configuration)?), stop))
    }

    /// Opens the channel, and passes each message to a handler, several at a time. When the handler
    /// succeeds, the message is acknowledged. When it fails or panics, the platform sends the
    /// message again. It returns when the channel was [stopped](StopHandle::stop) and running work
    /// has ended.
    ///
    /// # Errors
    /// As for [`open`](Self::open), and [`ChannelError`] when the platform refuses for good to
    /// register the application.
    pub async fn run<H, F, E>(self, handler: H) -> Result<(), ChannelError>
    where
        H: Fn(Message) -> F + Send + Sync + 'static,
        F: Future<Output = Result<(), E>> + Send + 'static,
        E: Display + Send + 'static,
    {
        let clock = SharedClock(self.client.pipeline().rules.clock.clone());
        let handling = HandleOnce::new().lease(self.lease).clock(clock);
        let once = self.store.clone().map(|store| Once { store, handling });
        handler::run(self.open()?, once, handler).await
    }

    fn line(self) -> Result<Line, Error> {
        let base = match &self.base {
            Some(base) => checked_address(base, false)?,
            None => channel_of(self.client.base())?,
        };
        let built_in = &self.client.pipeline().built_in;
        let http = upgrading_client(built_in, &base).map_err(not_made)?;
        Ok(Line { client: self.client, http, base, settings: self.settings })
    }
}

/// Where the channel is that belongs to the address of a client.
fn channel_of(base: &Url) -> Result<Url, Error> {
    for environment in [Environment::Production, Environment::Sandbox] {
        if base.as_str().trim_end_matches('/') == environment.base_url() {
            return checked_address(environment.channel_url(), false);
        }
    }
    Ok(base.clone())
}

impl_debug!(Messages);
