//! An HTTP client of an application's own.

/// Its options. With ring alone somebody has to say by what it does TLS: the SDK says it of its own
/// client only.
pub fn http_client() -> reqwest::ClientBuilder {
    provide();
    reqwest::Client::builder()
}

#[cfg(feature = "aws-lc-rs")]
fn provide() {}

#[cfg(not(feature = "aws-lc-rs"))]
fn provide() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}
