//! The files of a client.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::{fs, io};

use super::format::{json, toml};
use super::settings::{Mode, OWN_KEY, Setting};
use crate::apps::App;

/// Writes the files that a client of this gateway needs into a folder, and returns their paths.
/// They are the keys, the certificates, and configurations that name them: `config.*` for key mode
/// and `certificates.*` for certificate mode. For an application that was registered by its public
/// key, fill in the path of its private key.
///
/// # Errors
/// When a file cannot be written.
pub fn write(app: &App, base_url: &str, folder: &Path) -> io::Result<Vec<PathBuf>> {
    fs::create_dir_all(folder)?;
    let folder = folder.canonicalize()?;
    let mut written = Vec::new();
    let mut file = |name: &str, content: &str| {
        let path = folder.join(name);
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        private(&mut options).open(&path)?.write_all(content.as_bytes())?;
        written.push(path.clone());
        io::Result::Ok(path.to_string_lossy().into_owned())
    };
    let private_key = match &*app.private_key {
        "" => OWN_KEY.to_owned(),
        key => file("app_private_key.pem", key)?,
    };
    let alipay_public_key = file("alipay_public_key.pem", &app.alipay_public_key)?;
    let app_certificate = file("app_certificate.pem", &app.app_certificate)?;
    let alipay_certificate = file("alipay_certificate.pem", &app.alipay_certificate)?;
    let root_certificate = file("root_certificates.pem", &app.root_certificates)?;
    for (name, mode) in [("config", Mode::Keys), ("certificates", Mode::Certificates)] {
        let mut settings: Vec<Setting> =
            vec![("app_id", app.app_id.clone()), ("private_key_path", private_key.clone())];
        match mode {
            Mode::Keys => settings.push(("alipay_public_key_path", alipay_public_key.clone())),
            Mode::Certificates => settings.extend([
                ("app_certificate_path", app_certificate.clone()),
                ("alipay_certificate_path", alipay_certificate.clone()),
                ("root_certificate_path", root_certificate.clone()),
            ]),
        }
        settings.push(("encrypt_key", app.encrypt_key.clone()));
        settings.push(("base_url", base_url.to_owned()));
        file(&format!("{name}.toml"), &toml(&settings))?;
        file(&format!("{name}.json"), &json(&settings))?;
    }
    Ok(written)
}

/// Files that others cannot read, where there is such a thing.
fn private(options: &mut fs::OpenOptions) -> &mut fs::OpenOptions {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600)
    }
    #[cfg(not(unix))]
    options
}
