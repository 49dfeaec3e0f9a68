//! What this SDK and another one are compared by: how their clients are set up, what goes wrong,
//! and a response.

use alipay_gateway::{App, Fault, FaultRule, Gateway, NewApp, Rejection, StartError};
use serde_json::{Value, json};

use crate::Mode;
use crate::verdict::Verdict;

const WRONG_KEY: &str = include_str!("../../vectors/keys/unrelated_private.pkcs8.pem");
const WRONG_PUBLIC_KEY: &str = include_str!("../../vectors/keys/unrelated_public.spki.pem");
const OTHER_ROOTS: &str = include_str!("../../vectors/certs/alipay_root_bundle.crt");

/// How both clients are set up, rightly or wrongly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Setup {
    /// Alipay's public key.
    Key,
    /// Three certificates.
    Certificates,
    /// A private key that is not the application's.
    WrongPrivateKey,
    /// A public key that is not Alipay's.
    WrongAlipayKey,
    /// An application that the gateway does not know.
    UnknownApp,
    /// A key for encryption that is not the application's.
    WrongEncryptKey,
    /// The certificate, and the private key, of another application.
    OtherCertificate,
    /// Other root certificates than Alipay's.
    OtherRoots,
}

impl Setup {
    /// Key mode, or certificate mode.
    pub fn mode(self) -> Mode {
        match self {
            Self::Certificates | Self::OtherCertificate | Self::OtherRoots => Mode::Certificates,
            _ => Mode::Key,
        }
    }

    /// The application as the clients have it.
    ///
    /// # Errors
    /// When the gateway takes no other application.
    pub fn app(self, gateway: &Gateway) -> Result<App, StartError> {
        let mut app = gateway.app();
        match self {
            Self::Key | Self::Certificates => {}
            Self::WrongPrivateKey => app.private_key = WRONG_KEY.to_owned(),
            Self::WrongAlipayKey => app.alipay_public_key = WRONG_PUBLIC_KEY.to_owned(),
            Self::UnknownApp => app.app_id = "2021000000000009".to_owned(),
            Self::WrongEncryptKey => app.encrypt_key = "AAAAAAAAAAAAAAAAAAAAAA==".to_owned(),
            Self::OtherCertificate => {
                let (app_id, public_key) = ("2021000000000002", WRONG_PUBLIC_KEY);
                let (app_id, public_key) = (app_id.to_owned(), public_key.to_owned());
                app.private_key = WRONG_KEY.to_owned();
                app.app_certificate =
                    gateway.add_app(NewApp { app_id, public_key })?.app_certificate;
            }
            Self::OtherRoots => app.root_certificates = OTHER_ROOTS.to_owned(),
        }
        Ok(app)
    }
}

/// What goes wrong with a call.
#[derive(Clone, Debug)]
pub enum Wrong {
    /// Nothing but the set-up.
    Setup,
    /// The response.
    Response(Fault),
    /// The response, which is a rejection.
    Rejection(Option<Fault>),
    /// The response to a log-in, which is a rejection; v2 has it below `error_response`.
    LogIn(Option<Fault>),
    /// The response has this text, which is right.
    Text(&'static str),
    /// The platform signs with a new certificate, and another key.
    Rotated,
    /// The path is not percent-encoded.
    Path,
    /// Nothing: a GET, which has no body to encrypt.
    Get,
}

impl Wrong {
    /// Lets it go wrong for the next call.
    pub fn prepare(&self, gateway: &Gateway, operation: &str) {
        gateway.clear_faults();
        match self {
            Self::Rejection(_) => {
                let rejection = Rejection::business("ACQ.TRADE_NOT_EXIST", "交易不存在");
                gateway.script(operation, Err(rejection));
            }
            Self::Text(text) => gateway.script(operation, Ok(json!({"trade_no": text}))),
            _ => {}
        }
        let fault = match self {
            Self::Response(fault) => Some(fault.clone()),
            Self::Rejection(fault) | Self::LogIn(fault) => fault.clone(),
            _ => None,
        };
        if let Some(fault) = fault {
            let operation = Some(operation.to_owned());
            gateway.fault(FaultRule { operation, fault, times: Some(1) });
        }
    }
}

/// One line of a table of what goes wrong.
pub struct Row {
    /// What goes wrong.
    pub wrong: Wrong,
    /// How both clients are set up.
    pub setup: Setup,
    /// Whether bodies are encrypted.
    pub encrypted: bool,
    /// Theirs and ours.
    pub verdicts: [Verdict<'static>; 2],
    /// Why the verdicts differ.
    pub why: &'static str,
}

impl Row {
    /// Both make the same of it.
    pub fn same(wrong: Wrong, setup: Setup, verdict: Verdict<'static>) -> Self {
        Self::differs(wrong, setup, [verdict; 2], "")
    }

    /// They differ.
    pub fn differs(
        wrong: Wrong,
        setup: Setup,
        verdicts: [Verdict<'static>; 2],
        why: &'static str,
    ) -> Self {
        Self { wrong, setup, encrypted: false, verdicts, why }
    }

    /// The same with encrypted bodies.
    #[must_use]
    pub fn encrypted(self) -> Self {
        Self { encrypted: true, ..self }
    }
}

/// A response with text that is easily damaged on the way.
pub fn delicate_response() -> Value {
    json!({
        "trade_no": "2026061622001",
        "subject": "茶 & \"点心\" </b> \\/ 😀\u{2028}\n\t𠮷",
        "camelCase": {"snake_case": [1, 2.5, true, null, ""]},
        "amount": "88.88",
    })
}
