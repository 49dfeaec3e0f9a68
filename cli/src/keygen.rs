//! `alipay keygen`: a key pair for an application.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use alipay_sdk::PrivateKey;
use anyhow::{Context, Result, anyhow};
use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use pkcs8::PrivateKeyInfoRef;
use serde_json::json;
use zeroize::Zeroizing;

use crate::output::{Report, table, usage};

/// How long a line of PEM is.
const WIDTH: usize = 64;

#[derive(clap::Args, Debug)]
#[command(after_help = "\
Writes app_private_key.pem (PKCS#8), app_private_key_pkcs1.pem (the same key in the other form) and
app_public_key.pem into the folder, readable only by you. Existing files are kept. Upload the
printed public key in the platform's console.

Examples:
  alipay keygen keys
  alipay keygen keys --json")]
pub(crate) struct Args {
    /// The folder for the files; it is created if needed
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
}

pub(crate) fn run(args: &Args) -> Result<Report> {
    let files = ["app_private_key.pem", "app_private_key_pkcs1.pem", "app_public_key.pem"]
        .map(|name| args.folder.join(name));
    if let Some(there) = files.iter().find(|path| path.exists()) {
        return Err(usage(format!(
            "{} exists already and was not changed: choose another folder",
            there.display()
        )));
    }
    let folder = args.folder.display();
    fs::create_dir_all(&args.folder).map_err(|error| usage(format!("{folder}: {error}")))?;
    let pair = KeyPair::generate(KeySize::Rsa2048)
        .map_err(|_| anyhow!("the operating system gives no random bytes"))?;
    // The library wipes this buffer; what is made of it here wipes itself.
    let der: Pkcs8V1Der<'_> = pair.as_der().map_err(|_| anyhow!("the key cannot be written"))?;
    let info = PrivateKeyInfoRef::try_from(der.as_ref())
        .map_err(|_| anyhow!("the key cannot be written"))?;
    let key = PrivateKey::parse(der.as_ref())?;
    let public = key.public_key();
    let [pkcs8, pkcs1, spki] = &files;
    write(pkcs8, "PRIVATE KEY", der.as_ref())?;
    write(pkcs1, "RSA PRIVATE KEY", info.private_key.as_bytes())?;
    write(spki, "PUBLIC KEY", public.spki_der())?;
    let names = files.each_ref().map(|path| path.display().to_string());
    let shown = table([
        ("private key (PKCS#8)", names[0].clone()),
        ("private key (PKCS#1)", names[1].clone()),
        ("public key", names[2].clone()),
        ("for the console", public.spki_base64()),
    ]);
    let json = json!({
        "bits": public.bits(),
        "private_key": names[0],
        "private_key_pkcs1": names[1],
        "public_key": names[2],
        "public_key_for_the_console": public.spki_base64(),
    });
    Ok(Report::ok(shown, json))
}

/// Writes a new file that nobody else can read.
fn write(path: &Path, label: &str, der: &[u8]) -> Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    let text = pem(label, der);
    let write = |mut file: fs::File| file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
    private(&mut options).open(path).and_then(write).with_context(|| path.display().to_string())
}

#[cfg(unix)]
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600)
}

#[cfg(not(unix))]
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

fn pem(label: &str, der: &[u8]) -> Zeroizing<String> {
    let base64 = Zeroizing::new(BASE64_STANDARD.encode(der));
    let length = base64.len() + base64.len() / WIDTH + 2 * (label.len() + 20);
    // A text that grows would leave copies behind.
    let mut text = Zeroizing::new(String::with_capacity(length));
    text.extend(["-----BEGIN ", label, "-----\n"]);
    let mut rest = base64.as_str();
    while !rest.is_empty() {
        let (line, more) = rest.split_at(rest.len().min(WIDTH));
        text.extend([line, "\n"]);
        rest = more;
    }
    text.extend(["-----END ", label, "-----\n"]);
    text
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    fn run(folder: &Path) -> Result<Report> {
        super::run(&Args { folder: folder.to_owned() })
    }

    #[test]
    fn both_forms_are_the_same_key_which_only_its_owner_reads() {
        let folder = tempfile::tempdir().unwrap();
        let report = run(folder.path()).unwrap();
        let keys = ["app_private_key.pem", "app_private_key_pkcs1.pem"]
            .map(|name| PrivateKey::read(folder.path().join(name)).unwrap());
        let public = alipay_sdk::PublicKey::read(folder.path().join("app_public_key.pem")).unwrap();
        assert!(keys.iter().all(|key| *key.public_key() == public && key.bits() == 2048));
        assert_eq!(report.json["public_key_for_the_console"], public.spki_base64());
        let first = |name: &str| {
            let text = fs::read_to_string(folder.path().join(name)).unwrap();
            assert!(text.lines().all(|line| line.len() <= WIDTH), "{name}");
            text.lines().next().unwrap().to_owned()
        };
        assert_eq!(first("app_private_key.pem"), "-----BEGIN PRIVATE KEY-----");
        assert_eq!(first("app_private_key_pkcs1.pem"), "-----BEGIN RSA PRIVATE KEY-----");
        #[cfg(unix)]
        for entry in fs::read_dir(folder.path()).unwrap() {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(entry.unwrap().metadata().unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn no_key_is_overwritten() {
        for name in ["app_private_key.pem", "app_private_key_pkcs1.pem", "app_public_key.pem"] {
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join(name), "old").unwrap();
            let error = run(folder.path()).unwrap_err().to_string();
            assert!(error.contains("exists already"), "{error}");
            assert_eq!(fs::read_to_string(folder.path().join(name)).unwrap(), "old");
            assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        }
    }
}
