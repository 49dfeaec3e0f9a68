//! Configurations with the mistakes that the guide lists.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::path::Path;

use alipay_gateway::{Fault, FaultRule, Rejection};
use rcgen::{CertificateParams, Issuer, KeyPair, date_time_ymd};
use serde_json::{Map, Value, json};

use crate::world::{self, World};

pub(crate) type Settings = Map<String, Value>;

/// A broken configuration, and the words that the report needs for it.
pub(crate) struct Broken {
    pub(crate) name: &'static str,
    /// The configuration that it begins with.
    pub(crate) base: &'static str,
    pub(crate) change: fn(&World, &mut Settings),
    pub(crate) expected: &'static [&'static str],
}

pub(crate) const KEYS: &str = "config.json";
pub(crate) const CERTIFICATES: &str = "certificates.json";

fn set(settings: &mut Settings, name: &str, value: impl Into<Value>) {
    settings.insert(name.to_owned(), value.into());
}

fn fixture(name: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    root.join(name).canonicalize().unwrap().display().to_string()
}

fn own_key(world: &World) -> String {
    world.read("app_private_key.pem")
}

/// The Base64 of the private key with something in its middle.
fn damaged_key(world: &World, middle: &str) -> String {
    let key = own_key(world);
    let base64: String = key.lines().filter(|line| !line.starts_with('-')).collect();
    format!("{}{middle}{}", &base64[..800], &base64[800..])
}

/// Puts a text in the place of a path.
fn paste(settings: &mut Settings, name: &str, text: impl Into<Value>) {
    settings.remove(&format!("{name}_path"));
    set(settings, name, text.into());
}

fn path(settings: &Settings, name: &str) -> String {
    settings[&format!("{name}_path")].as_str().unwrap().to_owned()
}

/// A certificate for the application's key whose time is over.
fn expired(world: &World) -> String {
    let authority = std::fs::read_to_string(world::gateway_key("authority.pem")).unwrap();
    let certificate =
        std::fs::read_to_string(world::gateway_key("authority_certificate.pem")).unwrap();
    let issuer =
        Issuer::from_ca_cert_pem(&certificate, KeyPair::from_pem(&authority).unwrap()).unwrap();
    let mut params = CertificateParams::default();
    (params.not_before, params.not_after) = (date_time_ymd(2015, 1, 1), date_time_ymd(2020, 1, 1));
    let key = KeyPair::from_pem(&own_key(world)).unwrap();
    params.signed_by(&key, &issuer).unwrap().pem()
}

fn rejected(world: &World, code: &str) {
    let rejection = Rejection::new(400, code, "rejected");
    world.gateway.script("alipay.trade.query", Err(rejection));
}

fn fault(world: &World, fault: Fault) {
    world.gateway.fault(FaultRule { operation: None, fault, times: None });
}

