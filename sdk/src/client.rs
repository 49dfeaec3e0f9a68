//! The client: where calls go, and with what.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use url::{Host, Url};

use crate::call::Call;
use crate::error::{ApiError, Error};
use crate::metadata::Operation;
use crate::request::Request;
use crate::transport;

/// How long to wait for a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How long a call may take in all.
const TIMEOUT: Duration = Duration::from_secs(60);

/// What calls are made with. Cheap to clone, to be shared between threads and tasks.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    base: Url,
    http: reqwest::Client,
}

impl Client {
    /// Starts a configuration.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// A call of an operation, by its type. The methods of the API groups are made of this, and so
    /// is code that is generic over operations.
    pub fn call<O: Operation>(&self) -> Call<O> {
        Call::new(self)
    }

    /// Sends a request, and gives the answer when it is a success.
    pub(crate) async fn send(&self, request: Request) -> Result<http::Response<Bytes>, Error> {
        let operation = request.info.id;
        let response = transport::send(&self.0.http, &self.0.base, request).await?;
        if response.status().is_success() {
            Ok(response)
        } else {
            Err(Error::Api(Box::new(ApiError::new(operation, response))))
        }
    }
}

impl std::fmt::Debug for Client {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Client").field("base", &self.0.base.as_str()).finish()
    }
}

/// The configuration of a [`Client`].
#[derive(Clone, Default)]
#[must_use]
pub struct ClientBuilder {
    base: String,
}

impl ClientBuilder {
    /// The address that the operations' paths are appended to, for instance
    /// `http://127.0.0.1:8080`.
    pub fn base_url(mut self, base: impl Into<String>) -> Self {
        self.base = base.into();
        self
    }

    /// Checks the configuration and makes the client.
    ///
    /// # Errors
    /// When the base address is not a URL, holds more than scheme, host and port, or is not a
    /// loopback address: calls are not signed yet, and must not leave the machine.
    pub fn build(self) -> Result<Client, Error> {
        let base = Url::parse(&self.base)
            .map_err(|error| configuration(format!("base_url is not a URL: {error}")))?;
        let credentials = !base.username().is_empty() || base.password().is_some();
        if !matches!(base.scheme(), "http" | "https") || credentials {
            return Err(configuration(
                "base_url must begin with http:// or https://, and hold no user",
            ));
        }
        if !matches!(base.path(), "" | "/") || base.query().is_some() || base.fragment().is_some() {
            return Err(configuration("base_url may hold scheme, host and port only"));
        }
        if !is_loopback(&base) {
            return Err(configuration(
                "base_url is not a loopback address: calls are not signed yet",
            ));
        }
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(TIMEOUT)
            .build()
            .map_err(|error| configuration(format!("the HTTP client cannot start: {error}")))?;
        Ok(Client(Arc::new(Inner { base, http })))
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

fn configuration(reason: impl Into<String>) -> Error {
    Error::Configuration { reason: reason.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unsigned_calls_cannot_leave_the_machine() {
        for base in [
            "https://openapi.alipay.com",
            "http://10.0.0.1",
            "http://localhost.example",
            "",
            "ftp://127.0.0.1",
            "http://user:secret@127.0.0.1",
        ] {
            let built = Client::builder().base_url(base).build();
            assert!(matches!(built, Err(Error::Configuration { .. })), "{base:?} was accepted");
        }
    }

    #[test]
    fn loopback_addresses_are_accepted() {
        for base in ["http://127.0.0.1:8080", "http://[::1]:8080/", "http://localhost:1"] {
            Client::builder().base_url(base).build().expect(base);
        }
    }
}
