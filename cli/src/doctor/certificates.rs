//! The three certificates of certificate mode.

use std::time::SystemTime;

use alipay_sdk::{
    Certificate, CertificateError, Config, RootCertificates, beijing_time, check_chain,
};

use super::check::{Check, Verdict};
use crate::validity::Validity;

const ROOTS: &str = "root certificates";

pub(super) fn check(config: &Config) -> Vec<Check> {
    let now = SystemTime::now();
    let roots = roots(config);
    let bundle = roots.as_ref().and_then(|roots| roots.as_ref().ok());
    let app = leaves(config, "app_certificate").into_iter();
    let alipay = leaves(config, "alipay_certificate").into_iter();
    let mut checks: Vec<_> = app.map(|read| leaf("application's certificate", read, now)).collect();
    let alipay = alipay.map(|read| {
        let path = bundle.zip(read.as_ref().ok()).and_then(|(bundle, certificates)| {
            check_chain(certificates, bundle, now).err().map(|error| error.to_string())
        });
        let check = leaf("Alipay's certificate", read, now);
        match path {
            Some(reason) if check.verdict == Verdict::Ok => Check::warning(
                check.name,
                format!("{}; {reason}", check.finding),
                "download Alipay's certificate and the root bundle again, both from the same \
                 environment",
            ),
            _ => check,
        }
    });
    checks.extend(alipay);
    checks.push(of_roots(roots.as_ref(), now));
    checks
}

type Read = Result<Vec<Certificate>, CertificateError>;

/// All that is configured as this; each may bring those between it and the roots.
fn leaves(config: &Config, name: &str) -> Vec<Read> {
    let path = format!("{name}_path");
    let texts: Vec<_> = config.get(name).map(Certificate::parse_all).collect();
    let files = config.get(&path).map(|path| {
        // `read` says what is wrong with the file.
        Certificate::read(path)?;
        std::fs::read(path)
            .map_err(|source| CertificateError::Read { path: path.into(), source })
            .and_then(Certificate::parse_all)
    });
    texts.into_iter().chain(files.collect::<Vec<_>>()).collect()
}

fn leaf(name: &'static str, read: Read, now: SystemTime) -> Check {
    let advice = "use the `.crt` file as downloaded from the platform's console";
    let certificate = match read.as_deref() {
        Ok([certificate, ..]) => certificate,
        Ok([]) => return Check::problem(name, "the file holds no certificate", advice),
        Err(error) => return Check::problem(name, error.to_string(), advice),
    };
    let serial = certificate.serial();
    if certificate.is_root() {
        let finding = format!("{serial} is a root certificate: the files are mixed up");
        return Check::problem(name, finding, advice);
    }
    let key = match certificate.public_key() {
        Ok(key) => format!("RSA, {} bits", key.bits()),
        Err(_) => return Check::problem(name, format!("{serial} holds no RSA key"), advice),
    };
    let end = beijing_time(certificate.not_after());
    let finding = format!("{serial}, {key}, valid until {end} (UTC+8)");
    match Validity::of(certificate, now) {
        Validity::Valid => Check::ok(name, finding),
        Validity::EndsSoon => Check::warning(
            name,
            format!("{serial} expires at {end} (UTC+8)"),
            "download its successor from the platform, and configure it",
        ),
        Validity::Over => Check::problem(
            name,
            format!("{serial} expired at {end} (UTC+8)"),
            "download its successor from the platform, and configure it",
        ),
        Validity::NotBegun => {
            let begin = beijing_time(certificate.not_before());
            let finding = format!("{serial} is not valid before {begin} (UTC+8)");
            Check::problem(name, finding, "check the clock of this machine")
        }
    }
}

fn roots(config: &Config) -> Option<Result<RootCertificates, CertificateError>> {
    match config.get("root_certificate").next() {
        Some(text) => Some(RootCertificates::parse(text)),
        None => config.get("root_certificate_path").next().map(RootCertificates::read),
    }
}

fn of_roots(read: Option<&Result<RootCertificates, CertificateError>>, now: SystemTime) -> Check {
    let advice = "use alipayRootCert.crt as downloaded from the platform's console";
    let roots = match read {
        None => return Check::skipped(ROOTS, "none are configured"),
        Some(Err(error)) => return Check::problem(ROOTS, error.to_string(), advice),
        Some(Ok(roots)) => roots,
    };
    if !roots.members().iter().any(Certificate::is_root) {
        return Check::problem(ROOTS, "the bundle holds no root: the files are mixed up", advice);
    }
    let mut useful = roots.members().iter().filter(|root| root.public_key().is_ok());
    if useful.all(|root| Validity::of(root, now) != Validity::Valid) {
        return Check::warning(ROOTS, "no RSA certificate in the bundle is valid now", advice);
    }
    Check::ok(ROOTS, format!("{} certificates, serial {}", roots.members().len(), roots.serial()))
}
