//! The request: a form of signed parameters.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::endpoint::Endpoint;
use crate::error::Error;
use crate::protocol::contract::Exchange;
use crate::protocol::identity::{Application, Identity};
use crate::request::{CallInfo, Payload, Request};
use alipay_sdk_core::{
    beijing_time,
    protocol::{
        Parameters,
        v2::{is_public, request_text},
    },
    wire::{Body, FilePart, Form, Upload, encoded},
};

/// Where all operations are.
pub(super) const PATH: &str = "/gateway.do";

/// The parameters that the client sets itself; a caller cannot.
pub(super) const OWN_PARAMETERS: &[&str] = &[
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

/// A request that is signed: parameters as they are sent, none of them empty.
pub(crate) struct SignedForm {
    pub(crate) parameters: Parameters,
    pub(crate) files: Vec<(String, FilePart)>,
    /// The address without a query.
    pub(crate) address: String,
}

/// The request as it is sent from server to server: public parameters in the query, those of
/// the business in the body.
pub(super) async fn prepare(
    endpoint: &Endpoint,
    request: Request,
) -> Result<(http::Request<Body>, Exchange), Error> {
    let (call, shape) = (request.call.clone(), request.shape);
    let signed = sign(endpoint, request).await?;
    let address = signed.url(|name, _| is_public(name));
    let business = signed.parameters.into_iter().filter(|(name, _)| !is_public(name));
    let form = Form {
        address: &address,
        accept: "application/json",
        parameters: business.collect(),
        files: signed.files,
        boundary: &*endpoint.application.identity.nonces,
    };
    let prepared = form.into_http().map_err(|reason| call.invalid(reason))?;
    // Whether a response is encrypted shows in the response itself.
    Ok((prepared, Exchange { call, shape, encrypted: false }))
}

/// Encrypts and signs.
pub(super) async fn sign(endpoint: &Endpoint, request: Request) -> Result<SignedForm, Error> {
    let Endpoint { application: Application { base, identity, merchant, .. }, sign_type } =
        endpoint;
    let key = identity.encryption(&request)?;
    let Request { call, payload, mut parameters, .. } = request;
    let (content, files) = content(&call, payload)?;
    let key = key.filter(|_| !content.is_empty());
    if let Some(token) = merchant.as_ref().and_then(|token| token.to_str().ok()) {
        parameters.entry("app_auth_token".to_owned()).or_insert_with(|| token.to_owned());
    }
    parameters.entry("charset".to_owned()).or_insert_with(|| "utf-8".to_owned());
    let content = match key {
        Some(key) => key.encrypt(content.as_bytes()),
        None => content,
    };
    let mut set = |name: &str, value: &str| {
        parameters.insert(name.to_owned(), value.to_owned());
    };
    set("biz_content", &content);
    set("encrypt_type", if key.is_some() { "AES" } else { "" });
    set("method", &call.operation);
    set("sign_type", sign_type.as_str());
    own_parameters(identity, set);
    parameters.retain(|name, value| !name.is_empty() && !value.is_empty());

    let text = request_text(&parameters);
    let signature = identity.sign(&call, *sign_type, &text).await?;
    parameters.insert("sign".to_owned(), STANDARD.encode(signature));
    let mut address = base.clone();
    address.set_path(PATH);
    Ok(SignedForm { parameters, files, address: address.into() })
}

/// The content of `biz_content`, and the files.
fn content(call: &CallInfo, payload: Payload) -> Result<(String, Vec<(String, FilePart)>), Error> {
    let (text, files) = match payload {
        Payload::Empty => (Vec::new(), Vec::new()),
        Payload::Json(text) => (text.into(), Vec::new()),
        Payload::Upload(Upload { data, files }) => {
            let text = data
                .transpose()
                .map_err(|error| call.invalid(format!("biz_content: {error}")))?
                .unwrap_or_default();
            (text, files)
        }
    };
    let text = String::from_utf8(text).map_err(|_| call.invalid("biz_content is not UTF-8"))?;
    Ok((text, files))
}

/// What every request of an application has.
fn own_parameters(identity: &Identity, mut set: impl FnMut(&str, &str)) {
    set("app_id", &identity.app_id);
    set("timestamp", &beijing_time(identity.clock.now()));
    set("version", "1.0");
    if let Some(serial) = identity.app_cert_sn() {
        set("app_cert_sn", serial);
    }
    if let Some(serial) = identity.root_cert_sn() {
        set("alipay_root_cert_sn", serial);
    }
}

impl SignedForm {
    /// The address with some of the parameters.
    pub(super) fn url(&self, wanted: impl Fn(&str, &str) -> bool) -> String {
        let wanted = self.parameters.iter().filter(|(name, value)| wanted(name, value));
        format!("{}?{}", self.address, encoded(wanted))
    }

    /// The order string (`sdkExecute`).
    pub(crate) fn order_string(&self) -> String {
        encoded(self.parameters.iter())
    }
}