/// The mistakes of the guide that a text or a file alone shows.
pub(crate) const LOCAL: &[Broken] = &[
    Broken {
        name: "no application",
        base: KEYS,
        change: |_, settings| drop(settings.remove("app_id")),
        expected: &["app_id is missing"],
    },
    Broken {
        name: "a letter that is no digit in the id",
        base: KEYS,
        change: |_, settings| set(settings, "app_id", "２021000000000000"),
        expected: &["app_id holds '２'"],
    },
    Broken {
        name: "the number of the merchant as the application's",
        base: KEYS,
        change: |_, settings| set(settings, "app_id", "2088000000000001"),
        expected: &["which is the number of a merchant"],
    },
    Broken {
        name: "a public key as the private key",
        base: KEYS,
        change: |world, settings| {
            paste(settings, "private_key", world.read("alipay_public_key.pem"));
        },
        expected: &["expected a private key, found a public key"],
    },
    Broken {
        name: "a full-width comma in the key",
        base: KEYS,
        change: |world, settings| paste(settings, "private_key", damaged_key(world, "，")),
        expected: &["`，` (U+FF0C)"],
    },
    Broken {
        name: "blanks where + belongs",
        base: KEYS,
        change: |world, settings| {
            let key = damaged_key(world, "").replace('+', " ");
            paste(settings, "private_key", key);
        },
        expected: &["blanks where `+` belongs"],
    },
    Broken {
        name: "a truncated key",
        base: KEYS,
        change: |world, settings| {
            paste(settings, "private_key", &damaged_key(world, "")[..1_200]);
        },
        expected: &["the key is truncated"],
    },
    Broken {
        name: "a path as the key",
        base: KEYS,
        change: |_, settings| {
            let path = path(settings, "private_key");
            paste(settings, "private_key", path);
        },
        expected: &["the text looks like the path of a file"],
    },
    Broken {
        name: "a key with a password",
        base: KEYS,
        change: |_, settings| {
            set(settings, "private_key_path", fixture("sdk/tests/fixtures/encrypted.pkcs8.pem"));
        },
        expected: &["the private key is encrypted with a password"],
    },
    Broken {
        name: "a file that is not there",
        base: KEYS,
        change: |world, settings| {
            set(settings, "private_key_path", world.path("nothing.pem").display().to_string());
        },
        expected: &["nothing.pem: the file cannot be read"],
    },
    Broken {
        name: "the application's public key as Alipay's",
        base: KEYS,
        change: |world, settings| paste(settings, "alipay_public_key", own_public_key(world)),
        expected: &["it is the application's own public key"],
    },
    Broken {
        name: "both modes at once",
        base: CERTIFICATES,
        change: |world, settings| {
            set(settings, "alipay_public_key", world.read("alipay_public_key.pem"));
        },
        expected: &["alipay_public_key and certificates are both set"],
    },
    Broken {
        name: "two of three certificates",
        base: CERTIFICATES,
        change: |_, settings| drop(settings.remove("root_certificate_path")),
        expected: &["certificate mode lacks root_certificate"],
    },
    Broken {
        name: "a key that is not the certificate's",
        base: CERTIFICATES,
        change: |_, settings| {
            let other = fixture("tests/vectors/keys/unrelated_private.pkcs8.pem");
            set(settings, "private_key_path", other);
        },
        expected: &["does not belong to the private key"],
    },
    Broken {
        name: "the certificate of another application",
        base: CERTIFICATES,
        change: |_, settings| {
            let vector = |name: &str| fixture(&format!("tests/vectors/{name}"));
            set(settings, "private_key_path", vector("keys/app_private.pkcs8.pem"));
            set(settings, "app_certificate_path", vector("certs/app_cert.crt"));
            set(settings, "alipay_certificate_path", vector("certs/alipay_cert_chain.crt"));
            set(settings, "root_certificate_path", vector("certs/alipay_root_bundle.crt"));
        },
        expected: &["was issued for the application 2021…6655"],
    },
    Broken {
        name: "the application's certificate in the place of Alipay's",
        base: CERTIFICATES,
        change: |_, settings| {
            let app = path(settings, "app_certificate");
            set(settings, "alipay_certificate_path", app);
        },
        expected: &["the Alipay certificate is the application's own"],
    },
    Broken {
        name: "the roots in the place of Alipay's certificate",
        base: CERTIFICATES,
        change: |_, settings| {
            let roots = path(settings, "root_certificate");
            set(settings, "alipay_certificate_path", roots);
        },
        expected: &["is a root certificate: the files are mixed up"],
    },
    Broken {
        name: "Alipay's certificate in the place of the roots",
        base: CERTIFICATES,
        change: |_, settings| {
            let alipay = path(settings, "alipay_certificate");
            set(settings, "root_certificate_path", alipay);
        },
        expected: &["root", "mixed up"],
    },
    Broken {
        name: "an expired certificate",
        base: CERTIFICATES,
        change: |world, settings| paste(settings, "app_certificate", expired(world)),
        expected: &["expired at 2020-01-01", "download its successor"],
    },
    Broken {
        name: "hexadecimal digits as the encryption key",
        base: KEYS,
        change: |_, settings| set(settings, "encrypt_key", "000102030405060708090a0b0c0d0e0f"),
        expected: &["encryption key", "接口内容加密方式"],
    },
    Broken {
        name: "an unknown setting",
        base: KEYS,
        change: |_, settings| set(settings, "private-key", "hush-hush"),
        expected: &["`private-key` is not a setting of alipay-sdk", "the settings are app_id"],
    },
    Broken {
        name: "a key and the path to one",
        base: KEYS,
        change: |world, settings| set(settings, "private_key", own_key(world)),
        expected: &["exclude one another: remove one of them"],
    },
    Broken {
        name: "an unknown environment",
        base: KEYS,
        change: |_, settings| {
            settings.remove("base_url");
            set(settings, "environment", "prod");
        },
        expected: &["neither `production` nor `sandbox`"],
    },
    Broken {
        name: "the address of the v2 gateway",
        base: KEYS,
        change: |_, settings| {
            set(settings, "base_url", "https://openapi.alipay.com/gateway.do");
        },
        expected: &["base_url has the path /gateway.do"],
    },
    Broken {
        name: "a proxy without a scheme",
        base: KEYS,
        change: |_, settings| set(settings, "proxy", "10.0.0.1:3128"),
        expected: &["proxy is not the address of an HTTP proxy"],
    },
];

