//! Whatever a caller gives, what is signed is what is sent; and whatever is answered, nothing
//! that is not provably the platform's is taken, and nothing panics.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod platform;

use std::sync::LazyLock;

use alipay_sdk::model::{AlipayOpenMiniVersionAuditApplyModel, AlipayTradePayModel};
use alipay_sdk::operation::{
    AlipayMarketingActivityQueryParams, AlipayOpenMiniVersionAuditApplyParts,
    AlipayUserInfoShareParams,
};
use alipay_sdk::{
    Body, Call, Client, ClientBuilder, EncryptKey, Error, FilePart, Operation, PublicKey, Signer,
    SigningFuture, Transport, TransportFuture, Upload,
};
use axum::Router;
use axum::http::request::Parts;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{HeaderValue, Method};
use platform::{certificate_mode, check, key_mode, part, signed};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::json;
use tokio::runtime::Runtime;
use tokio::sync::mpsc;

static ENCRYPT_KEY: LazyLock<EncryptKey> =
    LazyLock::new(|| EncryptKey::from_base64("aYA0GP8JEW+D7/UFaskCWA==").unwrap());
static APP: LazyLock<PublicKey> = LazyLock::new(|| platform::public_key("app"));

/// Any text: plain, of the whole of Unicode, or made of what has a meaning somewhere on the way.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~]{0,24}",
        "\\PC{0,24}",
        vec(any::<char>(), 0..24).prop_map(|text| text.into_iter().collect()),
        "[%+&=?#/;,.:'\"\\\\{}|^`~*()!@ \t\r\n\u{0}\u{7f}é中😀\u{202e}\u{feff}]{0,24}",
    ]
}

/// A value that a path takes.
fn segment() -> impl Strategy<Value = String> {
    text().prop_filter("it would address something else", |text| {
        !matches!(text.as_str(), "" | "." | "..")
    })
}

/// The name of a file's part; that of the JSON part has a meaning of its own.
fn file_field() -> impl Strategy<Value = String> {
    text().prop_filter("it is the JSON part", |name| name != "data")
}

/// What may stand in a header of the protocol.
fn token() -> impl Strategy<Value = String> {
    "[!-~]{1,64}"
}

/// How the client is configured, and the options of one call.
#[derive(Clone, Debug)]
struct Setup {
    certificates: bool,
    encrypt_key: bool,
    encrypt: Option<bool>,
    expired_seconds: Option<u32>,
    token: Option<String>,
    request_id: Option<String>,
    extra: Vec<(String, String)>,
}

fn setup() -> impl Strategy<Value = Setup> {
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
struct Nowhere;

impl Transport for Nowhere {
    fn send(&self, _: http::Request<Body>) -> TransportFuture<'_> {
        unreachable!("nothing is sent here")
    }
}

impl Setup {
    fn builder(&self) -> ClientBuilder {
        let builder = if self.certificates { certificate_mode() } else { key_mode() };
        let builder = match self.expired_seconds {
            Some(seconds) => builder.expired_seconds(seconds),
            None => builder,
        };
        if self.encrypt_key { builder.encrypt_key(ENCRYPT_KEY.clone()) } else { builder }
    }

    fn is_encrypted(&self) -> bool {
        self.encrypt.unwrap_or(self.encrypt_key)
    }
}

/// One of the ways to call, with what it sends.
#[derive(Clone, Debug)]
enum Sent {
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

fn sent() -> impl Strategy<Value = Sent> {
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

fn json_value() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        text().prop_map(Into::into),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(serde_json::Value::Array),
            vec((text(), inner), 0..4).prop_map(|members| members.into_iter().collect()),
        ]
    })
}

/// Applies the options to a call, and does with it what `$then` says.
macro_rules! with_options {
    ($call:expr, $setup:expr, $then:expr) => {{
        let mut call = $call;
        for (name, value) in &$setup.extra {
            call = call.query(name, value);
        }
        if let Some(token) = &$setup.token {
            call = call.app_auth_token(token);
        }
        if let Some(id) = &$setup.request_id {
            call = call.request_id(id);
        }
        if let Some(encrypt) = $setup.encrypt {
            call = call.encrypt(encrypt);
        }
        $then(call).await
    }};
}

