//! The clients, and how they are set up, rightly or wrongly.

use std::fs;
use std::path::Path;

use alipay_end_to_end::comparison::Setup;
use alipay_end_to_end::external::Program;
use alipay_end_to_end::{Mode, builder_of};
use alipay_gateway::Gateway;
use alipay_sdk::{Certificate, Client, RetryPolicy, RootCertificates};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::process;

/// A Python SDK.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sdk {
    Official,
    Fzlee,
}

/// The Python SDKs and set-ups that work: the official one has no certificate mode.
const ALL: [(Sdk, Setup); 3] =
    [(Sdk::Official, Setup::Key), (Sdk::Fzlee, Setup::Key), (Sdk::Fzlee, Setup::Certificates)];

/// Each of them with a gateway of its own; none when they are not installed.
pub(crate) async fn started() -> Vec<(Gateway, Python, Setup)> {
    let mut all = Vec::new();
    if let Some(installed) = crate::installed() {
        for (sdk, setup) in ALL {
            let gateway = Gateway::start().await.unwrap();
            let python = Python::start(&installed, &gateway, sdk, setup);
            all.push((gateway, python, setup));
        }
    }
    all
}

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
        fs::write(&file, for_python(gateway, setup).to_string()).unwrap();
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

fn for_python(gateway: &Gateway, setup: Setup) -> Value {
    let app = setup.app(gateway).unwrap();
    let mut config = json!({
        "gateway": gateway.base_url() + "/gateway.do",
        "app_id": app.app_id,
        "private_key": app.private_key,
        "alipay_public_key": app.alipay_public_key,
    });
    if setup.mode() == Mode::Certificates {
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
pub(crate) fn client(gateway: &Gateway, setup: Setup) -> Client {
    let builder = builder_of(gateway, setup.app(gateway).unwrap(), setup.mode());
    builder.retry(RetryPolicy::never()).build().unwrap()
}
