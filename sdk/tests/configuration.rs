//! A wrong configuration is refused when the client is made, with what is wrong, not by the
//! platform with what it calls it.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[path = "configuration/environment.rs"]
mod environment;
mod platform;
#[path = "configuration/texts.rs"]
mod texts;

use std::path::PathBuf;

use alipay_sdk::model::AlipayTradePayModel;
use alipay_sdk::{
    Certificate, Client, ClientBuilder, Config, EncryptKey, Error, ErrorKind, RootCertificates,
    SignatureProblem,
};
use platform::{
    APP_ID, Platform, certificate_mode, key_mode, private_key, public_key, signed, vector_file,
};

fn certificate_file(name: &str) -> PathBuf {
    vector_file(&format!("certs/{name}.crt"))
}

fn text_of(name: &str) -> String {
    std::fs::read_to_string(vector_file(name)).unwrap()
}

/// What is wrong with a configuration, with all that lies behind it.
#[track_caller]
fn problem(builder: ClientBuilder) -> String {
    let error = builder.build().unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Configuration { .. }), "{error:?}");
    assert!(!error.is_retryable() && !error.is_unknown_outcome());
    error.to_string()
}

/// That the problem is named with these words.
#[track_caller]
fn refused(builder: ClientBuilder, words: &str) {
    let problem = problem(builder);
    assert!(problem.contains(words), "`{words}` is not in `{problem}`");
}

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
        refused(config(part).alipay_public_key(public_key("alipay")), "both given");
    }
    assert!(config(&[APP, ALIPAY, ROOT]).build().is_ok());
}

