//! Certificate mode is whole, and its certificates belong together.

use alipay_sdk::{Client, ErrorKind};

use crate::platform::{APP_ID, certificate_mode, key_mode, private_key, public_key, vector_file};
use crate::{certificate_file, refused};

#[test]
fn a_part_of_certificate_mode_alone_is_refused() {
    let config = |names: &[&str]| {
        let mut json = serde_json::json!({
            "app_id": APP_ID,
            "private_key_path": vector_file("keys/app_private.pkcs8.pem"),
        });
        for name in names {
            let file = match *name {
                "app_certificate_path" => "app_cert",
                "alipay_certificate_path" => "alipay_cert_leaf",
                _ => "alipay_root_bundle",
            };
            json[*name] = certificate_file(file).to_str().unwrap().into();
        }
        Client::builder().config(serde_json::from_value(json).unwrap())
    };
    const APP: &str = "app_certificate_path";
    const ALIPAY: &str = "alipay_certificate_path";
    const ROOT: &str = "root_certificate_path";
    for part in [&[APP][..], &[ALIPAY], &[ROOT], &[APP, ALIPAY], &[APP, ROOT], &[ALIPAY, ROOT]] {
        refused(config(part), "needs all three");
        refused(config(part).alipay_public_key(public_key("alipay")), "both set");
    }
    assert!(config(&[APP, ALIPAY, ROOT]).build().is_ok());
}

#[test]
fn both_modes_at_once_are_refused() {
    refused(certificate_mode().alipay_public_key(public_key("alipay")), "both set");
    refused(key_mode().alipay_certificate(certificate_file("alipay_cert_leaf")), "both set");
}

#[test]
fn certificates_in_any_wrong_order_are_refused() {
    let files = ["app_cert", "alipay_cert_leaf", "alipay_root_bundle", "root_rsa_sha256"];
    let mut refused = 0;
    for app in files {
        for alipay in files {
            for root in files {
                let builder = certificate_mode().certificates(
                    certificate_file(app),
                    certificate_file(alipay),
                    certificate_file(root),
                );
                // `certificates` adds Alipay's to the one that is there already.
                let fresh =
                    Client::builder().app_id(APP_ID).private_key(private_key("app")).certificates(
                        certificate_file(app),
                        certificate_file(alipay),
                        certificate_file(root),
                    );
                let right = app == "app_cert"
                    && alipay == "alipay_cert_leaf"
                    && (root == "alipay_root_bundle" || root == "root_rsa_sha256");
                for builder in [builder, fresh] {
                    match builder.build() {
                        Ok(_) => assert!(right, "{app}, {alipay}, {root} was accepted"),
                        Err(error) => {
                            assert!(!right, "{app}, {alipay}, {root}: {error}");
                            assert!(matches!(error.kind(), ErrorKind::Configuration { .. }));
                            refused += 1;
                        }
                    }
                }
            }
        }
    }
    assert_eq!(refused, 2 * (64 - 2));
}

#[test]
fn a_private_key_that_is_not_the_certificates_is_refused() {
    refused(certificate_mode().private_key(private_key("unrelated")), "does not belong");
    // Alipay's certificate is then the application's own: that is found first.
    assert!(certificate_mode().private_key(private_key("alipay")).build().is_err());
}
