//! The configuration of a gateway, and its start: the parts are made and put together here.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;

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
use crate::{message, top, v2, v3};

/// The configuration of a [`Gateway`].
#[derive(Clone, Debug)]
#[must_use]
pub struct GatewayBuilder {
    address: SocketAddr,
    allow_remote: bool,
    receivers: Vec<String>,
    documents: Option<PathBuf>,
    time_factor: f64,
    request_lifetime: Duration,
}

impl Default for GatewayBuilder {
    fn default() -> Self {
        Self {
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            allow_remote: false,
            receivers: Vec::new(),
            documents: None,
            time_factor: 1.0,
            request_lifetime: DEFAULT_LIFETIME,
        }
    }
}

impl GatewayBuilder {
    /// Where to listen; the default is a free port on loopback.
    pub fn address(mut self, address: SocketAddr) -> Self {
        self.address = address;
        self
    }

    /// Lets it listen where other machines reach it, and lets them and pages of any site call it.
    /// They name receivers of notifications; it posts to those that
    /// [`allow_receiver`](Self::allow_receiver) names, and to no others.
    pub fn allow_remote(mut self, allow: bool) -> Self {
        self.allow_remote = allow;
        self
    }

    /// Lets it notify this receiver, `host` or `host:port`, wherever it is. Receivers on this
    /// machine need no name, unless other machines may call.
    pub fn allow_receiver(mut self, receiver: impl Into<String>) -> Self {
        self.receivers.push(receiver.into());
        self
    }

    /// A folder of other documents than those inside this crate.
    pub fn documents(mut self, folder: impl Into<PathBuf>) -> Self {
        self.documents = Some(folder.into());
        self
    }

    /// How many times as fast as real time the waits between notifications, and before a message is
    /// sent again, pass: with 60.0, minutes are seconds.
    pub fn time_factor(mut self, factor: f64) -> Self {
        self.time_factor = factor;
        self
    }

    /// How far the time stamp of a request may be from the gateway's clock, in either direction;
    /// the default is 15 minutes. A test whose clock stands still needs more.
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
        let listener = TcpListener::bind(self.address).await?;
        let base_url = format!("http://{}", listener.local_addr()?);
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

    /// The operations to respond to.
    fn catalog(&self) -> Result<Arc<Catalog>, CatalogError> {
        match &self.documents {
            None => Catalog::embedded(),
            Some(folder) => Catalog::read(folder).map(Arc::new),
        }
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
            site: Site::new(parts, self.allow_remote),
            business: parts.business.clone(),
            allow_remote: self.allow_remote,
        }
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
}
