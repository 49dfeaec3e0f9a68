//! The names of a client's configuration, and their values.

use crate::apps::App;

/// How a client trusts the gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    Keys,
    Certificates,
}

/// A name of the configuration, and its text.
pub(crate) type Setting = (&'static str, String);

/// What an application without a private key here has to fill in.
pub(super) const OWN_KEY: &str = "path/to/your/private-key.pem";

/// The configuration with everything in it.
pub(crate) fn settings(app: &App, base_url: &str, mode: Mode) -> Vec<Setting> {
    let mut settings = vec![("app_id", app.app_id.clone())];
    settings.push(match &*app.private_key {
        "" => ("private_key_path", OWN_KEY.to_owned()),
        key => ("private_key", key.to_owned()),
    });
    match mode {
        Mode::Keys => settings.push(("alipay_public_key", app.alipay_public_key.clone())),
        Mode::Certificates => settings.extend([
            ("app_certificate", app.app_certificate.clone()),
            ("alipay_certificate", app.alipay_certificate.clone()),
            ("root_certificate", app.root_certificates.clone()),
        ]),
    }
    settings.push(("base_url", base_url.to_owned()));
    settings
}
