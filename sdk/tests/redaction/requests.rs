//! Configuration, models and requests.

use alipay_sdk::operation::AlipayUserInfoShareParams;
use alipay_sdk::{
    Body, Certificate, Client, ClientBuilder, Config, EncryptKey, Operation, PrivateKey, PublicKey,
    ReqwestTransport, RootCertificates, Upload,
};

use serde_json::json;

use crate::platform::http::http_client;
use crate::platform::{certificate_mode, key_mode, vector_file};
use crate::secrets::*;

#[test]
fn keys_and_certificates_hide_what_they_are() {
    let key = PrivateKey::parse(private_key_text()).unwrap();
    hides("PrivateKey", &key);
    hides("PublicKey", key.public_key());
    hides("EncryptKey", &EncryptKey::from_base64(ENCRYPT_KEY).unwrap());
    hides("Certificate", &Certificate::read(vector_file("certs/app_cert.crt")).unwrap());
    let roots = RootCertificates::read(vector_file("certs/alipay_root_bundle.crt")).unwrap();
    hides("RootCertificates", &roots);
}

#[test]
fn a_client_and_its_configuration_hide_keys_and_tokens() {
    hides("Client", &knowing().build().unwrap());
    hides("Client", &certificate_mode().encrypt_key(ENCRYPT_KEY).build().unwrap());
    hides("Client", &key_mode().build().unwrap().for_merchant(APP_AUTH_TOKEN).unwrap());
    let proxy = format!("http://user:{PASSWORD}@127.0.0.1:1");
    hides("ClientBuilder", &knowing().proxy(&proxy));
    hides("ClientBuilder", &knowing().base_url(format!("https://user:{PASSWORD}@example.com")));
    hides("ClientBuilder", &knowing().app_id(private_key_text()));
    let config = json!({
        "app_id": "1",
        "private_key": private_key_text(),
        "encrypt_key": ENCRYPT_KEY,
        "app_auth_token": APP_AUTH_TOKEN,
        "proxy": proxy,
    });
    let config: Config = serde_json::from_value(config).unwrap();
    hides("Config", &config);
    hides("ClientBuilder", &Client::builder().config(config));
    let http = reqwest_client(&proxy);
    hides("ReqwestTransport", &ReqwestTransport::new(http).unwrap());
}

fn reqwest_client(proxy: &str) -> reqwest::ClientBuilder {
    let proxy = reqwest::Proxy::all(proxy).unwrap();
    let mut headers = http::HeaderMap::new();
    headers.insert("x-token", AUTH_TOKEN.parse().unwrap());
    http_client().proxy(proxy).default_headers(headers)
}

/// A builder for each setting that gets this, or something with this inside.
fn builders_with(given: &str) -> [ClientBuilder; 13] {
    [
        key_mode().app_id(format!("{given},")),
        key_mode().private_key(given),
        key_mode().alipay_public_key(given),
        key_mode().alipay_certificate(given),
        key_mode().certificates(given, given, given),
        certificate_mode().private_key(given),
        key_mode().encrypt_key(format!("{given}x")),
        key_mode().app_auth_token(format!("{given} {PASSWORD}")),
        key_mode().base_url(given),
        key_mode().base_url(format!("https://u:{given}@example.com")),
        key_mode().base_url(format!("https://example.com/?{PASSWORD}")),
        key_mode().proxy(format!("{given} {PASSWORD}")),
        key_mode().tls_root_certificate(given),
    ]
}