/// The mistakes that the platform's response shows.
pub(crate) const CALLED: &[Broken] = &[
    Broken {
        name: "the private key of another application",
        base: KEYS,
        change: |_, settings| {
            let other = fixture("tests/vectors/keys/unrelated_private.pkcs8.pem");
            set(settings, "private_key_path", other);
        },
        expected: &["invalid-signature", "another public key of this application"],
    },
    Broken {
        name: "another application",
        base: KEYS,
        change: |_, settings| set(settings, "app_id", "2021000000000999"),
        expected: &["invalid-app-id", "does not exist in this environment"],
    },
    Broken {
        name: "Alipay's key of another environment",
        base: KEYS,
        change: |_, settings| {
            let other = fixture("tests/vectors/keys/unrelated_public.spki.pem");
            set(settings, "alipay_public_key_path", other);
        },
        expected: &["its signature does not match", "copy 支付宝公钥 from the console"],
    },
    Broken {
        name: "the wrong mode",
        base: KEYS,
        change: |world, _| rejected(world, "missing-app-cert-sn"),
        expected: &["missing-app-cert-sn", "is in the other mode on the platform"],
    },
    Broken {
        name: "another encryption key",
        base: KEYS,
        change: |_, settings| set(settings, "encrypt_key", "AAECAwQFBgcICQoLDA0ODw=="),
        expected: &["copy encrypt_key"],
    },
    Broken {
        name: "a token that is not valid",
        base: KEYS,
        change: |_, settings| set(settings, "app_auth_token", "hush-hush-hush"),
        expected: &["invalid-app-auth-token", "let the merchant authorize the application again"],
    },
    Broken {
        name: "a certificate that the platform has replaced",
        base: CERTIFICATES,
        change: |world, _| drop(world.gateway.rotate_certificate().unwrap()),
        expected: &["which is not configured", "alipay cert download"],
    },
    Broken {
        name: "something that responds in the platform's place",
        base: KEYS,
        change: |world, _| {
            world.gateway.script("alipay.trade.query", Ok(json!({"trade_status": "TRADE_CLOSED"})));
            fault(world, Fault::MissingSignature);
        },
        expected: &["the response is not accepted", "a proxy, a firewall or a login page"],
    },
    Broken {
        name: "the page of a proxy that fails",
        base: KEYS,
        change: |world, _| fault(world, Fault::BadGateway),
        expected: &["502 Bad Gateway, no code", "a proxy, a firewall or a login page"],
    },
    Broken {
        name: "a proxy that is not there",
        base: KEYS,
        change: |_, settings| set(settings, "proxy", "http://alice:hush-hush@127.0.0.1:1"),
        expected: &["no connection", "let this machine reach the platform"],
    },
];

fn own_public_key(world: &World) -> String {
    KeyPair::from_pem(&own_key(world)).unwrap().public_key_pem()
}
