//! Calls of all kinds, with all options.

use std::sync::LazyLock;

use alipay_sdk::{Body, ClientBuilder, EncryptKey, PublicKey, Transport, TransportFuture};
use http::Method;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::json;
use tokio::runtime::Runtime;

use crate::platform::{self, certificate_mode, key_mode};
use crate::text::{file_field, json_value, segment, text, token};

pub(crate) static ENCRYPT_KEY: LazyLock<EncryptKey> =
    LazyLock::new(|| EncryptKey::from_base64("aYA0GP8JEW+D7/UFaskCWA==").unwrap());
pub(crate) static APP: LazyLock<PublicKey> = LazyLock::new(|| platform::public_key("app"));

/// How the client is configured, and the options of one call.
#[derive(Clone, Debug)]
pub(crate) struct Setup {
    pub(crate) certificates: bool,
    pub(crate) encrypt_key: bool,
    pub(crate) encrypt: Option<bool>,
    pub(crate) expired_seconds: Option<u32>,
    pub(crate) token: Option<String>,
    pub(crate) request_id: Option<String>,
    pub(crate) extra: Vec<(String, String)>,
}

pub(crate) fn setup() -> impl Strategy<Value = Setup> {
    (
        any::<bool>(),
        any::<bool>(),
        any::<Option<bool>>(),
        any::<Option<u32>>(),
        proptest::option::of(token()),
        proptest::option::of(token()),
        vec((text(), text()), 0..3),
    )
        .prop_map(
            |(certificates, encrypt_key, encrypt, expired_seconds, token, request_id, extra)| {
                // Encryption without a key is refused: it is tested elsewhere.
                let encrypt = encrypt.filter(|encrypt| encrypt_key || !encrypt);
                Setup {
                    certificates,
                    encrypt_key,
                    encrypt,
                    expired_seconds,
                    token,
                    request_id,
                    extra,
                }
            },
        )
}

/// Making the built-in transport takes longer than all the rest.
pub(crate) struct Nowhere;

impl Transport for Nowhere {
    fn send(&self, _: http::Request<Body>) -> TransportFuture<'_> {
        unreachable!("nothing is sent here")
    }
}

impl Setup {
    pub(crate) fn builder(&self) -> ClientBuilder {
        let builder = if self.certificates { certificate_mode() } else { key_mode() };
        let builder = match self.expired_seconds {
            Some(seconds) => builder.expired_seconds(seconds),
            None => builder,
        };
        if self.encrypt_key { builder.encrypt_key(ENCRYPT_KEY.clone()) } else { builder }
    }

    pub(crate) fn is_encrypted(&self) -> bool {
        self.encrypt.unwrap_or(self.encrypt_key)
    }
}

/// One of the ways to call, with what it sends.
#[derive(Clone, Debug)]
pub(crate) enum Sent {
    Pay {
        subject: String,
        body: String,
    },
    Query {
        id: String,
        merchant: String,
        more: Option<String>,
    },
    Share {
        auth_token: String,
    },
    Upload {
        desc: String,
        name: String,
        content_type: Option<String>,
        content: Vec<u8>,
        data: bool,
    },
    Untyped {
        method: Method,
        id: String,
        json: Option<serde_json::Value>,
    },
    UntypedUpload {
        field: String,
        name: String,
        content: Vec<u8>,
        data: Option<String>,
    },
}

pub(crate) fn sent() -> impl Strategy<Value = Sent> {
    let methods = [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];
    prop_oneof![
        (text(), text()).prop_map(|(subject, body)| Sent::Pay { subject, body }),
        (segment(), text(), proptest::option::of(text()))
            .prop_map(|(id, merchant, more)| Sent::Query { id, merchant, more }),
        text().prop_map(|auth_token| Sent::Share { auth_token }),
        (
            text(),
            text(),
            proptest::option::of("[ -~]{0,20}"),
            vec(any::<u8>(), 0..600),
            any::<bool>()
        )
            .prop_map(|(desc, name, content_type, content, data)| Sent::Upload {
                desc,
                name,
                content_type,
                content,
                data
            }),
        (proptest::sample::select(methods.to_vec()), segment(), proptest::option::of(json_value()))
            .prop_map(|(method, id, json)| Sent::Untyped { method, id, json }),
        (file_field(), text(), vec(any::<u8>(), 0..600), proptest::option::of(text())).prop_map(
            |(field, name, content, data)| Sent::UntypedUpload { field, name, content, data }
        ),
    ]
}

impl Sent {
    /// The JSON text that the platform must find, and the content of the file.
    pub(crate) fn expected(&self) -> (Option<serde_json::Value>, Option<(&str, &[u8])>) {
        match self {
            Self::Pay { subject, body } => {
                (Some(json!({ "subject": subject, "body": body })), None)
            }
            Self::Query { .. } | Self::Share { .. } => (None, None),
            Self::Upload { desc, content, data, .. } => {
                (data.then(|| json!({ "app_desc": desc })), Some(("app_logo", content)))
            }
            Self::Untyped { json, .. } => (json.clone(), None),
            Self::UntypedUpload { field, content, data, .. } => {
                (data.as_ref().map(|data| json!({ "text": data })), Some((field, content)))
            }
        }
    }

    /// The path parameter and the query as the caller gave them.
    pub(crate) fn address(&self) -> (Option<&str>, Vec<(&str, &str)>) {
        match self {
            Self::Query { id, merchant, more } => {
                let more = more.iter().map(|more| ("merchant_access_mode", more.as_str()));
                // In the order of the documents.
                (Some(id), more.chain([("merchant_id", merchant.as_str())]).collect())
            }
            Self::Share { auth_token } => (None, vec![("auth_token", auth_token)]),
            Self::Untyped { id, .. } => (Some(id), Vec::new()),
            _ => (None, Vec::new()),
        }
    }
}

pub(crate) fn now<T>(future: impl Future<Output = T>) -> T {
    static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());
    RUNTIME.block_on(future)
}
