//! Keys that are missing, wrong, or somebody else's.

use alipay_sdk::model::AlipayTradePayModel;
use alipay_sdk::{Client, EncryptKey, ErrorKind};

use crate::platform::{Platform, key_mode, private_key, public_key, vector_file};
use crate::{problem, refused, text_of};

#[test]
fn a_missing_part_is_named() {
    let all = || Client::builder();
    let key = || private_key("app");
    let trusted = || public_key("alipay");
    refused(all(), "app_id is missing");
    refused(all().private_key(key()).alipay_public_key(trusted()), "app_id is missing");
    refused(all().app_id("1").alipay_public_key(trusted()), "private_key is missing");
    refused(all().app_id("1").private_key(key()), "alipay_public_key is missing");
    assert!(all().app_id("1").private_key(key()).alipay_public_key(trusted()).build().is_ok());
}

#[test]
fn the_applications_own_public_key_is_not_taken_for_alipays() {
    refused(key_mode().alipay_public_key(public_key("app")), "支付宝公钥");
    refused(
        key_mode().alipay_public_key(text_of("keys/app_public.rsapub.pem").as_str()),
        "application's own",
    );
    // A certificate is a way to give a public key, and so to give the wrong one.
    refused(
        key_mode().alipay_public_key(text_of("certs/app_cert.crt").as_str()),
        "application's own",
    );
}

#[test]
fn a_key_that_is_none_is_refused_with_its_place() {
    let secret = text_of("keys/app_private.pkcs8.pem");
    let public = text_of("keys/app_public.spki.pem");
    let certificate = text_of("certs/app_cert.crt");
    let encryption =
        "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n";
    let encrypted = text_of("keys/app_private.pkcs1.pem")
        .replace("-----BEGIN RSA PRIVATE KEY-----\n", encryption);
    let missing = vector_file("keys/none.pem");
    for (given, words) in [
        ("", "empty"),
        (" \r\n ", "empty"),
        ("not a key", "private_key"),
        (&secret[..secret.len() / 2], "truncated"),
        (&public, "found"),
        (&certificate, "found"),
        (&encrypted, "encrypted with a password"),
        ("/etc/alipay/key.pem", "path of a file"),
    ] {
        let problem = problem(key_mode().private_key(given));
        assert!(problem.starts_with("configuration: private_key: "), "{problem}");
        assert!(problem.contains(words), "`{words}` is not in `{problem}`");
    }
    refused(key_mode().private_key(missing), "none.pem: the file cannot be read");
    refused(key_mode().alipay_public_key(secret.as_str()), "alipay_public_key: ");
    refused(key_mode().alipay_public_key(""), "alipay_public_key: the key is empty");
    for given in [&secret, &public, "", "x y"] {
        refused(key_mode().alipay_certificate(given), "Alipay certificate: ");
    }
}

#[test]
fn the_first_problem_is_reported_and_a_later_part_does_not_hide_it() {
    refused(key_mode().private_key("").private_key(private_key("app")), "private_key: ");
    refused(key_mode().private_key("").encrypt_key("x"), "private_key: ");
}

#[tokio::test]
async fn encryption_without_a_key_is_refused_before_anything_is_sent() {
    let mut platform = Platform::answering(200, b"{}").await;
    let call = platform.client.alipay_trade().pay(&AlipayTradePayModel::new());
    let error = call.encrypt(true).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Request { .. }), "{error:?}");
    assert!(platform.is_unasked());
    let key = EncryptKey::from_base64("aYA0GP8JEW+D7/UFaskCWA==").unwrap();
    assert!(key_mode().encrypt_key(key).build().is_ok());
}
