//! The configuration of clients, to copy.

use askama::Template;

use crate::apps::App;
use crate::client_config::{self, Mode};

/// That of all applications.
#[derive(Template)]
#[template(path = "config.html")]
pub(super) struct ConfigPage {
    base_url: String,
    apps: Vec<AppConfig>,
}

/// The configuration of one application, in several forms.
struct AppConfig {
    app_id: String,
    encrypt_key: String,
    forms: Vec<(String, String)>,
}

impl ConfigPage {
    pub(super) fn new(base_url: String, apps: &[App]) -> Self {
        let apps = apps.iter().map(|app| AppConfig::new(app, &base_url)).collect();
        Self { base_url, apps }
    }
}

impl AppConfig {
    fn new(app: &App, base_url: &str) -> Self {
        let mut forms = Vec::new();
        for (mode, what) in [(Mode::Keys, "key mode"), (Mode::Certificates, "certificate mode")] {
            let settings = client_config::settings(app, base_url, mode);
            forms.extend([
                (format!("TOML, {what}"), client_config::toml(&settings)),
                (format!("JSON, {what}"), client_config::json(&settings)),
                (format!("Environment, {what}"), client_config::environment(&settings)),
                (format!("Rust, {what}"), client_config::rust(&settings)),
            ]);
        }
        Self { app_id: app.app_id.clone(), encrypt_key: app.encrypt_key.clone(), forms }
    }
}
