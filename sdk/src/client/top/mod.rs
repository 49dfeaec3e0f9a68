//! The client of TOP, and its configuration.

mod builder;
mod client;

pub use builder::{BASE_URL, BASE_URL_OVERSEAS, BASE_URL_SANDBOX, TopClientBuilder, TopSettings};
pub use client::TopClient;
