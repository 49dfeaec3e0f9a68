//! Both ends of a call, without a network: the request that is sent, and the answer that is
//! accepted.

use std::sync::Arc;
use std::time::UNIX_EPOCH;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};

use crate::body::Body;
use crate::client::Core;
use crate::deadline::within;
use crate::error::{ApiError, Earlier, Error, SignatureError, SignatureProblem};
use crate::multipart::Multipart;
use crate::protocol::v3::{Credentials, SignedRequest, authorization};
use crate::request::{CallInfo, Payload, Request, header_value};
use crate::response::{Accepted, RawBody};
use crate::round_trip::hide_cookies;
use crate::transport::Timeout;
use crate::upload::Upload;
use alipay_sdk_core::EncryptKey;

const APP_AUTH_TOKEN: HeaderName = HeaderName::from_static("alipay-app-auth-token");
const ENCRYPT_TYPE: HeaderName = HeaderName::from_static("alipay-encrypt-type");
const REQUEST_ID: HeaderName = HeaderName::from_static("alipay-request-id");
const ROOT_CERT_SN: HeaderName = HeaderName::from_static("alipay-root-cert-sn");
const SDK_VERSION: HeaderName = HeaderName::from_static("alipay-sdk-version");

pub(crate) const VERSION: HeaderValue =
    HeaderValue::from_static(concat!("alipay-sdk-rust/", env!("CARGO_PKG_VERSION")));

/// A call whose request was made, and whose answer is awaited.
pub(crate) struct Exchange {
    core: Arc<Core>,
    call: CallInfo,
    encrypted: bool,
}

/// A body ready to be sent.
struct Outgoing {
    /// What of it is signed.
    signed: Bytes,
    content_type: Option<HeaderValue>,
    body: Body,
}

impl Exchange {
    /// Encrypts, signs and addresses a request.
    pub(crate) async fn prepare(
        core: &Arc<Core>,
        merchant: Option<&HeaderValue>,
        request: Request,
    ) -> Result<(http::Request<Body>, Self), Error> {
        let begun = core.clock.now();
        let uri = uri(core, &request)?;
        let key = encrypt_key(core, &request)?;
        let Request { call, mut headers, app_auth_token, request_id, timeout, payload, .. } =
            request;
        let timeout = timeout.unwrap_or(core.timeout);
        let outgoing = outgoing(core, &call, payload, key)?;
        let token = app_auth_token.as_ref().or(merchant);

        let target = uri.path_and_query().map_or("/", |target| target.as_str());
        let authorization = sign(core, &call, target, &outgoing.signed, token);
        let authorization =
            within(timeout, authorization).await.unwrap_or_else(|| Err(call.signed_too_late()))?;
        headers.insert(AUTHORIZATION, authorization);
        headers.entry(ACCEPT).or_insert(HeaderValue::from_static("application/json"));
        headers.entry(USER_AGENT).or_insert(VERSION);
        headers.entry(SDK_VERSION).or_insert(VERSION);
        let request_id = match request_id {
            Some(id) => id,
            None => own_header(&call, "request id", &(core.nonces)())?,
        };
        headers.insert(REQUEST_ID, request_id);
        insert(&mut headers, APP_AUTH_TOKEN, token.cloned());
        insert(&mut headers, ROOT_CERT_SN, core.root_serial.clone());
        insert(&mut headers, CONTENT_TYPE, outgoing.content_type);
        insert(&mut headers, ENCRYPT_TYPE, key.map(|_| HeaderValue::from_static("AES")));

        let mut prepared = http::Request::new(outgoing.body);
        *prepared.method_mut() = call.method.clone();
        *prepared.uri_mut() = uri;
        *prepared.headers_mut() = headers;
        prepared.extensions_mut().insert(Timeout(core.left(timeout, begun)));
        Ok((prepared, Self { core: core.clone(), call, encrypted: key.is_some() }))
    }

    pub(crate) fn call(&self) -> &CallInfo {
        &self.call
    }

