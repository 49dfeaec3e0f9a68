//! `alipay cert`: shows, checks and downloads certificates.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use alipay_sdk::{Certificate, Client, RootCertificates, beijing_time, check_chain};
use anyhow::{Context, Result, ensure};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use clap::Subcommand;
use serde_json::{Value, json};

use crate::config::Source;
use crate::input;
use crate::output::{Exit, Report, table, usage};
use crate::progress::Progress;
use crate::validity::Validity;

const DOWNLOAD: &str = "alipay.open.app.alipaycert.download";

#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  alipay cert show appCertPublicKey.crt alipayRootCert.crt
  alipay cert check alipayCertPublicKey_RSA2.crt --roots alipayRootCert.crt
  alipay cert download 0123456789abcdef0123456789abcdef --out next.crt")]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Shows the serials, owners and validity of certificates, and the serial of a root bundle
    #[command(after_help = "Example:\n  alipay cert show appCertPublicKey.crt --json")]
    Show {
        /// The files with the certificates
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,
    },
    /// Checks that the root bundle issued a certificate, and that it is valid
    #[command(after_help = "\
If a file has several certificates, the first is checked, and the others count as its issuers.

Example:
  alipay cert check alipayCertPublicKey_RSA2.crt --roots alipayRootCert.crt")]
    Check {
        /// The file with the certificate and its intermediate certificates
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// The file with the root bundle
        #[arg(long, value_name = "FILE")]
        roots: PathBuf,
    },
    /// Downloads a certificate of Alipay by its serial
    #[command(after_help = "\
Only the TLS connection proves that the certificate is Alipay's. `alipay cert check` checks its issuer.

Example:
  alipay cert download 0123456789abcdef0123456789abcdef --out next.crt --config alipay.toml")]
    Download {
        /// The serial that a response names (alipay-sn, alipay_cert_sn)
        #[arg(value_name = "SERIAL")]
        serial: String,
        /// Saves the certificate in this file, which must not exist yet
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
}

pub(crate) async fn run(args: &Args, source: &Source) -> Result<Report> {
    match &args.command {
        Command::Show { files } => show(files, SystemTime::now()),
        Command::Check { file, roots } => check(file, roots, SystemTime::now()),
        Command::Download { serial, out } => download(&client(source)?, serial, out).await,
    }
}

fn all(path: &Path) -> Result<Vec<Certificate>> {
    let content = input::read(path)?;
    Certificate::parse_all(content).with_context(|| path.display().to_string())
}

fn show(files: &[PathBuf], now: SystemTime) -> Result<Report> {
    let (mut shown, mut listed, mut exit) = (String::new(), Vec::new(), Exit::Ok);
    for path in files {
        let certificates = all(path)?;
        let name = path.display().to_string();
        let bundle = (certificates.len() > 1 && certificates.iter().all(Certificate::is_root))
            .then(|| RootCertificates::read(path).map(|roots| roots.serial().to_owned()))
            .transpose()?;
        if let Some(serial) = &bundle {
            shown += &table([("root bundle", name.clone()), ("root serial", serial.clone())]);
            shown.push('\n');
        }
        for certificate in &certificates {
            let validity = Validity::of(certificate, now);
            // A bundle holds old members for good.
            if validity != Validity::Valid && bundle.is_none() {
                exit = Exit::Problem;
            }
            shown += &table(rows(certificate, now));
            shown.push('\n');
        }
        let certificates: Vec<_> = certificates.iter().map(|one| fields(one, now)).collect();
        listed.push(json!({ "certificates": certificates, "file": name, "root_serial": bundle }));
    }
    Ok(Report { text: shown, json: json!({ "files": listed }), exit })
}

fn kind(certificate: &Certificate) -> &'static str {
    if certificate.is_root() {
        "root"
    } else if certificate.is_ca() {
        "authority"
    } else {
        "leaf"
    }
}