/// Makes the call that `$sent` describes, and does with it what `$then` (a macro) says: each call
/// is of another type.
macro_rules! call {
    ($client:expr, $sent:expr, $setup:expr, $then:expr) => {
        match $sent.clone() {
            Sent::Pay { subject, body } => {
                let order = AlipayTradePayModel::new().subject(subject).body(body);
                with_options!($client.alipay_trade().pay(&order), $setup, $then)
            }
            Sent::Query { id, merchant, more } => {
                let params = AlipayMarketingActivityQueryParams::new().merchant_id(merchant);
                let params = match more {
                    Some(more) => params.merchant_access_mode(more),
                    None => params,
                };
                let call = $client.alipay_marketing_activity().query(id, &params);
                with_options!(call, $setup, $then)
            }
            Sent::Share { auth_token } => {
                let params = AlipayUserInfoShareParams::new().auth_token(auth_token);
                with_options!($client.alipay_user_info().share(&params), $setup, $then)
            }
            Sent::Upload { desc, name, content_type, content, data } => {
                let file = FilePart::new(name, content);
                let file = match content_type {
                    Some(content_type) => file.content_type(content_type),
                    None => file,
                };
                let parts = AlipayOpenMiniVersionAuditApplyParts::new().app_logo(file);
                let model = AlipayOpenMiniVersionAuditApplyModel::new().app_desc(desc);
                let parts = if data { parts.data(model) } else { parts };
                let call = $client.alipay_open_mini_version_audit().apply(parts);
                with_options!(call, $setup, $then)
            }
            Sent::Untyped { method, id, json } => {
                let call = $client.untyped("new.thing", method, "/v3/new/{id}/thing").path("id", id);
                let call = match json {
                    Some(json) => call.json(&json),
                    None => call,
                };
                with_options!(call, $setup, $then)
            }
            Sent::UntypedUpload { field, name, content, data } => {
                let upload = Upload::new().file(field, FilePart::new(name, content));
                let upload = match data {
                    Some(data) => upload.data(&json!({ "text": data })),
                    None => upload,
                };
                let call = $client.untyped("new.upload", Method::POST, "/v3/new").multipart(upload);
                with_options!(call, $setup, $then)
            }
        }
    };
}

impl Sent {
    /// The JSON text that the platform must find, and the content of the file.
    fn expected(&self) -> (Option<serde_json::Value>, Option<(&str, &[u8])>) {
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
    fn address(&self) -> (Option<&str>, Vec<(&str, &str)>) {
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

/// Percent-decodes, and refuses what is not written in the one way of RFC 3986.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            b'%' => {
                let hex = std::str::from_utf8(&rest[..2]).unwrap();
                assert_eq!(hex, hex.to_uppercase());
                let byte = u8::from_str_radix(hex, 16).unwrap();
                assert!(!is_unreserved(byte), "{hex} needs no encoding");
                bytes.push(byte);
                rest = &rest[2..];
            }
            byte => {
                assert!(is_unreserved(*byte), "{byte:?} is not encoded");
                bytes.push(*byte);
            }
        }
    }
    String::from_utf8(bytes).unwrap()
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)
}

/// All rules for a request, written here once more.
fn check_request(parts: &Parts, body: &[u8], setup: &Setup, sent: &Sent) {
    check(parts, body, &APP).unwrap();
    let header = |name: &str| platform::header(&parts.headers, name);
    check_authorization(header("authorization").unwrap(), setup);
    assert_eq!(header("alipay-app-auth-token"), setup.token.as_deref());
    if setup.request_id.is_some() {
        assert_eq!(header("alipay-request-id"), setup.request_id.as_deref());
    }
    assert_eq!(header("alipay-root-cert-sn").is_some(), setup.certificates);
    assert_eq!(header("alipay-encrypt-type"), setup.is_encrypted().then_some("AES"));
    for name in parts.headers.keys() {
        assert_eq!(parts.headers.get_all(name).iter().count(), 1, "{name} is repeated");
    }
    check_address(parts, setup, sent);
    check_body(parts, body, setup, sent);
}