    /// Verifies an answer before anything else is done with it, and decrypts it. `signed` is
    /// false for operations that answer with a file.
    pub(crate) fn accept(
        &self,
        answer: http::Response<Bytes>,
        signed: bool,
    ) -> Result<Accepted, Error> {
        let (mut parts, body) = answer.into_parts();
        hide_cookies(&mut parts.headers);
        if body.len() > self.core.max_answer_size {
            return Err(self.call.too_large(self.core.max_answer_size, parts, body));
        }
        let verified = if signed || !parts.status.is_success() {
            match self.verify(&parts, &body) {
                Ok(verified) => verified,
                Err(problem) => return Err(self.unsigned(problem, parts, body)),
            }
        } else {
            false
        };
        if !parts.status.is_success() {
            return Err(Error::Api(Box::new(ApiError::read(&self.call, verified, parts, body))));
        }
        // The status is not signed: a refusal stays one under any.
        if signed && is_refusal(&body) {
            return Err(Error::Api(Box::new(ApiError::read(&self.call, verified, parts, body))));
        }
        if parts.status == StatusCode::ACCEPTED {
            return Err(Error::NotProcessed(self.call.unusable(parts.status, parts.headers, body)));
        }
        let plain = match self.core.encrypt_key.as_ref().filter(|_| self.encrypted && signed) {
            Some(key) if !body.is_empty() => match key.decrypt(&body) {
                Ok(plain) => plain.into(),
                Err(source) => {
                    let answer = self.call.unusable(parts.status, parts.headers, body);
                    return Err(Error::Decryption { answer, source });
                }
            },
            _ => body.clone(),
        };
        let received = RawBody::new(body);
        Ok(Accepted { status: parts.status, headers: parts.headers, received, plain, verified })
    }

    /// Whether the answer is signed; an error when it should be and is not, or when its signature
    /// does not hold.
    fn verify(&self, parts: &http::response::Parts, body: &[u8]) -> Result<bool, SignatureProblem> {
        let signed = self.core.verifier.answer(parts.status, &parts.headers, body)?;
        if let (Some(signed), Some(window)) = (&signed, self.core.freshness) {
            let now = unix_milliseconds(&self.core);
            let fresh = |timestamp: u128| now.abs_diff(timestamp) <= window.as_millis();
            if !signed.timestamp.is_some_and(fresh) {
                return Err(SignatureProblem::NotFresh);
            }
        }
        Ok(signed.is_some())
    }

    fn unsigned(
        &self,
        problem: SignatureProblem,
        parts: http::response::Parts,
        body: Bytes,
    ) -> Error {
        let (status, headers) = (parts.status, parts.headers.clone());
        let claimed = (!status.is_success())
            .then(|| Box::new(ApiError::read(&self.call, false, parts, body.clone())));
        Error::Signature(Box::new(SignatureError {
            operation: self.call.operation.clone(),
            problem,
            status,
            headers,
            body: RawBody::new(body),
            claimed,
            earlier: Earlier::default(),
        }))
    }
}

/// Whether a body is that of a refusal and nothing else: no answer of the documents has both a
/// `code` and a `message`.
fn is_refusal(body: &[u8]) -> bool {
    const MEMBERS: [&str; 4] = ["code", "message", "links", "details"];

    // A look before the body is taken apart: answers have no such member.
    if body.len() > 64 << 10 || !body.windows(9).any(|text| text == b"\"message\"") {
        return false;
    }
    let json: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
    let text = |name: &str| json.get(name).is_some_and(|value| value.is_string());
    let members = json.as_object().into_iter().flat_map(|object| object.keys());
    text("code") && text("message") && { members }.all(|name| MEMBERS.contains(&&**name))
}

/// The address, exactly as it will stand on the wire: what is signed is read back from it. A path
/// that a URL would change (`..`, characters that are not encoded) is refused.
fn uri(core: &Core, request: &Request) -> Result<Uri, Error> {
    let target = request.target()?;
    if !target.starts_with('/') {
        return Err(request.invalid("the path does not begin with `/`"));
    }
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (&*target, None),
    };
    let mut url = core.base.clone();
    url.set_path(path);
    url.set_query(query);
    let unchanged = url.path() == path && url.query() == query;
    let uri = Uri::try_from(String::from(url)).ok().filter(|_| unchanged);
    uri.ok_or_else(|| {
        request.invalid("the path cannot be sent as it is: percent-encode what is not plain in it")
    })
}

/// The key to encrypt with, if this call is encrypted.
fn encrypt_key<'a>(core: &'a Core, request: &Request) -> Result<Option<&'a EncryptKey>, Error> {
    match (request.encrypt, &core.encrypt_key) {
        (Some(false), _) | (None, None) => Ok(None),
        (_, Some(key)) => Ok(Some(key)),
        (Some(true), None) => {
            Err(request.invalid("encryption was asked for, but the client has no encrypt_key"))
        }
    }
}