#[test]
fn a_wrong_configuration_is_named_without_what_was_given() {
    let key = private_key_text();
    let bare = PRIVATE_KEY.clone();
    let damaged = key.replacen("MII", "MIJ", 1);
    let cut = key[..key.len() / 2].to_owned();
    let certificate = std::fs::read_to_string(vector_file("certs/app_cert.crt")).unwrap();
    let wrong = [&key, &bare, &damaged, &cut, &certificate, PASSWORD, ENCRYPT_KEY, ID_NUMBER];
    for given in wrong {
        for builder in builders_with(given) {
            hides("ClientBuilder", &builder);
            if let Err(error) = builder.build() {
                error_hides("Error::Configuration", &error);
            }
        }
        // Not those that end in `_path`: a file that is not there must be named.
        for name in [
            "private_key",
            "alipay_public_key",
            "app_certificate",
            "alipay_certificate",
            "root_certificate",
            "encrypt_key",
            "environment",
            "base_url",
            "proxy",
            "app_auth_token",
        ] {
            let value = format!("{given}\u{1}{PASSWORD}");
            let config: Config = serde_json::from_value(json!({ name: value })).unwrap();
            // What stands after a whole PEM block does not matter.
            if let Err(error) = key_mode().config(config).build() {
                error_hides(name, &error);
            }
        }
        let more = format!("{given}!");
        let keys = [PrivateKey::parse(&more).err(), PublicKey::parse(&more).err()];
        let certificates = [Certificate::parse(&more).err(), RootCertificates::parse(&more).err()];
        keys.iter().flatten().for_each(|error| error_hides("KeyError", error));
        certificates.iter().flatten().for_each(|error| error_hides("CertificateError", error));
        error_hides("EncryptKeyError", &EncryptKey::from_base64(more).unwrap_err());
    }
    for json in [json!({ "private_key": [key] }), json!({ "private-key": key })] {
        let config: Config = serde_json::from_value(json).unwrap();
        hides("Config", &config);
        error_hides("Config", &key_mode().config(config).build().unwrap_err());
    }
    let client = certificate_mode().build().unwrap();
    error_hides("add", &client.add_alipay_certificate(private_key_text()).unwrap_err());
    error_hides("for_merchant", &client.for_merchant(format!("{PASSWORD} ")).unwrap_err());
}

#[test]
fn models_parameters_and_parts_hide_people_and_codes() {
    hides("order", &order());
    hides("identity", &identity());
    hides("user", &user());
    hides("parts", &parts());
    hides("params", &AlipayUserInfoShareParams::new().auth_token(AUTH_TOKEN));
    hides("FilePart", &file());
    hides("Upload", &Upload::new().data(&personal_json()).file("licence", file()));
    let shown = format!("{:?} {:?}", order(), user());
    assert_eq!(shown.matches(OUT_TRADE_NO).count(), 2, "numbers of orders are hidden: {shown}");
}

#[test]
fn calls_and_prepared_requests_hide_headers_and_bodies() {
    let client = knowing().build().unwrap();
    let trade = client.alipay_trade();
    let mini = client.alipay_open_mini_version_audit();
    hides("Call", &trade.pay(&order()).header("x-token", AUTH_TOKEN));
    hides("Call", &trade.pay(&order()).header("x-token", format!("{AUTH_TOKEN}\n")));
    hides("Call", &trade.pay(&order()).app_auth_token(format!("{APP_AUTH_TOKEN} ")));
    hides("Call", &mini.apply(parts()));
    let untyped = || client.untyped("a", http::Method::POST, "/v3/a").json(&personal_json());
    hides("Call", &untyped());

    prepared_hides(trade.pay(&order()).header("x-token", AUTH_TOKEN));
    prepared_hides(trade.pay(&order()).encrypt(false));
    prepared_hides(mini.apply(parts()));
    prepared_hides(untyped());
    hides("Body", &Body::from(PHONE));
    hides("Body", &Body::from(private_key_text()));
}

fn prepared_hides<O: Operation>(call: alipay_sdk::Call<O>) {
    let (request, pending) = now(call.prepare()).unwrap();
    hides("Pending", &pending);
    hides("http::Request", &request);
    let authorization = request.headers()["authorization"].to_str().unwrap();
    let signature = authorization.rsplit_once("sign=").unwrap().1.to_owned();
    let shown = format!("{request:?} {:?}", request.headers());
    assert!(!shown.contains(&signature[..40]), "the signature is shown: {shown}");
}

/// A query parameter cannot be hidden in a type of the crate `http`; all else is.
#[test]
fn a_prepared_request_shows_of_a_token_in_the_query_the_address_alone() {
    let client = knowing().build().unwrap();
    let params = AlipayUserInfoShareParams::new().auth_token(AUTH_TOKEN);
    let call = client.alipay_user_info().share(&params);
    hides("Call", &call);
    let (request, pending) = now(call.prepare()).unwrap();
    hides("Pending", &pending);
    let uri = request.uri().to_string();
    assert!(uri.contains(AUTH_TOKEN));
    assert_hidden("http::Request", &format!("{request:?}").replace(&uri, ""));
}
