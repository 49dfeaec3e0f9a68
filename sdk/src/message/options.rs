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
use crate::store::IdempotencyStore;
use crate::transport::reqwest::upgrading_client;
use alipay_sdk_core::{SignType, impl_debug};

/// The options of a message channel: made by [`Client::messages`].
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
    /// The message channel of this application. It connects as the built-in transport of this
    /// client does (TLS roots, proxy, time limit for a connection), whatever other transport the
    /// client has.
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
        /// How many messages are handed out at a time before one of them is answered: 16 by
        /// default. While all places are taken the platform has to wait.
        pub fn at_once(messages: u16) => settings.at_once = messages.max(1);

        /// Where [`run`](Self::run) writes down which messages were handled, so that each is
        /// handled once, also by several processes.
        pub fn store(store: impl IdempotencyStore) => store = Some(Arc::new(store));

        /// For how long the work on a message stays with a process that says nothing more:
        /// [`LEASE`] by default. See [`HandleOnce::lease`].
        pub fn lease(lease: Duration) => lease = lease;

        /// How often to ping the platform: every 20 seconds by default. A connection on which four
        /// pings in a row bring nothing is given up.
        pub fn heartbeat(every: Duration) => settings.heartbeat = every;

        /// How long a signature may take, the registration, the connection, and then whatever is
        /// sent: 10 seconds each by default.
        pub fn time_limit(limit: Duration) => settings.time_limit = limit;

        /// How long the work that was begun may take when the channel is to end: 30 seconds by
        /// default. A message that is not acknowledged by then comes again.
        pub fn grace(grace: Duration) => settings.grace = grace;
    }

    /// The waits before further attempts to connect: up to a limit that doubles each time, from the
    /// first (one second by default) to the longest (one minute).
    pub fn wait(mut self, first: Duration, longest: Duration) -> Self {
        (self.settings.first_wait, self.settings.longest_wait) = (first, longest);
        self
    }

    setters! {
        /// The largest message that is read, in bytes: 4 MiB by default. A larger one ends the
        /// connection.
        pub fn max_message_size(bytes: usize) => settings.max_message_size = bytes;

        /// How this application signs, and how messages may be signed: `RSA2` by default. With
        /// [`SignType::Rsa`] messages may be signed either way.
        pub fn sign_type(sign_type: SignType) => settings.sign_type = sign_type;
    }

    /// Hands out messages for other applications, too, that Alipay signed with the same key.
    pub fn any_app_id(mut self) -> Self {
        self.settings.any_app_id = true;
        self
    }

    /// Another address of the channel, for instance `https://channel.example`. By default it is
    /// that of the client's environment; a client with an address of its own finds the channel
    /// there. Without TLS only loopback addresses are accepted.
    pub fn base_url(mut self, base: impl Into<String>) -> Self {
        self.base = Some(base.into());
        self
    }

    /// Ends the channel from elsewhere, also before it is open.
    pub fn stop_handle(&self) -> StopHandle {
        self.stop.clone()
    }

    /// Opens the channel, as a stream of messages. It works on the runtime of tokio that this is
    /// called in. A [`store`](Self::store) is for [`run`](Self::run) alone.
    ///
    /// # Errors
    /// [`ChannelError::Configuration`] when the options cannot be used. What goes wrong later is
    /// mended by the channel, or is the last item of the stream.
    pub fn open(self) -> Result<Channel, ChannelError> {
        let stop = self.stop.clone();
        Ok(Channel::open(Arc::new(self.line().map_err(ChannelError::Configuration)?), stop))
    }

    /// Opens the channel, and hands each message to a handler, several at once. When that succeeds
    /// the message is acknowledged, and when it fails or panics the platform sends the message
    /// again. Returns when the channel was [stopped](StopHandle::stop), and the work that was begun
    /// has ended.
    ///
    /// # Errors
    /// As of [`open`](Self::open), and when the platform does not register the application for a
    /// reason that stays.
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
