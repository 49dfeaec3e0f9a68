//! Configurations with the mistakes that the guide lists.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::path::Path;

use alipay_gateway::{Fault, FaultRule, Rejection};
use rcgen::{CertificateParams, Issuer, KeyPair, date_time_ymd};
use serde_json::{Map, Value, json};

use crate::world::{self, World};
use Mistake::{Elsewhere, File, FileOf, Other, Set, Text, Without};

pub(crate) type Settings = Map<String, Value>;

/// A broken configuration, and the words that the report needs for it.
#[derive(Debug)]
pub(crate) struct Broken {
    /// The configuration that it begins with.
    pub(crate) base: &'static str,
    pub(crate) mistake: Mistake,
    pub(crate) expected: &'static [&'static str],
}

/// A mistake, and the way to make it.
#[derive(Debug)]
pub(crate) enum Mistake {
    Without(&'static str),
    Set(&'static str, &'static str),
    /// A file of this repository in the place of the right one.
    File(&'static str, &'static str),
    /// The file of another setting in the place of the right one.
    FileOf(&'static str, &'static str),
    /// A text in the place of a path.
    Text(&'static str, fn(&World) -> String),
    /// The settings are right: the platform has others, or something is in its way.
    Elsewhere(fn(&World)),
    Other(fn(&World, &mut Settings)),
}

impl Mistake {
    pub(crate) fn make(&self, world: &World, settings: &mut Settings) {
        match *self {
            Without(name) => drop(settings.remove(name)),
            Set(name, value) => set(settings, name, value),
            File(name, file) => set(settings, &format!("{name}_path"), fixture(file)),
            FileOf(name, other) => {
                let file = path(settings, other);
                set(settings, &format!("{name}_path"), file);
            }
            Text(name, text) => paste(settings, name, text(world)),
            Elsewhere(act) => act(world),
            Other(change) => change(world, settings),
        }
    }
}

/// A configuration of key mode with a mistake.
pub(crate) const fn keys(mistake: Mistake, expected: &'static [&'static str]) -> Broken {
    Broken { base: KEYS, mistake, expected }
}

/// A configuration of certificate mode with a mistake.
const fn certificates(mistake: Mistake, expected: &'static [&'static str]) -> Broken {
    Broken { base: CERTIFICATES, mistake, expected }
}

pub(crate) const KEYS: &str = "config.json";
pub(crate) const CERTIFICATES: &str = "certificates.json";

/// A private key that no certificate is of, and that the platform does not know.
const UNRELATED_KEY: &str = "tests/vectors/keys/unrelated_private.pkcs8.pem";

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

fn fault(world: &World, fault: Fault) {
    world.gateway.fault(FaultRule { operation: None, fault, times: None });
}

