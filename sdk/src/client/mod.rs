//! Clients: whom calls are made for, where they go, and with what.

#[cfg(feature = "v2")]
mod app_result;
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
mod top;
#[cfg(feature = "top")]
mod top_builder;
#[cfg(feature = "v2")]
mod v2;
mod variables;

#[cfg(feature = "v2")]
pub use app_result::AppResult;
pub use application_settings::ApplicationSettings;
pub use builder::ClientBuilder;
pub use client::Client;
pub use config::Config;
pub use environment::{Environment, UnknownEnvironment};
#[cfg(feature = "messages")]
pub(crate) use http_options::{checked_address, not_made};
#[cfg(feature = "top")]
pub use top::TopClient;
#[cfg(feature = "top")]
pub use top_builder::{
    BASE_URL, BASE_URL_OVERSEAS, BASE_URL_SANDBOX, TopClientBuilder, TopSettings,
};
#[cfg(feature = "v2")]
pub use v2::Gateway;
