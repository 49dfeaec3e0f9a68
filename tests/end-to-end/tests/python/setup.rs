//! The clients, and how they are set up, rightly or wrongly.

use std::fs;
use std::path::Path;

use alipay_end_to_end::external::Program;
use alipay_end_to_end::{Mode, builder};
use alipay_gateway::{App, Gateway};
use alipay_sdk::{Certificate, Client, RetryPolicy, RootCertificates};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::process;

const WRONG_KEY: &str = include_str!("../../../vectors/keys/unrelated_private.pkcs8.pem");
const WRONG_PUBLIC_KEY: &str = include_str!("../../../vectors/keys/unrelated_public.spki.pem");
const OTHER_ROOTS: &str = include_str!("../../../vectors/certs/alipay_root_bundle.crt");

/// A Python SDK.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sdk {
    Official,
    Fzlee,
}

/// How a client is set up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Setup {
    Key,
    Certificates,
    WrongPrivateKey,
    WrongAlipayKey,
    UnknownApp,
    OtherRoots,
}

/// The Python SDKs and modes that work: the official one has no certificate mode.
pub(crate) const ALL: [(Sdk, Setup); 3] =
    [(Sdk::Official, Setup::Key), (Sdk::Fzlee, Setup::Key), (Sdk::Fzlee, Setup::Certificates)];

/// A running Python SDK, and its folder.
pub(crate) struct Python {
    pub(crate) sdk: Sdk,
    program: Program,
    _folder: TempDir,
}

impl Python {
    pub(crate) fn start(installed: &Path, gateway: &Gateway, sdk: Sdk, setup: Setup) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config.json");
        fs::write(&file, setup.for_python(gateway).to_string()).unwrap();
        let name = match sdk {
            Sdk::Official => "official",
            Sdk::Fzlee => "fzlee",
        };
        Self { sdk, program: process::start(installed, name, &file), _folder: folder }
    }

    /// What `call.py` says of this call.
    pub(crate) fn call(&mut self, what: &str, mut call: Value) -> Value {
        call["do"] = what.into();
        self.program.call(&call)
    }

    /// The result of a call that must not fail.
    pub(crate) fn done(&mut self, what: &str, call: Value) -> Value {
        let mut outcome = self.call(what, call);
        assert!(outcome.get("error").is_none(), "{:?}: {what}: {outcome}", self.sdk);
        outcome["done"].take()
    }
}

impl Setup {
    /// The application as this client has it.
    fn app(self, gateway: &Gateway) -> App {
        let mut app = gateway.app();
        match self {
            Self::Key | Self::Certificates => {}
            Self::WrongPrivateKey => app.private_key = WRONG_KEY.to_owned(),
            Self::WrongAlipayKey => app.alipay_public_key = WRONG_PUBLIC_KEY.to_owned(),
            Self::UnknownApp => app.app_id = "2021000000000009".to_owned(),
            Self::OtherRoots => app.root_certificates = OTHER_ROOTS.to_owned(),
        }
        app
    }

    fn has_certificates(self) -> bool {
        matches!(self, Self::Certificates | Self::OtherRoots)
    }

    fn for_python(self, gateway: &Gateway) -> Value {
        let app = self.app(gateway);
        let mut config = json!({
            "gateway": gateway.base_url() + "/gateway.do",
            "app_id": app.app_id,
            "private_key": app.private_key,
            "alipay_public_key": app.alipay_public_key,
        });
        if self.has_certificates() {
            config["certificates"] = json!({
                "app": app.app_certificate,
                "alipay": app.alipay_certificate,
                "root": app.root_certificates,
            });
            // The official one reads no certificates: it is given their serials.
            let certificate = Certificate::parse(&app.app_certificate).unwrap();
            let roots = RootCertificates::parse(&app.root_certificates).unwrap();
            config["serials"] = json!({
                "app_cert_sn": certificate.serial(),
                "alipay_root_cert_sn": roots.serial(),
            });
        }
        config
    }

    /// Each call once, so that all are compared call by call.
    pub(crate) fn client(self, gateway: &Gateway) -> Client {
        let app = self.app(gateway);
        let mode = if self.has_certificates() { Mode::Certificates } else { Mode::Key };
        let builder = builder(gateway, mode).app_id(app.app_id).private_key(app.private_key);
        let builder = match self.has_certificates() {
            true => builder.certificates(
                app.app_certificate,
                app.alipay_certificate,
                app.root_certificates,
            ),
            false => builder.alipay_public_key(app.alipay_public_key),
        };
        builder.retry(RetryPolicy::never()).build().unwrap()
    }
}