fn rows(certificate: &Certificate, now: SystemTime) -> Vec<(&'static str, String)> {
    let (begin, end) = (certificate.not_before(), certificate.not_after());
    let key = match certificate.public_key() {
        Ok(key) => format!("RSA, {} bits", key.bits()),
        Err(_) => "not usable for Alipay's signatures (not RSA)".to_owned(),
    };
    vec![
        ("serial", certificate.serial().to_owned()),
        ("serial number", certificate.serial_decimal().to_owned()),
        ("kind", kind(certificate).to_owned()),
        ("subject", certificate.subject().to_owned()),
        ("issuer", certificate.issuer().to_owned()),
        ("valid", format!("{} to {} (UTC+8)", beijing_time(begin), beijing_time(end))),
        ("state", Validity::of(certificate, now).as_str().to_owned()),
        ("key", key),
    ]
}

fn fields(certificate: &Certificate, now: SystemTime) -> Value {
    json!({
        "bits": certificate.public_key().ok().map(|key| key.bits()),
        "issuer": certificate.issuer(),
        "kind": kind(certificate),
        "not_after": beijing_time(certificate.not_after()).to_string(),
        "not_before": beijing_time(certificate.not_before()).to_string(),
        "serial": certificate.serial(),
        "serial_number": certificate.serial_decimal(),
        "state": Validity::of(certificate, now).as_str(),
        "subject": certificate.subject(),
    })
}

fn check(file: &Path, roots: &Path, now: SystemTime) -> Result<Report> {
    let chain = all(file)?;
    let roots = RootCertificates::read(roots)?;
    let [leaf, ..] = &chain[..] else {
        return Err(usage("the file holds no certificate: pass the `.crt` file from the console"));
    };
    let problem = check_chain(&chain, &roots, now).err().map(|error| error.to_string());
    let state = Validity::of(leaf, now).as_str();
    let verdict = problem.clone().unwrap_or_else(|| "it comes from the root bundle".to_owned());
    let shown = table([
        ("certificate", leaf.serial().to_owned()),
        ("state", state.to_owned()),
        ("chain", verdict),
    ]);
    let json = json!({
        "problem": problem,
        "serial": leaf.serial(),
        "state": state,
        "trusted": problem.is_none(),
    });
    Ok(Report { text: shown, json, exit: if problem.is_none() { Exit::Ok } else { Exit::Problem } })
}

/// In certificate mode a client that fetches certificates: the platform may sign with the very one
/// that is asked for.
fn client(source: &Source) -> Result<Client> {
    let config = source.read()?;
    let names = ["app_certificate", "app_certificate_path"];
    let has_certificates = names.iter().any(|name| config.get(name).next().is_some());
    let builder = Client::builder().config(config);
    Ok(builder.download_certificates(has_certificates).build()?)
}

async fn download(client: &Client, serial: &str, out: &Path) -> Result<Report> {
    let _progress = Progress::start("downloading the certificate");
    let call = client.v2().untyped(DOWNLOAD).encrypt(false);
    let response = call.json(&json!({ "alipay_cert_sn": serial })).await?;
    let content = response["alipay_cert_content"].as_str().unwrap_or_default();
    let pem = BASE64_STANDARD
        .decode(content)
        .context("the response holds no certificate: check the serial")?;
    let certificate =
        Certificate::parse(&pem).context("the response holds no certificate: check the serial")?;
    let found = certificate.serial();
    ensure!(
        found.eq_ignore_ascii_case(serial),
        "the platform sent another certificate ({found}): check the serial"
    );
    let name = out.display();
    let file = OpenOptions::new().write(true).create_new(true).open(out);
    let mut file = file.map_err(|error| usage(format!("{name}: {error}")))?;
    file.write_all(&pem).with_context(|| name.to_string())?;
    let now = SystemTime::now();
    let shown = table(rows(&certificate, now)) + &table([("file", name.to_string())]);
    let json = json!({ "certificate": fields(&certificate, now), "file": name.to_string() });
    Ok(Report::ok(shown, json))
}
