//! Clients: whom calls are made for, where they go, and with what.

mod application_builder;
mod application_settings;
mod builder;
#[cfg_attr(not(feature = "certificate-source"), path = "no_certificate_origin.rs")]
mod certificate_origin;
mod client;
mod config;
#[cfg(feature = "certificate-download")]
mod download;
mod environment;
mod http_options;
mod keys;
mod setting;
#[cfg(feature = "top")]
pub(crate) mod top;
#[cfg(feature = "v2")]
pub(crate) mod v2;
mod variables;

pub use application_settings::ApplicationSettings;
pub use builder::ClientBuilder;
pub use client::Client;
pub use config::Config;
pub use environment::{Environment, UnknownEnvironment};
pub(crate) use http_options::{checked_address, not_made};
