//! The body of a request, and what of it is signed.

use bytes::Bytes;
use http::{HeaderValue, Method};

use crate::error::Error;
use crate::protocol::identity::Identity;
use crate::request::{CallInfo, Payload};
use alipay_sdk_core::{
    EncryptKey,
    wire::{Body, Multipart, Upload},
};

/// A body ready to be sent.
pub(super) struct Outgoing {
    /// What of it is signed.
    pub(super) signed: Bytes,
    pub(super) content_type: Option<HeaderValue>,
    pub(super) body: Body,
}

/// Encrypts what is to be encrypted; of an upload that is the part `data`, files stay plain.
pub(super) fn outgoing(
    identity: &Identity,
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
        Payload::Upload(upload) => return multipart(identity, call, upload, text_type, encrypted),
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
    identity: &Identity,
    call: &CallInfo,
    Upload { data, files }: Upload,
    text_type: &'static str,
    encrypted: impl Fn(Bytes) -> Bytes,
) -> Result<Outgoing, Error> {
    let data = data
        .transpose()
        .map_err(|error| call.invalid(format!("part `data`: {error}")))?
        .map(|text| encrypted(text.into()));
    if files.iter().any(|(name, _)| name == "data") {
        // The platform would take the file for the text that is signed.
        return Err(call.invalid(
            "a file cannot have the name `data`, which is that of the signed \
                                 part: choose another name",
        ));
    }
    let boundary = (identity.nonces)();
    let content_type = call.header_value("the multipart boundary", &boundary).and_then(|_| {
        HeaderValue::try_from(format!("multipart/form-data; boundary={boundary}"))
            .map_err(|_| call.invalid("the multipart boundary is not of visible ASCII"))
    })?;
    let signed = data.clone().unwrap_or_default();
    let parts = Multipart::new(&boundary, data.map(|text| ("data", text, text_type)), files)
        .map_err(|reason| call.invalid(reason))?;
    Ok(Outgoing { signed, content_type: Some(content_type), body: Body::multipart(parts) })
}
