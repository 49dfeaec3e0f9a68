//! A call of the v2 gateway put together, and signed.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::body::Body;
use crate::client::{Client, Core};
use crate::deadline::within;
use crate::error::Error;
use crate::form::{Form, encoded};
use crate::protocol::Parameters;
use crate::protocol::time::beijing;
use crate::protocol::v2::{is_public, request_text};
use crate::request::CallInfo;
use crate::upload::FilePart;
use alipay_sdk_core::SignType;

/// The parameters that the client sets itself; a caller cannot.
const OWN: &[&str] = &[
    "alipay_root_cert_sn",
    "app_cert_sn",
    "app_id",
    "biz_content",
    "charset",
    "encrypt_type",
    "method",
    "sign",
    "sign_type",
    "timestamp",
    "version",
];

/// A request before it is signed.
pub(super) struct Request {
    pub(super) call: CallInfo,
    pub(super) sign_type: SignType,
    pub(super) biz_content: String,
    pub(super) files: Vec<(String, FilePart)>,
    pub(super) timeout: Option<Duration>,
    /// Whether to encrypt; without a word, whenever there is a key.
    pub(super) encrypt: Option<bool>,
    /// What the caller sets besides.
    parameters: Parameters,
}

/// A request that is signed: parameters as they are sent, none of them empty.
pub(super) struct Signed {
    pub(super) parameters: Parameters,
    pub(super) files: Vec<(String, FilePart)>,
    /// The address without a query.
    pub(super) address: String,
}

impl Request {
    pub(super) fn new(call: CallInfo, sign_type: SignType) -> Self {
        Self {
            call,
            sign_type,
            biz_content: String::new(),
            files: Vec::new(),
            timeout: None,
            encrypt: None,
            parameters: Parameters::new(),
        }
    }

    /// Sets a parameter beside `biz_content`.
    pub(super) fn set(&mut self, name: &str, value: &str) -> Result<(), Error> {
        // The same charset in another spelling, for who compares what is signed with another SDK.
        let same_charset = name == "charset" && value.eq_ignore_ascii_case("utf-8");
        if OWN.contains(&name) && !same_charset {
            let reason = format!("parameter `{name}` is set by the client itself");
            return Err(self.call.invalid(reason));
        }
        self.parameters.insert(name.to_owned(), value.to_owned());
        Ok(())
    }

    /// How long the call may take in all.
    pub(super) fn limit(&self, core: &Core) -> Duration {
        self.timeout.unwrap_or(core.timeout)
    }

    /// Encrypts and signs, as long as the call may take.
    pub(super) async fn sign(self, client: &Client) -> Result<Signed, Error> {
        let (call, limit) = (self.call.clone(), self.limit(&client.core));
        let signed = within(limit, self.signed(client)).await;
        signed.unwrap_or_else(|| Err(call.signed_too_late()))
    }

    async fn signed(self, client: &Client) -> Result<Signed, Error> {
        let core = &client.core;
        let key = match (self.encrypt, &core.encrypt_key) {
            (Some(true), None) => {
                let reason = "encryption was asked for, but the client has no encrypt_key";
                return Err(self.call.invalid(reason));
            }
            (Some(false), _) => None,
            (_, key) => key.as_ref().filter(|_| !self.biz_content.is_empty()),
        };
        let Self { call, sign_type, biz_content, files, mut parameters, .. } = self;
        let merchant = client.merchant.as_ref().and_then(|token| token.to_str().ok());
        if let Some(token) = merchant {
            parameters.entry("app_auth_token".to_owned()).or_insert_with(|| token.to_owned());
        }
        parameters.entry("charset".to_owned()).or_insert_with(|| "utf-8".to_owned());
        let content = match key {
            Some(key) => key.encrypt(biz_content.as_bytes()),
            None => biz_content,
        };
        let encrypt_type = if key.is_some() { "AES" } else { "" };
        let mut set = |name: &str, value: &str| {
            parameters.insert(name.to_owned(), value.to_owned());
        };
        set("biz_content", &content);
        set("encrypt_type", encrypt_type);
        set("method", &call.operation);
        set("sign_type", sign_type.as_str());
        own_parameters(core, set);
        parameters.retain(|name, value| !name.is_empty() && !value.is_empty());

        let text = request_text(&parameters);
        let signature = match sign_type {
            SignType::Rsa2 => core.signer.sign(&text).await,
            SignType::Rsa => core.signer.sign_sha1(&text).await,
        };
        let signature = signature
            .map_err(|source| Error::Signing { operation: call.operation.clone(), source })?;
        parameters.insert("sign".to_owned(), STANDARD.encode(signature));
        let mut address = core.base.clone();
        address.set_path("/gateway.do");
        Ok(Signed { parameters, files, address: address.into() })
    }
}

/// What every request of a client has.
fn own_parameters(core: &Core, mut set: impl FnMut(&str, &str)) {
    set("app_id", &core.app_id);
    set("timestamp", &beijing(core.clock.now()));
    set("version", "1.0");
    if let Some(certificate) = &core.app_certificate {
        set("app_cert_sn", certificate.serial());
    }
    if let Some(serial) = core.root_serial.as_ref().and_then(|serial| serial.to_str().ok()) {
        set("alipay_root_cert_sn", serial);
    }
}

impl Signed {
    /// The address with some of the parameters.
    pub(super) fn url(&self, wanted: impl Fn(&str, &str) -> bool) -> String {
        let wanted = self.parameters.iter().filter(|(name, value)| wanted(name, value));
        format!("{}?{}", self.address, encoded(wanted))
    }

    /// The request as it is sent from server to server: public parameters in the query, those of
    /// the business in the body.
    pub(super) fn into_http(
        self,
        core: &Core,
        call: &CallInfo,
        timeout: Duration,
    ) -> Result<http::Request<Body>, Error> {
        let address = self.url(|name, _| is_public(name));
        let business = self.parameters.into_iter().filter(|(name, _)| !is_public(name));
        let form = Form {
            address: &address,
            accept: "application/json",
            parameters: business.collect(),
            files: self.files,
            boundary: &*core.nonces,
            timeout: Some(timeout),
        };
        form.into_http(call)
    }
}
