//! The request: encrypted, signed and addressed.

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue, Uri};
use url::Url;

use super::outgoing::{Outgoing, outgoing};
use crate::error::Error;
use crate::protocol::contract::Exchange;
use crate::protocol::identity::{Application, Identity};
use crate::request::{CallInfo, Request};
use alipay_sdk_core::{
    SignType,
    protocol::v3::{Credentials, SignedRequest, authorization},
    wire::{Body, VERSION},
};

const APP_AUTH_TOKEN: HeaderName = HeaderName::from_static("alipay-app-auth-token");
const ENCRYPT_TYPE: HeaderName = HeaderName::from_static("alipay-encrypt-type");
const REQUEST_ID: HeaderName = HeaderName::from_static("alipay-request-id");
const ROOT_CERT_SN: HeaderName = HeaderName::from_static("alipay-root-cert-sn");
const SDK_VERSION: HeaderName = HeaderName::from_static("alipay-sdk-version");

const JSON: HeaderValue = HeaderValue::from_static("application/json");
/// What a response that is streamed may come as.
const EVENTS: HeaderValue = HeaderValue::from_static("text/event-stream, application/json");

pub(super) async fn prepare(
    application: &Application,
    request: Request,
) -> Result<(http::Request<Body>, Exchange), Error> {
    let Application { base, identity, merchant, .. } = application;
    let uri = uri(base, &request)?;
    let key = identity.encryption(&request)?;
    let Request { call, shape, mut headers, app_auth_token, request_id, payload, .. } = request;
    let Outgoing { signed, content_type, body } = outgoing(identity, &call, payload, key)?;
    let token = app_auth_token.or_else(|| merchant.clone());

    let target = uri.path_and_query().map_or("/", |target| target.as_str());
    let authorization = sign(identity, &call, target, &signed, token.as_ref()).await?;
    headers.insert(AUTHORIZATION, authorization);
    headers.insert(ACCEPT, if shape.streamed { EVENTS } else { JSON });
    headers.entry(USER_AGENT).or_insert(VERSION);
    headers.entry(SDK_VERSION).or_insert(VERSION);
    let request_id = match request_id {
        Some(id) => id,
        None => call.header_value("the request id", &(identity.nonces)())?,
    };
    headers.insert(REQUEST_ID, request_id);
    insert(&mut headers, APP_AUTH_TOKEN, token);
    insert(&mut headers, ROOT_CERT_SN, identity.root_serial.clone());
    insert(&mut headers, CONTENT_TYPE, content_type);
    insert(&mut headers, ENCRYPT_TYPE, key.map(|_| HeaderValue::from_static("AES")));

    let mut prepared = http::Request::new(body);
    *prepared.method_mut() = call.method.clone();
    *prepared.uri_mut() = uri;
    *prepared.headers_mut() = headers;
    Ok((prepared, Exchange { call, shape, encrypted: key.is_some() }))
}

/// The address, exactly as it will stand on the wire: what is signed is read back from it. A path
/// that a URL would change (`..`, characters that are not encoded) is an error.
fn uri(base: &Url, request: &Request) -> Result<Uri, Error> {
    let target = request.target()?;
    if !target.starts_with('/') {
        return Err(request.invalid("the path does not begin with `/`"));
    }
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (&*target, None),
    };
    let mut url = base.clone();
    url.set_path(path);
    url.set_query(query);
    let unchanged = url.path() == path && url.query() == query;
    let uri = Uri::try_from(String::from(url)).ok().filter(|_| unchanged);
    uri.ok_or_else(|| {
        request.invalid("the path holds characters that cannot be sent: percent-encode them")
    })
}

/// The value of the `Authorization` header.
async fn sign(
    identity: &Identity,
    call: &CallInfo,
    target: &str,
    body: &[u8],
    token: Option<&HeaderValue>,
) -> Result<HeaderValue, Error> {
    let nonce = (identity.nonces)();
    if nonce.is_empty() || !nonce.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
        return Err(call.invalid("a nonce may hold letters, digits and hyphens only"));
    }
    let credentials = Credentials {
        app_id: &identity.app_id,
        app_cert_sn: identity.app_cert_sn(),
        nonce: &nonce,
        timestamp: identity.unix_milliseconds(),
        expired_seconds: identity.expired_seconds,
    };
    let auth_string = credentials.auth_string();
    let request = SignedRequest {
        auth_string: &auth_string,
        method: call.method.as_str(),
        target,
        body,
        app_auth_token: token.and_then(|token| token.to_str().ok()),
    };
    let signature = identity.sign(call, SignType::Rsa2, &request.signed_text()).await?;
    let mut value = HeaderValue::try_from(authorization(&auth_string, &signature))
        .map_err(|_| call.invalid("the Authorization header is not valid"))?;
    value.set_sensitive(true);
    Ok(value)
}

fn insert(headers: &mut HeaderMap, name: HeaderName, value: Option<HeaderValue>) {
    if let Some(value) = value {
        headers.insert(name, value);
    }
}