fn check_authorization(authorization: &str, setup: &Setup) {
    let (scheme, members) = authorization.split_once(' ').unwrap();
    assert_eq!(scheme, "ALIPAY-SHA256withRSA");
    let members: Vec<_> =
        members.split(',').map(|member| member.split_once('=').unwrap()).collect();
    let names: Vec<_> = members.iter().map(|(name, _)| *name).collect();
    let expected = [
        ("app_id", true),
        ("app_cert_sn", setup.certificates),
        ("nonce", true),
        ("timestamp", true),
        ("expired_seconds", setup.expired_seconds.is_some()),
        ("sign", true),
    ];
    let expected: Vec<_> =
        expected.into_iter().filter(|(_, here)| *here).map(|(name, _)| name).collect();
    assert_eq!(names, expected);
    let value = |name: &str| members.iter().find(|member| member.0 == name).map(|member| member.1);
    assert_eq!(
        value("expired_seconds").map(str::to_owned),
        setup.expired_seconds.map(|seconds| seconds.to_string())
    );
    assert_eq!(value("timestamp").unwrap().len(), 13, "these are not milliseconds");
}

fn check_address(parts: &Parts, setup: &Setup, sent: &Sent) {
    let (id, query) = sent.address();
    if let Some(id) = id {
        let segments: Vec<_> = parts.uri.path().split('/').map(decoded).collect();
        assert!(segments.iter().any(|segment| segment == id), "{id:?} is not in {segments:?}");
        let expected = if matches!(sent, Sent::Query { .. }) { 6 } else { 5 };
        assert_eq!(segments.len(), expected, "{segments:?}");
    }
    let pairs = parts.uri.query().into_iter().flat_map(|query| query.split('&'));
    let mut found: Vec<_> = pairs
        .map(|pair| pair.split_once('=').unwrap())
        .map(|(name, value)| (decoded(name), decoded(value)))
        .collect();
    let extra = setup.extra.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let mut expected: Vec<_> = query
        .into_iter()
        .chain(extra)
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
}

fn check_body(parts: &Parts, body: &[u8], setup: &Setup, sent: &Sent) {
    let (json, file) = sent.expected();
    let content_type = platform::header(&parts.headers, "content-type");
    let boundary =
        content_type.and_then(|text| text.strip_prefix("multipart/form-data; boundary="));
    assert_eq!(boundary.is_some(), file.is_some());
    let text = match boundary {
        Some(boundary) => {
            let (field, content) = file.unwrap();
            assert_eq!(file_of(body, boundary, field), content, "the file is another");
            part(body, boundary, "data")
        }
        None => Some(body.to_vec()).filter(|body| !body.is_empty()),
    };
    let plain = match text {
        Some(text) if setup.is_encrypted() => Some(ENCRYPT_KEY.decrypt(&text).unwrap()),
        other => other,
    };
    let found = plain.map(|plain| serde_json::from_slice::<serde_json::Value>(&plain).unwrap());
    assert_eq!(found, json);
}

/// The content of the only file.
fn file_of<'a>(body: &'a [u8], boundary: &str, field: &str) -> &'a [u8] {
    let escaped: String = field
        .chars()
        .map(|one| match one {
            '"' | '\0'..='\x1f' | '\x7f' => format!("%{:02X}", u32::from(one)),
            one => one.to_string(),
        })
        .collect();
    let head = format!("name=\"{escaped}\"; filename=\"");
    let after_name = after(body, head.as_bytes());
    let content = after(after_name, b"\r\n\r\n");
    let end = format!("\r\n--{boundary}--\r\n");
    content.strip_suffix(end.as_bytes()).unwrap()
}

fn after<'a>(body: &'a [u8], text: &[u8]) -> &'a [u8] {
    let at = body.windows(text.len()).position(|window| window == text);
    &body[at.expect("a part") + text.len()..]
}

fn now<T>(future: impl Future<Output = T>) -> T {
    static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());
    RUNTIME.block_on(future)
}

/// The request as it would be sent.
async fn prepared<O: Operation>(call: Call<O>) -> (Parts, Vec<u8>) {
    let (parts, body) = call.prepare().await.unwrap().0.into_parts();
    (parts, body.read(1 << 20).await.unwrap().to_vec())
}