/// The mistakes of the guide that a text or a file alone shows.
pub(crate) const LOCAL: &[Broken] = &[
    keys(Without("app_id"), &["app_id is missing"]),
    // A letter that is no digit.
    keys(Set("app_id", "２021000000000000"), &["app_id holds '２'"]),
    keys(Set("app_id", "2088000000000001"), &["which is the number of a merchant"]),
    keys(
        Text("private_key", |world| world.read("alipay_public_key.pem")),
        &["expected a private key, found a public key"],
    ),
    // A full-width comma.
    keys(Text("private_key", |world| damaged_key(world, "，")), &["`，` (U+FF0C)"]),
    keys(
        Text("private_key", |world| damaged_key(world, "").replace('+', " ")),
        &["blanks where `+` belongs"],
    ),
    keys(
        Text("private_key", |world| damaged_key(world, "")[..1_200].to_owned()),
        &["the key is truncated"],
    ),
    keys(
        Other(|_, settings| {
            let path = path(settings, "private_key");
            paste(settings, "private_key", path);
        }),
        &["the text looks like the path of a file"],
    ),
    keys(
        File("private_key", "sdk/tests/fixtures/encrypted.pkcs8.pem"),
        &["the private key is encrypted with a password"],
    ),
    keys(
        Other(|world, settings| {
            set(settings, "private_key_path", world.path("nothing.pem").display().to_string());
        }),
        &["nothing.pem: the file cannot be read"],
    ),
    keys(Text("alipay_public_key", own_public_key), &["it is the application's own public key"]),
    certificates(
        Text("alipay_public_key", |world| world.read("alipay_public_key.pem")),
        &["alipay_public_key and certificates are both set"],
    ),
    certificates(Without("root_certificate_path"), &["certificate mode lacks root_certificate"]),
    certificates(File("private_key", UNRELATED_KEY), &["does not belong to the private key"]),
    // The key and the certificates of another application.
    certificates(
        Other(|_, settings| {
            let vector = |name: &str| fixture(&format!("tests/vectors/{name}"));
            set(settings, "private_key_path", vector("keys/app_private.pkcs8.pem"));
            set(settings, "app_certificate_path", vector("certs/app_cert.crt"));
            set(settings, "alipay_certificate_path", vector("certs/alipay_cert_chain.crt"));
            set(settings, "root_certificate_path", vector("certs/alipay_root_bundle.crt"));
        }),
        &["was issued for the application 2021…6655"],
    ),
    certificates(
        FileOf("alipay_certificate", "app_certificate"),
        &["the Alipay certificate is the application's own"],
    ),
    certificates(
        FileOf("alipay_certificate", "root_certificate"),
        &["is a root certificate: the files are mixed up"],
    ),
    certificates(FileOf("root_certificate", "alipay_certificate"), &["root", "mixed up"]),
    certificates(
        Text("app_certificate", expired),
        &["expired at 2020-01-01", "download its successor"],
    ),
    // Hexadecimal digits.
    keys(
        Set("encrypt_key", "000102030405060708090a0b0c0d0e0f"),
        &["encryption key", "接口内容加密方式"],
    ),
    keys(
        Set("private-key", "hush-hush"),
        &["`private-key` is not a setting of alipay-sdk", "the settings are app_id"],
    ),
    keys(
        Other(|world, settings| set(settings, "private_key", own_key(world))),
        &["exclude one another: remove one of them"],
    ),
    keys(
        Other(|_, settings| {
            settings.remove("base_url");
            set(settings, "environment", "prod");
        }),
        &["neither `production` nor `sandbox`"],
    ),
    keys(
        Set("base_url", "https://openapi.alipay.com/gateway.do"),
        &["base_url has the path /gateway.do"],
    ),
    keys(Set("proxy", "10.0.0.1:3128"), &["proxy is not the address of an HTTP proxy"]),
];

/// The mistakes that the platform's response shows.
pub(crate) const CALLED: &[Broken] = &[
    keys(
        File("private_key", UNRELATED_KEY),
        &["invalid-signature", "another public key of this application"],
    ),
    keys(
        Set("app_id", "2021000000000999"),
        &["invalid-app-id", "does not exist in this environment"],
    ),
    // The key of another environment.
    keys(
        File("alipay_public_key", "tests/vectors/keys/unrelated_public.spki.pem"),
        &["its signature does not match", "copy 支付宝公钥 from the console"],
    ),
    keys(
        Elsewhere(|world| {
            let rejection = Rejection::new(400, "missing-app-cert-sn", "rejected");
            world.gateway.script("alipay.trade.query", Err(rejection));
        }),
        &["missing-app-cert-sn", "is in the other mode on the platform"],
    ),
    keys(Set("encrypt_key", "AAECAwQFBgcICQoLDA0ODw=="), &["copy encrypt_key"]),
    keys(
        Set("app_auth_token", "hush-hush-hush"),
        &["invalid-app-auth-token", "let the merchant authorize the application again"],
    ),
    certificates(
        Elsewhere(|world| drop(world.gateway.rotate_certificate().unwrap())),
        &["which is not configured", "alipay cert download"],
    ),
    // Something responds in the platform's place.
    keys(
        Elsewhere(|world| {
            world.gateway.script("alipay.trade.query", Ok(json!({"trade_status": "TRADE_CLOSED"})));
            fault(world, Fault::MissingSignature);
        }),
        &["the response is not accepted", "a proxy, a firewall or a login page"],
    ),
    keys(
        Elsewhere(|world| fault(world, Fault::BadGateway)),
        &["502 Bad Gateway, no code", "a proxy, a firewall or a login page"],
    ),
    // Nothing listens there.
    keys(
        Set("proxy", "http://alice:hush-hush@127.0.0.1:1"),
        &["no connection", "let this machine reach the platform"],
    ),
];

fn own_public_key(world: &World) -> String {
    KeyPair::from_pem(&own_key(world)).unwrap().public_key_pem()
}
