//! Certificates in the wrong places, of another application, and at their end.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod platform;

use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use alipay_sdk::{CertificateRole, CertificateState, Client, ClientBuilder};
use platform::logs::logged;
use platform::{APP_ID, certificate_mode, private_key, vector_file};

fn file(name: &str) -> PathBuf {
    vector_file(&format!("certs/{name}.crt"))
}

fn with(app: &str, alipay: &str) -> ClientBuilder {
    let client = Client::builder().app_id(APP_ID).private_key(private_key("app"));
    client.certificates(file(app), file(alipay), file("alipay_root_bundle"))
}

#[test]
fn roots_in_another_place_are_called_mixed_up_whatever_their_keys() {
    let added = certificate_mode().build().unwrap();
    for root in ["root_sm2", "alipay_root_bundle", "root_ec_sha384", "root_rsa_sha256"] {
        for builder in [with(root, "alipay_cert_leaf"), with("app_cert", root), with(root, root)] {
            let error = builder.build().unwrap_err().to_string();
            assert!(error.contains("is a root certificate: the files are mixed up"), "{error}");
        }
        let error = added.add_alipay_certificate(file(root)).unwrap_err().to_string();
        assert!(error.contains("is a root certificate: the files are mixed up"), "{error}");
    }
}

#[test]
fn the_certificate_of_another_application_is_refused() {
    let error = certificate_mode().app_id("2021000000000000").build().unwrap_err().to_string();
    assert!(error.contains("for the application 2021009988776655"), "{error}");
    assert!(error.contains("app_id is 2021000000000000"), "{error}");
}

/// The log lines while a client is built at this time, and the client.
fn built_at(time: SystemTime) -> (String, Client) {
    let builder = certificate_mode().clock(move || time);
    logged(|| builder.build().unwrap())
}

#[test]
fn certificates_near_their_end_are_logged_and_listed() {
    // 2046-08-08T23:45:44Z, for the application's and Alipay's; the roots last some months longer.
    const DAY: Duration = Duration::from_secs(24 * 60 * 60);
    let end = UNIX_EPOCH + Duration::from_secs(2_417_384_744);

    let (log, client) = built_at(end - 31 * DAY);
    assert!(log.is_empty() && client.expiring_certificates().is_empty(), "{log}");
    for (time, state, words) in [
        (end - 30 * DAY, CertificateState::ExpiresSoon, "expires at 2046-08-09 07:45:44 (UTC+8)"),
        (end + DAY, CertificateState::Expired, "expired at 2046-08-09 07:45:44 (UTC+8)"),
    ] {
        let (log, client) = built_at(time);
        assert_eq!(log.lines().filter(|line| line.contains("WARN")).count(), 2, "{log}");
        assert!(log.contains("the app certificate ") && log.contains("the Alipay certificate "));
        assert_eq!(log.matches(words).count(), 2, "{log}");
        let listed = client.expiring_certificates();
        let listed: Vec<_> = listed.iter().map(|one| (one.role, one.state)).collect();
        assert_eq!(listed, [(CertificateRole::App, state), (CertificateRole::Alipay, state)]);
    }
}