async fn answered<O: Operation>(call: Call<O>) -> Result<(), Error> {
    call.await.map(drop)
}

/// A platform that answers everything with an empty object, encrypted when the request was.
struct Echo {
    base: String,
    requests: tokio::sync::Mutex<mpsc::UnboundedReceiver<(Parts, Vec<u8>)>>,
}

static ECHO: LazyLock<Echo> = LazyLock::new(|| {
    now(async {
        let (sender, requests) = mpsc::unbounded_channel();
        let app = Router::new().fallback(async move |request: axum::extract::Request| {
            let (parts, body) = request.into_parts();
            let body = axum::body::to_bytes(body, 1 << 20).await.unwrap();
            let encrypted = parts.headers.contains_key("alipay-encrypt-type");
            sender.send((parts, body.to_vec())).unwrap();
            let text = if encrypted { ENCRYPT_KEY.encrypt(b"{}") } else { "{}".to_owned() };
            signed(200, text.as_bytes()).map(axum::body::Body::from)
        });
        let address = platform::serve(app).await;
        Echo { base: format!("http://{address}"), requests: requests.into() }
    })
});

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn what_is_signed_is_what_is_on_the_wire(setup in setup(), sent in sent()) {
        let client = setup.builder().base_url(&ECHO.base).build().unwrap();
        let (parts, body) = now(async {
            let mut requests = ECHO.requests.lock().await;
            call!(client, sent, setup, answered).unwrap();
            requests.recv().await.unwrap()
        });
        check_request(&parts, &body, &setup, &sent);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn what_is_signed_is_what_is_prepared(setup in setup(), sent in sent()) {
        let client = setup.builder().transport(Nowhere).build().unwrap();
        let (parts, body) = now(async { call!(client, sent, setup, prepared) });
        check_request(&parts, &body, &setup, &sent);
    }

    #[test]
    fn a_text_that_cannot_stand_in_a_header_is_refused_and_never_changed(token in text()) {
        let client = key_mode().transport(Nowhere).build().unwrap();
        let plain = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic());
        let order = AlipayTradePayModel::new();
        let call = || client.alipay_trade().pay(&order);
        for (name, call) in [
            ("alipay-app-auth-token", call().app_auth_token(&token)),
            ("alipay-request-id", call().request_id(&token)),
            ("x-own", call().header("x-own", &token)),
        ] {
            match now(call.prepare()) {
                Ok((request, _)) => prop_assert_eq!(request.headers()[name].as_bytes(), token.as_bytes()),
                Err(error) => prop_assert!(!plain, "{name}: {error}"),
            }
        }
        prop_assert_eq!(client.for_merchant(&token).is_ok(), plain);
    }
}

/// Anything that may arrive: the headers of the protocol with anything in them, and others.
fn answer() -> impl Strategy<Value = http::Response<Bytes>> {
    let names = [
        "alipay-signature",
        "alipay-timestamp",
        "alipay-nonce",
        "alipay-sn",
        "alipay-trace-id",
        "content-type",
        "content-encoding",
        "set-cookie",
        "location",
    ];
    let value = prop_oneof![
        "[ -~]{0,40}".prop_map(String::into_bytes),
        vec(any::<u8>(), 0..40),
        Just(b"null".to_vec()),
        Just(b"1781590001456".to_vec()),
        vec(any::<u8>(), 256).prop_map(|bytes| STANDARD.encode(bytes).into_bytes()),
    ];
    let status = prop_oneof![Just(200_u16), Just(204), 100_u16..1_000];
    let headers = vec((proptest::sample::select(names.to_vec()), value), 0..8);
    (status, headers, content()).prop_map(|(status, headers, body)| {
        let mut answer = http::Response::new(Bytes::from(body));
        *answer.status_mut() = http::StatusCode::from_u16(status).unwrap();
        for (name, value) in headers {
            if let Ok(value) = HeaderValue::from_bytes(&value) {
                answer.headers_mut().append(name, value);
            }
        }
        answer
    })
}

