//! The configuration of a gateway, and its start: the parts are made and put together here.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
#[cfg(feature = "documents")]
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use url::Url;

use super::error::StartError;
use super::handle::Gateway;
use crate::apps::Apps;
use crate::bills::Bills;
use crate::business::Business;
use crate::cashier::Cashier;
use crate::catalog::{Catalog, CatalogError};
use crate::notify::{Notifier, Receivers, Settings};
use crate::parts::Parts;
use crate::platform::Platform;
use crate::server::{self, Endpoints};
use crate::site::Site;
use crate::state::State;
use crate::v3::DEFAULT_LIFETIME;
use crate::{guard, message, top, v2, v3};

/// The configuration of a [`Gateway`].
#[derive(Clone, Debug)]
#[must_use]
pub struct GatewayBuilder {
    address: SocketAddr,
    public_url: Option<String>,
    allow_remote: bool,
    receivers: Vec<String>,
    #[cfg(feature = "documents")]
    documents: Option<PathBuf>,
    time_factor: f64,
    request_lifetime: Duration,
}

impl Default for GatewayBuilder {
    fn default() -> Self {
        Self {
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            public_url: None,
            allow_remote: false,
            receivers: Vec::new(),
            #[cfg(feature = "documents")]
            documents: None,
            time_factor: 1.0,
            request_lifetime: DEFAULT_LIFETIME,
        }
    }
}

impl GatewayBuilder {
    /// Sets the address to listen on. The default is a free port of the loopback address.
    pub fn address(mut self, address: SocketAddr) -> Self {
        self.address = address;
        self
    }

    /// Sets the address that clients use, such as `http://gateway.test:9999`: download links, QR
    /// codes and configurations contain it. The default is the address that the gateway listens on,
    /// or the loopback address when it listens on all addresses.
    pub fn public_url(mut self, url: impl Into<String>) -> Self {
        self.public_url = Some(url.into());
        self
    }

    /// Allows other machines, and pages of any site, to call the gateway. Callers name the
    /// receivers of notifications: the gateway then posts only to those that
    /// [`allow_receiver`](Self::allow_receiver) names.
    pub fn allow_remote(mut self, allow: bool) -> Self {
        self.allow_remote = allow;
        self
    }

    /// Allows notifications to this receiver, `host` or `host:port`, on any machine. Receivers on
    /// this machine are allowed by default, unless other machines may call the gateway.
    pub fn allow_receiver(mut self, receiver: impl Into<String>) -> Self {
        self.receivers.push(receiver.into());
        self
    }

    /// Sets a folder with other documents than those inside this crate.
    #[cfg(feature = "documents")]
    pub fn documents(mut self, folder: impl Into<PathBuf>) -> Self {
        self.documents = Some(folder.into());
        self
    }

    /// Sets the factor by which the waits between notifications, and before a message is sent
    /// again, are shorter than in reality. With 60.0 a minute takes a second.
    pub fn time_factor(mut self, factor: f64) -> Self {
        self.time_factor = factor;
        self
    }

    /// Sets how far the time stamp of a request may differ from the gateway's clock, in either
    /// direction. The default is 15 minutes. A test whose clock stands still needs more.
    pub fn request_lifetime(mut self, lifetime: Duration) -> Self {
        self.request_lifetime = lifetime;
        self
    }

    /// Starts the gateway on the current tokio runtime.
    ///
    /// # Errors
    /// When the address, the public address or the documents cannot be used.
    pub async fn start(self) -> Result<Gateway, StartError> {
        if !self.address.ip().is_loopback() && !self.allow_remote {
            return Err(StartError::NotLoopback(self.address));
        }
        let listener = TcpListener::bind(self.address).await?;
        let base_url = self.base_url(listener.local_addr()?)?;
        let platform = Arc::new(Platform::new()?);
        let receivers = Arc::new(self.receivers()?);
        let settings = Settings { time_factor: self.time_factor, receivers };
        let business = Arc::new(Business {
            catalog: self.catalog()?,
            script: Arc::default(),
            state: State::at(&base_url),
            notifier: Arc::new(Notifier::new(platform.clone(), settings)),
            bills: Bills::new(base_url.clone()),
        });
        let parts = Parts {
            base_url,
            apps: Arc::new(Apps::new(platform.clone())?),
            cashier: Arc::new(Cashier::new(platform, business.clone())),
            business,
            faults: Arc::default(),
            journal: Arc::default(),
            hub: Arc::new(message::Hub::new(self.time_factor)),
        };
        let endpoints = self.endpoints(&parts);
        let watched = parts.business.clone();
        let tasks = [
            tokio::spawn(server::run(listener, Arc::new(endpoints))).abort_handle(),
            tokio::spawn(async move { watched.watch_time().await }).abort_handle(),
        ];
        Ok(Gateway { parts, tasks })
    }

    /// Where clients reach it.
    fn base_url(&self, listening: SocketAddr) -> Result<String, StartError> {
        let Some(public) = &self.public_url else {
            return Ok(format!("http://{}", reachable(listening)));
        };
        let url = Url::parse(public).ok().filter(|url| {
            matches!(url.scheme(), "http" | "https")
                && url.path() == "/"
                && url.username().is_empty()
                && url.password().is_none()
                && url.query().is_none()
                && url.fragment().is_none()
        });
        let url = url.ok_or(StartError::PublicUrl)?;
        if !guard::is_of_loopback(&url) && !self.allow_remote {
            return Err(StartError::PublicHost);
        }
        Ok(url.as_str().trim_end_matches('/').to_owned())
    }

    /// The operations to respond to.
    fn catalog(&self) -> Result<Arc<Catalog>, CatalogError> {
        #[cfg(feature = "documents")]
        if let Some(folder) = &self.documents {
            return Catalog::read(folder).map(Arc::new);
        }
        Catalog::embedded()
    }

    /// Who may be notified.
    fn receivers(&self) -> Result<Receivers, StartError> {
        let named = self
            .receivers
            .iter()
            .map(|receiver| receiver.parse().map_err(|()| StartError::Receiver(receiver.clone())));
        let named = named.collect::<Result<_, _>>()?;
        Ok(Receivers { named, on_this_machine: !self.allow_remote })
    }

    /// What responds to requests; each gets the parts that it needs.
    fn endpoints(&self, parts: &Parts) -> Endpoints {
        Endpoints {
            v3: v3::Endpoint::new(parts.clone(), self.request_lifetime),
            v2: v2::Endpoint::new(parts.clone()),
            top: top::Endpoint {
                catalog: parts.business.catalog.clone(),
                script: parts.business.script.clone(),
                faults: parts.faults.clone(),
                journal: parts.journal.clone(),
            },
            message: message::Endpoint {
                hub: parts.hub.clone(),
                apps: parts.apps.clone(),
                faults: parts.faults.clone(),
            },
            site: Site::new(parts.clone(), self.allow_remote),
            business: parts.business.clone(),
            allow_remote: self.allow_remote,
        }
    }
}

/// An address that a client of this machine can name: `0.0.0.0` and `::` stand for all addresses.
fn reachable(listening: SocketAddr) -> SocketAddr {
    let ip = match listening.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, listening.port())
}

impl Gateway {
    /// Starts a gateway on a free port of the loopback address.
    ///
    /// # Errors
    /// When the documents cannot be used.
    pub async fn start() -> Result<Self, StartError> {
        Self::builder().start().await
    }

    /// Returns a builder for a gateway.
    pub fn builder() -> GatewayBuilder {
        GatewayBuilder::default()
    }
}