/// Encrypts what is to be encrypted; of an upload that is the part `data`, files stay plain.
fn outgoing(
    core: &Core,
    call: &CallInfo,
    payload: Payload,
    key: Option<&EncryptKey>,
) -> Result<Outgoing, Error> {
    let encrypted = |plain: Bytes| match key {
        Some(key) if !plain.is_empty() => Bytes::from(key.encrypt(&plain)),
        _ => plain,
    };
    let text_type = if key.is_some() { "text/plain" } else { "application/json" };
    let plain = match payload {
        Payload::Empty => Bytes::new(),
        Payload::Json(text) => text,
        Payload::Upload(upload) => return multipart(core, call, upload, text_type, encrypted),
    };
    // As the official SDKs do: a GET names a type only when it is encrypted.
    let named = key.is_some() || call.method != Method::GET || !plain.is_empty();
    let signed = encrypted(plain);
    Ok(Outgoing {
        body: Body::from(signed.clone()),
        signed,
        content_type: named.then(|| HeaderValue::from_static(text_type)),
    })
}

fn multipart(
    core: &Core,
    call: &CallInfo,
    Upload { data, files }: Upload,
    text_type: &'static str,
    encrypted: impl Fn(Bytes) -> Bytes,
) -> Result<Outgoing, Error> {
    let data = data.transpose();
    let data = data.map_err(|error| call.invalid(format!("part `data`: {error}")))?;
    let data = data.map(|text| encrypted(text.into()));
    if files.iter().any(|(name, _)| name == "data") {
        // The platform would take the file for the text that is signed.
        return Err(call.invalid("no file can be called `data`: that is the part that is signed"));
    }
    let boundary = (core.nonces)();
    let content_type = own_header(call, "boundary", &boundary).and_then(|_| {
        HeaderValue::try_from(format!("multipart/form-data; boundary={boundary}"))
            .map_err(|_| call.invalid("the multipart boundary cannot stand in a header"))
    })?;
    let signed = data.clone().unwrap_or_default();
    let parts = Multipart::new(&boundary, data.map(|text| ("data", text, text_type)), files);
    let parts = parts.map_err(|reason| call.invalid(reason))?;
    Ok(Outgoing { signed, content_type: Some(content_type), body: Body::multipart(parts) })
}

/// The value of the `Authorization` header.
async fn sign(
    core: &Core,
    call: &CallInfo,
    target: &str,
    body: &[u8],
    token: Option<&HeaderValue>,
) -> Result<HeaderValue, Error> {
    let nonce = (core.nonces)();
    if nonce.is_empty() || !nonce.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
        return Err(call.invalid("a nonce may hold letters, digits and hyphens only"));
    }
    let credentials = Credentials {
        app_id: &core.app_id,
        app_cert_sn: core.app_certificate.as_ref().map(|certificate| certificate.serial()),
        nonce: &nonce,
        timestamp: unix_milliseconds(core),
        expired_seconds: core.expired_seconds,
    };
    let auth_string = credentials.auth_string();
    let request = SignedRequest {
        auth_string: &auth_string,
        method: call.method.as_str(),
        target,
        body,
        app_auth_token: token.and_then(|token| token.to_str().ok()),
    };
    let signature = core
        .signer
        .sign(&request.signed_text())
        .await
        .map_err(|source| Error::Signing { operation: call.operation.clone(), source })?;
    let mut value = HeaderValue::try_from(authorization(&auth_string, &signature))
        .map_err(|_| call.invalid("the Authorization header holds what cannot stand in one"))?;
    value.set_sensitive(true);
    Ok(value)
}

fn own_header(call: &CallInfo, name: &str, value: &str) -> Result<HeaderValue, Error> {
    header_value(value).ok_or_else(|| call.invalid(format!("the {name} cannot stand in a header")))
}

fn insert(headers: &mut HeaderMap, name: HeaderName, value: Option<HeaderValue>) {
    if let Some(value) = value {
        headers.insert(name, value);
    }
}

/// The time of the client's clock; a clock before 1970 gives 0.
fn unix_milliseconds(core: &Core) -> u128 {
    let since = core.clock.now().duration_since(UNIX_EPOCH);
    since.map(|since| since.as_millis()).unwrap_or_default()
}