/// A body: bytes, text, JSON of any shape, or a refusal of any shape.
fn content() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        Just(Vec::new()),
        vec(any::<u8>(), 0..200),
        text().prop_map(String::into_bytes),
        json_value().prop_map(|json| json.to_string().into_bytes()),
        (json_value(), json_value(), json_value()).prop_map(|(code, message, more)| {
            let refusal =
                json!({ "code": code, "message": message, "links": more, "details": [more] });
            refusal.to_string().into_bytes()
        }),
        json_value().prop_map(|value| json!({ "trade_no": value, "fund_bill_list": [value] })
            .to_string()
            .into_bytes()),
        Just(b"[".repeat(20_000)),
    ]
}

/// The same answer given to calls that expect different things. What became of it: whether it
/// was verified, and the body that came with it.
fn completed(client: &Client, answer: &http::Response<Bytes>) -> Vec<Result<(bool, Bytes), Error>> {
    fn complete<O: Operation>(
        call: Call<O>,
        answer: http::Response<Bytes>,
    ) -> Result<(bool, Bytes), Error>
    where
        O::Answer: std::fmt::Debug,
    {
        let taken = now(call.prepare()).unwrap().1.complete(answer)?;
        let _ = format!("{taken:?}");
        Ok((taken.is_verified(), taken.body().clone().into_bytes()))
    }
    let pay = client.alipay_trade().pay(&AlipayTradePayModel::new());
    let untyped = client.untyped("new.thing", Method::GET, "/v3/new");
    vec![complete(pay, answer.clone()), complete(untyped, answer.clone())]
}

/// A client whose own signatures cost nothing: only answers matter.
fn reader(setup: &Setup) -> Client {
    struct AnySigner;
    impl Signer for AnySigner {
        fn sign<'a>(&'a self, _: &'a [u8]) -> SigningFuture<'a> {
            Box::pin(std::future::ready(Ok(vec![0; 256])))
        }
    }
    setup.builder().signer(AnySigner).transport(Nowhere).build().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn an_answer_that_is_not_signed_is_never_taken_and_its_body_is_kept(
        setup in setup(),
        answer in answer(),
    ) {
        for completed in completed(&reader(&setup), &answer) {
            match completed {
                Ok((verified, body)) => {
                    prop_assert!(!verified && body.is_empty());
                    prop_assert_eq!(answer.status().as_u16(), 204);
                }
                Err(error) => {
                    let _ = (format!("{error:?}"), error.to_string(), error.is_retryable());
                    prop_assert_eq!(error.body().map(|body| &body[..]), Some(&answer.body()[..]));
                    prop_assert_eq!(error.headers().unwrap().len(), answer.headers().len());
                    let verified = error.api().is_some_and(|refusal| refusal.verified);
                    let read = matches!(error, Error::Decode { .. } | Error::Decryption { .. });
                    prop_assert!(!verified && !read, "it was taken for verified");
                }
            }
        }
    }

    #[test]
    fn a_signed_answer_of_any_content_is_read_or_kept_and_nothing_panics(
        setup in setup(),
        status in prop_oneof![Just(200_u16), 100_u16..1_000],
        content in content(),
        encrypted in any::<bool>(),
    ) {
        let content = if encrypted { ENCRYPT_KEY.encrypt(&content).into_bytes() } else { content };
        let answer = signed(status, &content).map(Bytes::from);
        for completed in completed(&reader(&setup), &answer) {
            match completed {
                Ok((verified, body)) => {
                    prop_assert!(verified && answer.status().is_success());
                    prop_assert_eq!(&body, answer.body());
                }
                Err(Error::Signature(error)) => prop_assert!(false, "{error}"),
                Err(error) => {
                    let _ = (format!("{error:?}"), error.to_string());
                    let kept = error.body().unwrap();
                    match &error {
                        Error::Api(refusal) => prop_assert!(refusal.verified && kept[..] == content),
                        // What was read is what cannot be read: decrypted.
                        Error::Decode { .. } if setup.encrypt_key => {
                            prop_assert_eq!(&kept[..], &ENCRYPT_KEY.decrypt(&content).unwrap()[..]);
                        }
                        _ => prop_assert_eq!(&kept[..], &content[..]),
                    }
                }
            }
        }
    }
}