#[test]
fn both_modes_at_once_are_refused() {
    refused(certificate_mode().alipay_public_key(public_key("alipay")), "both given");
    refused(key_mode().alipay_certificate(certificate_file("alipay_cert_leaf")), "both given");
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

#[test]
fn an_address_without_tls_must_be_loopback_or_allowed() {
    for base in [
        "http://127.0.0.1:8080",
        "http://127.9.9.9",
        "http://localhost:1/",
        "http://[::1]:1",
        "https://example.com",
        "https://10.0.0.1:8443",
        "HTTPS://example.com/",
    ] {
        assert!(key_mode().base_url(base).build().is_ok(), "{base} was refused");
    }
    for base in [
        "http://example.com",
        "http://10.0.0.1",
        "http://localhost.example.com",
        "http://127.0.0.1.example.com",
        "http://[::ffff:127.0.0.1]",
        "http://0.0.0.0",
    ] {
        refused(key_mode().base_url(base), "no TLS");
        let allowed = key_mode().base_url(base).allow_plain_http(true);
        assert!(allowed.build().is_ok(), "{base} was refused");
    }
}

#[test]
fn a_proxy_or_a_tls_root_that_is_none_is_refused() {
    refused(key_mode().proxy("http://"), "proxy");
    refused(key_mode().tls_root_certificate("x"), "tls_root_certificate");
    let root = text_of("certs/root_rsa_sha256.crt");
    assert!(key_mode().tls_root_certificate(root).build().is_ok());
}

/// A complete configuration in key mode.
fn settings() -> Vec<(&'static str, String)> {
    vec![
        ("app_id", APP_ID.to_owned()),
        ("private_key", text_of("keys/app_private.pkcs1.pem")),
        (
            "alipay_public_key_path",
            vector_file("keys/alipay_public.spki.pem").display().to_string(),
        ),
        ("encrypt_key", "aYA0GP8JEW+D7/UFaskCWA==".to_owned()),
        ("app_auth_token", "token-1".to_owned()),
        ("environment", "sandbox".to_owned()),
    ]
}

fn certificate_settings() -> Vec<(&'static str, String)> {
    vec![
        ("app_id", APP_ID.to_owned()),
        ("private_key_path", vector_file("keys/app_private.pkcs8.pem").display().to_string()),
        ("app_certificate", text_of("certs/app_cert.crt")),
        ("alipay_certificate", text_of("certs/alipay_cert_chain.crt")),
        ("root_certificate_path", certificate_file("alipay_root_bundle").display().to_string()),
    ]
}

/// What tells clients apart.
fn described(config: Config) -> String {
    format!("{:?}", Client::builder().config(config).build().unwrap())
}

#[test]
fn json_toml_and_the_builder_make_the_same_client() {
    for settings in [settings(), certificate_settings()] {
        let map: std::collections::BTreeMap<_, _> = settings.into_iter().collect();
        let json = serde_json::to_string(&map).unwrap();
        let toml = toml::to_string(&map).unwrap();
        let json = described(serde_json::from_str(&json).unwrap());
        assert_eq!(json, described(toml::from_str(&toml).unwrap()));
        let certificates = map.contains_key("app_certificate");
        let built = if certificates {
            certificate_mode()
        } else {
            key_mode().encrypt_key("aYA0GP8JEW+D7/UFaskCWA==").app_auth_token("token-1")
        };
        let environment = if certificates {
            alipay_sdk::Environment::Production
        } else {
            alipay_sdk::Environment::Sandbox
        };
        assert_eq!(json, format!("{:?}", built.environment(environment).build().unwrap()));
    }
}

#[test]
fn a_configuration_with_a_misspelt_repeated_or_wrong_value_is_refused() {
    for (toml, words) in [
        ("app-id = 'hush'", "`app-id` is no setting"),
        ("privatekey = 'hush'", "`privatekey` is no setting"),
        ("app_id = ['hush']", "`app_id` is not text"),
    ] {
        let config = toml::from_str::<Config>(toml).unwrap();
        let error = key_mode().config(config).build().unwrap_err().to_string();
        assert!(error.contains(words) && !error.contains("hush"), "{error}");
    }
    assert!(toml::from_str::<Config>("app_id = '1'\napp_id = '2'").is_err());
    for (name, value) in [
        ("environment", "Sandbox"),
        ("environment", ""),
        ("private_key_path", "/nowhere"),
        ("app_certificate_path", "/nowhere"),
        ("root_certificate", "x y"),
        ("encrypt_key", "AAAA"),
        ("base_url", "http://example.com"),
    ] {
        let json = serde_json::json!({ name: value });
        let config: Config = serde_json::from_value(json).unwrap();
        assert!(key_mode().config(config).build().is_err(), "{name} = {value:?} was accepted");
    }
}

async fn pay(client: &Client) -> Result<bool, Error> {
    let paid = client.alipay_trade().pay(&AlipayTradePayModel::new()).await?;
    Ok(paid.is_verified())
}

/// A platform that has changed to its next certificate, whose key is `unrelated`.
async fn rotated_platform(rotated: &Certificate) -> Platform {
    let mut answer = signed(200, b"{}");
    let text = "1781590001456\n5f9fba93bbb240f0b32804d5ead3e131\n{}\n";
    let signature = private_key("unrelated").sign(text.as_bytes()).unwrap();
    let signature = {
        use base64::Engine;
        base64::engine::general_purpose::STANDARD.encode(signature)
    };
    answer.headers_mut().insert("alipay-signature", signature.parse().unwrap());
    answer.headers_mut().insert("alipay-sn", rotated.serial().parse().unwrap());
    Platform::with(certificate_mode(), answer).await
}

#[tokio::test]
async fn a_new_certificate_is_taken_while_the_client_runs_by_all_its_clones() {
    let rotated = Certificate::read(certificate_file("alipay_cert_rotated")).unwrap();
    let mut platform = rotated_platform(&rotated).await;
    let client = platform.client.clone();
    let merchant = client.for_merchant("token-1").unwrap();

    let error = pay(&client).await.unwrap_err();
    let ErrorKind::Signature(refused) = error.kind() else { panic!("{error:?}") };
    let serial = rotated.serial().to_owned();
    assert_eq!(refused.problem, SignatureProblem::UnknownCertificate { serial });
    assert!(error.to_string().contains(rotated.serial()), "{error}");
    assert!(error.to_string().contains("download"), "{error}");

    client.add_alipay_certificate(rotated.clone()).unwrap();
    client.add_alipay_certificate(rotated.clone()).unwrap();
    assert_eq!(client.alipay_certificates().len(), 2, "one is held twice");
    for client in [client, merchant] {
        assert!(pay(&client).await.unwrap());
    }
    for _ in 0..3 {
        let (head, _) = platform.request().await;
        let roots = RootCertificates::read(certificate_file("alipay_root_bundle")).unwrap();
        assert_eq!(head.headers["alipay-root-cert-sn"], roots.serial());
        let authorization = platform::header(&head.headers, "authorization").unwrap();
        let app = Certificate::read(certificate_file("app_cert")).unwrap();
        assert!(authorization.contains(&format!(",app_cert_sn={},", app.serial())));
    }
}

#[test]
fn a_certificate_cannot_be_added_where_it_has_no_use() {
    let rotated = || certificate_file("alipay_cert_rotated");
    assert!(key_mode().build().unwrap().add_alipay_certificate(rotated()).is_err());
    let client = certificate_mode().build().unwrap();
    assert!(client.add_alipay_certificate("x y").is_err());
    assert!(client.add_alipay_certificate(certificate_file("root_ec_sha384")).is_err());
    assert_eq!(client.alipay_certificates().len(), 1);
    assert!(client.add_alipay_certificate(rotated()).is_ok());
}

#[test]
fn a_root_bundle_or_the_applications_certificate_cannot_be_added_as_alipays() {
    let client = certificate_mode().build().unwrap();
    for name in ["app_cert", "root_rsa_sha256"] {
        let added = client.add_alipay_certificate(certificate_file(name));
        assert!(added.is_err(), "{name} was added");
    }
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
