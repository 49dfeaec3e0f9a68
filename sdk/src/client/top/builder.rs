//! The configuration of a client of TOP.

use std::sync::Arc;

use super::client::TopClient;
use crate::client::builder::ClientBuilder;
use crate::error::Error;
use crate::protocol::top::{Endpoint, Format, SignMethod};
use crate::setters::setters;
use alipay_sdk_core::{Secret, impl_debug};

/// The default address of TOP. [`ClientBuilder::base_url`] sets another one.
pub const BASE_URL: &str = "https://gw.api.taobao.com/router/rest";

/// The address of TOP outside of China.
pub const BASE_URL_OVERSEAS: &str = "https://api.taobao.com/router/rest";

/// The address of TOP's sandbox.
pub const BASE_URL_SANDBOX: &str = "https://gw.api.tbsandbox.com/router/rest";

/// The configuration of a [`TopClient`]. [`TopClient::builder`] creates it.
pub type TopClientBuilder = ClientBuilder<TopSettings>;

/// The settings of a [`ClientBuilder`] for an application of TOP.
#[derive(Default)]
pub struct TopSettings {
    app_key: String,
    secret: Secret,
    session: Option<Secret>,
    sign_method: SignMethod,
    format: Format,
    simplify: bool,
    unix_timestamp: bool,
}

impl TopClient {
    /// Returns a builder for a client of TOP.
    pub fn builder() -> TopClientBuilder {
        ClientBuilder::with_settings(TopSettings::default(), BASE_URL)
    }
}

impl TopClientBuilder {
    setters! {
        /// Sets the key of the application (`app_key`).
        pub fn app_key(app_key: impl Into<String>) => settings.app_key = app_key.into();

        /// Sets the secret of the application (`app_secret`).
        pub fn secret(secret: impl Into<Secret>) => settings.secret = secret.into();

        /// Sets the session of a user, for operations that need an authorization. A call can set
        /// another one.
        pub fn session(session: impl Into<Secret>) =>
            settings.session = Some(session.into());

        /// Sets how requests are signed: with HMAC-SHA256 by default.
        pub fn sign_method(sign_method: SignMethod) => settings.sign_method = sign_method;

        /// Sets the format of the responses: JSON by default.
        pub fn format(format: Format) => settings.format = format;

        /// Sets whether TOP responds with flat JSON, without wrapped lists. Off by default. Typed
        /// responses are the same either way.
        pub fn simplify(simplify: bool) => settings.simplify = simplify;

        /// Sets whether to send the time of a request as Unix time in milliseconds, as one of the
        /// official SDKs does, instead of `yyyy-MM-dd HH:mm:ss` in UTC+8. Off by default.
        pub fn unix_timestamp(unix: bool) => settings.unix_timestamp = unix;
    }

    /// Checks the configuration, and creates the client.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration), which says what is missing or
    /// wrong.
    pub fn build(self) -> Result<TopClient, Error> {
        let Self { settings, http, problem } = self;
        if let Some(problem) = problem {
            return Err(problem);
        }
        let session = settings.session.as_ref().map(Secret::expose);
        for (name, text) in [
            ("app_key", Some(settings.app_key.as_str())),
            ("secret", Some(settings.secret.expose())),
            ("session", session),
        ] {
            if text.is_some_and(|text| text.trim().is_empty()) {
                return Err(Error::configuration(format!("{name} is empty: set it")));
            }
        }
        let base = http.checked_base()?;
        let (clock, nonces) = (http.rules.clock.clone(), http.nonces.clone());
        let pipeline = http.build(&base)?;
        let endpoint = Endpoint {
            base,
            app_key: settings.app_key,
            secret: settings.secret,
            session: settings.session,
            sign_method: settings.sign_method,
            format: settings.format,
            simplify: settings.simplify,
            unix_timestamp: settings.unix_timestamp,
            clock,
            nonces,
        };
        Ok(TopClient::new(Arc::new(endpoint), Arc::new(pipeline)))
    }
}

// Without the secret, the session, and an address that may be wrong.
impl_debug!(TopClientBuilder, |this| {
    app_key: this.settings.app_key,
    sign_method: this.settings.sign_method,
});
