//! The application of TOP that every gateway knows.

/// Its key.
pub(super) const APP_KEY: &str = "23456789";

/// Its secret.
pub(super) const SECRET: &str = "a secret of the local gateway";

/// What a client of TOP needs to call the gateway.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TopApp {
    /// The address.
    pub address: String,
    /// The key of the application.
    pub app_key: String,
    /// The secret of the application.
    pub secret: String,
}

impl TopApp {
    /// The application, with the address that it calls.
    pub(crate) fn new(address: String) -> Self {
        Self { address, app_key: APP_KEY.to_owned(), secret: SECRET.to_owned() }
    }
}
