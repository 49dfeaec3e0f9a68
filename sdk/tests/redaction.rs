//! No secret and nobody's personal data appears in `Debug`, in errors or in traces.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod platform;

use std::error::Error as StdError;
use std::fmt::{Debug, Write as _};
use std::io;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use alipay_sdk::model::{
    AlipayOpenMiniVersionAuditApplyModel, AlipayTradePayModel,
    AlipayUserCertifyOpenInitializeModel, AlipayUserDeliverAddress,
    AlipayUserInfoShareResponseModel, OpenCertifyIdentityParam,
};
use alipay_sdk::operation::{AlipayOpenMiniVersionAuditApplyParts, AlipayUserInfoShareParams};
use alipay_sdk::{
    Body, Certificate, Client, ClientBuilder, Config, EncryptKey, Error, FilePart, Operation,
    PrivateKey, PublicKey, ReqwestTransport, RootCertificates, SignError, Signer, SigningFuture,
    TransportError, TransportErrorKind, Upload,
};
use platform::{Platform, certificate_mode, key_mode, signed, vector_file};
use serde_json::json;
use tracing_subscriber::fmt::format::FmtSpan;

const ENCRYPT_KEY: &str = "aYA0GP8JEW+D7/UFaskCWA==";
const APP_AUTH_TOKEN: &str = "202611BBappAuthToken0123456789";
const AUTH_TOKEN: &str = "kuaijieBuserToken9876543210";
const AUTH_CODE: &str = "28763443825664394";
const ID_NUMBER: &str = "110101199003077758";
const PHONE: &str = "13812345678";
const EMAIL: &str = "li.si@example.com";
const CARD: &str = "6222021234567890128";
const NAME: &str = "李四端";
const ADDRESS: &str = "某某路八十八号";
const PASSWORD: &str = "cert-password-9431";
const COOKIE: &str = "session-5d41402abc4b2a76";
const FILE_CONTENT: &str = "the content of the licence";
const FILE_NAME: &str = "licence-of-li-si.png";

const SECRETS: &[&str] = &[
    ENCRYPT_KEY,
    APP_AUTH_TOKEN,
    AUTH_TOKEN,
    AUTH_CODE,
    ID_NUMBER,
    PHONE,
    EMAIL,
    CARD,
    NAME,
    ADDRESS,
    PASSWORD,
    COOKIE,
    FILE_CONTENT,
    FILE_NAME,
];

/// What is no secret, and must be found in the traces: else they were not captured.
const OUT_TRADE_NO: &str = "T20261122000042";

fn private_key_text() -> String {
    std::fs::read_to_string(vector_file("keys/app_private.pkcs8.pem")).unwrap()
}

/// The Base64 of the private key on one line. The first 40 characters say what all keys say.
static PRIVATE_KEY: LazyLock<String> = LazyLock::new(|| {
    let text = private_key_text();
    text.lines().filter(|line| !line.starts_with('-')).collect::<String>().split_off(40)
});

/// That no secret is in a text: as it is, percent-encoded, or as a list of bytes.
#[track_caller]
fn assert_hidden(what: &str, text: &str) {
    let packed: String = text.split_whitespace().collect();
    for secret in SECRETS {
        let encoded: String = secret.bytes().fold(String::new(), |mut encoded, byte| {
            let plain = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
            let _ = if plain {
                write!(encoded, "{}", char::from(byte))
            } else {
                write!(encoded, "%{byte:02X}")
            };
            encoded
        });
        let bytes: Vec<_> = secret.bytes().take(8).map(|byte| byte.to_string()).collect();
        for form in [(*secret).to_owned(), encoded, secret.escape_default().to_string()] {
            assert!(!text.contains(&form), "{what} shows {secret}: {}", around(text, &form));
        }
        let bytes = bytes.join(",");
        assert!(!packed.contains(&bytes), "{what} shows the bytes of {secret}: {text}");
    }
    let windows: std::collections::HashSet<&[u8]> = PRIVATE_KEY.as_bytes().windows(20).collect();
    let leaked = text.as_bytes().windows(20).find(|window| windows.contains(window));
    assert!(leaked.is_none(), "{what} shows the private key: {leaked:?}");
}

fn around<'a>(text: &'a str, found: &str) -> &'a str {
    let at = text.find(found).unwrap_or_default();
    let start = (0..=at.saturating_sub(200)).rev().find(|at| text.is_char_boundary(*at));
    let end = (at + found.len()..).find(|at| text.is_char_boundary(*at)).unwrap();
    &text[start.unwrap_or_default()..end]
}

#[track_caller]
fn hides(what: &str, value: &impl Debug) {
    assert_hidden(what, &format!("{value:?}"));
    assert_hidden(what, &format!("{value:#?}"));
}

/// An error and all that lies behind it.
#[track_caller]
fn error_hides(what: &str, error: &(dyn StdError + 'static)) {
    let mut next = Some(error);
    while let Some(error) = next {
        hides(what, &error);
        assert_hidden(what, &error.to_string());
        next = error.source();
    }
}

/// A client that knows every secret that a client can know.
fn knowing() -> ClientBuilder {
    key_mode().encrypt_key(ENCRYPT_KEY).app_auth_token(APP_AUTH_TOKEN)
}

fn order() -> AlipayTradePayModel {
    AlipayTradePayModel::new()
        .out_trade_no(OUT_TRADE_NO)
        .auth_code(AUTH_CODE)
        .subject(format!("转账给{PHONE}"))
        .body(format!("{ID_NUMBER} {EMAIL}, {CARD}"))
        .passback_params(json!({ "cert_no": ID_NUMBER, "user_name": NAME }).to_string())
}

fn identity() -> AlipayUserCertifyOpenInitializeModel {
    let person = OpenCertifyIdentityParam::new()
        .cert_no(ID_NUMBER)
        .cert_name(NAME)
        .phone_no(PHONE)
        .user_id(OUT_TRADE_NO);
    AlipayUserCertifyOpenInitializeModel::new().identity_param(person).outer_order_no("1")
}

fn user() -> AlipayUserInfoShareResponseModel {
    let address = AlipayUserDeliverAddress::new().address(ADDRESS);
    AlipayUserInfoShareResponseModel::new()
        .cert_no(ID_NUMBER)
        .email(EMAIL)
        .mobile(PHONE)
        .phone(PHONE)
        .nick_name(NAME)
        .firm_legal_person_name(NAME)
        .address(ADDRESS)
        .identity_card_address(ADDRESS)
        .deliver_addresses(vec![address])
        .user_status(OUT_TRADE_NO)
}

fn file() -> FilePart {
    FilePart::new(FILE_NAME, FILE_CONTENT)
}

fn parts() -> AlipayOpenMiniVersionAuditApplyParts {
    let data = AlipayOpenMiniVersionAuditApplyModel::new()
        .app_version("0.0.1")
        .service_phone(PHONE)
        .service_email(EMAIL)
        .app_desc(format!("call {PHONE}"));
    AlipayOpenMiniVersionAuditApplyParts::new().data(data).app_logo(file())
}

fn personal_json() -> serde_json::Value {
    json!({
        "out_trade_no": OUT_TRADE_NO,
        "id_card_no": ID_NUMBER,
        "note": format!("{PHONE} or {EMAIL}"),
        "contact": { "bank_card_no": CARD, "real_name": NAME, "access_token": AUTH_TOKEN },
        "number": 13_812_345_678_u64,
        "inner": json!({ "auth_code": AUTH_CODE, "address": ADDRESS }).to_string(),
        PHONE: 1,
        "by_mail": { EMAIL: [CARD] },
    })
}

#[test]
fn keys_and_certificates_hide_what_they_are() {
    let key = PrivateKey::parse(private_key_text()).unwrap();
    hides("PrivateKey", &key);
    hides("PublicKey", key.public_key());
    hides("EncryptKey", &EncryptKey::from_base64(ENCRYPT_KEY).unwrap());
    hides("Certificate", &Certificate::read(vector_file("certs/app_cert.crt")).unwrap());
    let roots = RootCertificates::read(vector_file("certs/alipay_root_bundle.crt")).unwrap();
    hides("RootCertificates", &roots);
}

#[test]
fn a_client_and_its_configuration_hide_keys_and_tokens() {
    hides("Client", &knowing().build().unwrap());
    hides("Client", &certificate_mode().encrypt_key(ENCRYPT_KEY).build().unwrap());
    hides("Client", &key_mode().build().unwrap().for_merchant(APP_AUTH_TOKEN).unwrap());
    let proxy = format!("http://user:{PASSWORD}@127.0.0.1:1");
    hides("ClientBuilder", &knowing().proxy(&proxy));
    hides("ClientBuilder", &knowing().base_url(format!("https://user:{PASSWORD}@example.com")));
    hides("ClientBuilder", &knowing().app_id(private_key_text()));
    let config = json!({
        "app_id": "1",
        "private_key": private_key_text(),
        "encrypt_key": ENCRYPT_KEY,
        "app_auth_token": APP_AUTH_TOKEN,
        "proxy": proxy,
    });
    let config: Config = serde_json::from_value(config).unwrap();
    hides("Config", &config);
    hides("ClientBuilder", &Client::builder().config(config));
    let http = reqwest_client(&proxy);
    hides("ReqwestTransport", &ReqwestTransport::new(http));
}

fn reqwest_client(proxy: &str) -> reqwest::Client {
    let proxy = reqwest::Proxy::all(proxy).unwrap();
    // The provider of TLS is chosen by the SDK's own client alone: this one speaks plain HTTP.
    let provider = rustls::crypto::aws_lc_rs::default_provider();
    let _ = provider.install_default();
    let mut headers = http::HeaderMap::new();
    headers.insert("x-token", AUTH_TOKEN.parse().unwrap());
    reqwest::Client::builder().proxy(proxy).default_headers(headers).build().unwrap()
}

#[test]
fn a_wrong_configuration_is_named_without_what_was_given() {
    let key = private_key_text();
    let bare = PRIVATE_KEY.clone();
    let damaged = key.replacen("MII", "MIJ", 1);
    let cut = key[..key.len() / 2].to_owned();
    let certificate = std::fs::read_to_string(vector_file("certs/app_cert.crt")).unwrap();
    let wrong = [&key, &bare, &damaged, &cut, &certificate, PASSWORD, ENCRYPT_KEY, ID_NUMBER];
    for given in wrong {
        for builder in [
            key_mode().app_id(format!("{given},")),
            key_mode().private_key(given),
            key_mode().alipay_public_key(given),
            key_mode().alipay_certificate(given),
            key_mode().certificates(given, given, given),
            certificate_mode().private_key(given),
            key_mode().encrypt_key(format!("{given}x")),
            key_mode().app_auth_token(format!("{given} {PASSWORD}")),
            key_mode().base_url(given),
            key_mode().base_url(format!("https://u:{given}@example.com")),
            key_mode().base_url(format!("https://example.com/?{PASSWORD}")),
            key_mode().proxy(format!("{given} {PASSWORD}")),
            key_mode().tls_root_certificate(given),
        ] {
            hides("ClientBuilder", &builder);
            if let Err(error) = builder.build() {
                error_hides("Error::Configuration", &error);
            }
        }
        // Not those that end in `_path`: a file that is not there must be named.
        for name in [
            "private_key",
            "alipay_public_key",
            "app_certificate",
            "alipay_certificate",
            "root_certificate",
            "encrypt_key",
            "environment",
            "base_url",
            "proxy",
            "app_auth_token",
        ] {
            let value = format!("{given}\u{1}{PASSWORD}");
            let config: Config = serde_json::from_value(json!({ name: value })).unwrap();
            // What stands after a whole PEM block does not matter.
            if let Err(error) = key_mode().config(config).build() {
                error_hides(name, &error);
            }
        }
        let more = format!("{given}!");
        let keys = [PrivateKey::parse(&more).err(), PublicKey::parse(&more).err()];
        let certificates = [Certificate::parse(&more).err(), RootCertificates::parse(&more).err()];
        keys.iter().flatten().for_each(|error| error_hides("KeyError", error));
        certificates.iter().flatten().for_each(|error| error_hides("CertificateError", error));
        error_hides("EncryptKeyError", &EncryptKey::from_base64(more).unwrap_err());
    }
    for json in [json!({ "private_key": [key] }), json!({ "private-key": key })] {
        let config: Config = serde_json::from_value(json).unwrap();
        hides("Config", &config);
        error_hides("Config", &key_mode().config(config).build().unwrap_err());
    }
    let client = certificate_mode().build().unwrap();
    error_hides("add", &client.add_alipay_certificate(private_key_text()).unwrap_err());
    error_hides("for_merchant", &client.for_merchant(format!("{PASSWORD} ")).unwrap_err());
}

#[test]
fn models_parameters_and_parts_hide_people_and_codes() {
    hides("order", &order());
    hides("identity", &identity());
    hides("user", &user());
    hides("parts", &parts());
    hides("params", &AlipayUserInfoShareParams::new().auth_token(AUTH_TOKEN));
    hides("FilePart", &file());
    hides("Upload", &Upload::new().data(&personal_json()).file("licence", file()));
    let shown = format!("{:?} {:?}", order(), user());
    assert_eq!(shown.matches(OUT_TRADE_NO).count(), 2, "numbers of orders are hidden: {shown}");
}

/// The value when it is there at once.
fn now<T>(future: impl Future<Output = T>) -> T {
    let mut at = std::task::Context::from_waker(std::task::Waker::noop());
    match std::pin::pin!(future).poll(&mut at) {
        std::task::Poll::Ready(value) => value,
        std::task::Poll::Pending => panic!("it waits for something"),
    }
}

#[test]
fn calls_and_prepared_requests_hide_headers_and_bodies() {
    let client = knowing().build().unwrap();
    let trade = client.alipay_trade();
    let mini = client.alipay_open_mini_version_audit();
    hides("Call", &trade.pay(&order()).header("x-token", AUTH_TOKEN));
    hides("Call", &trade.pay(&order()).header("x-token", format!("{AUTH_TOKEN}\n")));
    hides("Call", &trade.pay(&order()).app_auth_token(format!("{APP_AUTH_TOKEN} ")));
    hides("Call", &mini.apply(parts()));
    let untyped = || client.untyped("a", http::Method::POST, "/v3/a").json(&personal_json());
    hides("Call", &untyped());

    prepared_hides(trade.pay(&order()).header("x-token", AUTH_TOKEN));
    prepared_hides(trade.pay(&order()).encrypt(false));
    prepared_hides(mini.apply(parts()));
    prepared_hides(untyped());
    hides("Body", &Body::from(PHONE));
    hides("Body", &Body::from(private_key_text()));
}

fn prepared_hides<O: Operation>(call: alipay_sdk::Call<O>) {
    let (request, pending) = now(call.prepare()).unwrap();
    hides("Pending", &pending);
    hides("http::Request", &request);
    let authorization = request.headers()["authorization"].to_str().unwrap();
    let signature = authorization.rsplit_once("sign=").unwrap().1.to_owned();
    let shown = format!("{request:?} {:?}", request.headers());
    assert!(!shown.contains(&signature[..40]), "the signature is shown: {shown}");
}

/// A query parameter cannot be hidden in a type of the crate `http`; all else is.
#[test]
fn a_prepared_request_shows_of_a_token_in_the_query_the_address_alone() {
    let client = knowing().build().unwrap();
    let params = AlipayUserInfoShareParams::new().auth_token(AUTH_TOKEN);
    let call = client.alipay_user_info().share(&params);
    hides("Call", &call);
    let (request, pending) = now(call.prepare()).unwrap();
    hides("Pending", &pending);
    let uri = request.uri().to_string();
    assert!(uri.contains(AUTH_TOKEN));
    assert_hidden("http::Request", &format!("{request:?}").replace(&uri, ""));
}

/// What becomes of an answer, without a network.
fn completed<T: Debug>(complete: impl FnOnce(&Client) -> Result<T, Error>) -> Result<T, Error> {
    complete(&key_mode().encrypt_key(ENCRYPT_KEY).build().unwrap())
}

fn with_cookie(mut answer: http::Response<Vec<u8>>) -> http::Response<Vec<u8>> {
    answer.headers_mut().insert("set-cookie", COOKIE.parse().unwrap());
    answer
}

fn share(
    answer: http::Response<Vec<u8>>,
) -> Result<alipay_sdk::Response<AlipayUserInfoShareResponseModel>, Error> {
    completed(|client| {
        let params = AlipayUserInfoShareParams::new().auth_token(AUTH_TOKEN);
        let call = client.alipay_user_info().share(&params).encrypt(false);
        now(call.prepare())?.1.complete(with_cookie(answer))
    })
}

#[test]
fn an_answer_hides_people_whether_its_type_is_known_or_not() {
    let body = serde_json::to_vec(&user()).unwrap();
    let answer = share(signed(200, &body)).unwrap();
    hides("Response", &answer);
    hides("RawBody", answer.body());
    hides("RawBody", &answer.plain_body());
    assert!(format!("{answer:?}").contains(OUT_TRADE_NO), "nothing is shown: {answer:?}");

    let body = personal_json().to_string();
    let answer = completed(|client| {
        let call = client.untyped("a", http::Method::GET, "/v3/a").encrypt(false);
        now(call.prepare())?.1.complete(with_cookie(signed(200, body.as_bytes())))
    });
    let answer = answer.unwrap();
    hides("Response<Json>", &answer);
    assert!(format!("{answer:?}").contains(OUT_TRADE_NO), "nothing is shown: {answer:?}");
}

fn refusal() -> String {
    json!({
        "code": "ACQ.INVALID_PARAMETER",
        "message": format!("用户{PHONE}（{EMAIL}）的证件{ID_NUMBER}与卡{CARD}不符"),
        "links": [{ "link": format!("https://example.com/?user={EMAIL}"), "desc": PHONE }],
        "details": [{
            "field": "/identity_param/cert_name", "value": NAME, "location": "body",
            "issue": format!("INVALID {CARD}"), "description": format!("{ID_NUMBER} is wrong"),
        }],
    })
    .to_string()
}

#[test]
fn errors_of_answers_hide_what_the_answer_says_of_people() {
    let refusal = refusal();
    let error = share(signed(400, refusal.as_bytes())).unwrap_err();
    let Error::Api(refused) = &error else { panic!("{error:?}") };
    assert_eq!(refused.details[0].value.as_deref(), Some(NAME), "the caller may see it");
    hides("Detail", &refused.details[0]);
    hides("Link", &refused.links[0]);
    error_hides("ApiError", &**refused);
    error_hides("Error::Api", &error);
    let body = json!({ "code": "x", "message": "", "links": EMAIL });
    let error = share(signed(400, body.to_string().as_bytes())).unwrap_err();
    error_hides("Error::Api", &error);

    // The same, but signed for another body.
    let mut forged = signed(400, b"{}");
    *forged.body_mut() = refusal.into_bytes();
    let error = share(forged).unwrap_err();
    let Error::Signature(forged) = &error else { panic!("{error:?}") };
    assert!(forged.claimed.is_some());
    error_hides("SignatureError", &**forged);
    error_hides("Error::Signature", &error);

    let page = format!("<html>{PHONE} {EMAIL} {NAME}</html>");
    for status in [200, 202, 302, 400, 502] {
        for answer in [signed(status, page.as_bytes()), signed(status, b"")] {
            if let Err(error) = share(answer) {
                error_hides("a page", &error);
            }
        }
    }
}

#[test]
fn an_answer_of_another_shape_is_described_without_its_values() {
    let mut seen = 0;
    for body in [
        json!({ "deliver_addresses": PHONE }),
        json!({ "deliver_addresses": [{ "address": { PHONE: EMAIL } }] }),
        json!({ "deliver_addresses": 13_812_345_678_u64 }),
        json!({ "email": { EMAIL: CARD } }),
        json!([PHONE, NAME]),
        json!(ID_NUMBER),
    ] {
        let error = share(signed(200, body.to_string().as_bytes())).unwrap_err();
        let Error::Decode { source, .. } = &error else { panic!("{error:?}") };
        error_hides("DecodeError", source);
        error_hides("Error::Decode", &error);
        seen += 1;
    }
    for body in [
        format!("{{\"email\":\"{EMAIL}\",{PHONE}}}"),
        format!("{{\"{PHONE}\":{{\"{EMAIL}\":tru}}}}"),
        format!("{{\"email\":\"{EMAIL}"),
        PHONE.to_owned(),
        NAME.to_owned(),
    ] {
        let error = share(signed(200, body.as_bytes())).unwrap_err();
        assert!(matches!(error, Error::Decode { .. }), "{error:?}");
        error_hides("Error::Decode", &error);
        seen += 1;
    }
    assert_eq!(seen, 11);
    // Not decryptable, and decrypted but of another shape.
    for body in [
        personal_json().to_string(),
        EncryptKey::from_base64(ENCRYPT_KEY).unwrap().encrypt(PHONE.as_bytes()),
    ] {
        let error = completed(|client| {
            let call = client.alipay_trade().pay(&order());
            now(call.prepare())?.1.complete(with_cookie(signed(200, body.as_bytes())))
        });
        error_hides("Error::Decryption", &error.unwrap_err());
    }
}

#[test]
fn other_errors_hide_what_was_to_be_sent() {
    let client = knowing().build().unwrap();
    let send = |call: alipay_sdk::Call<alipay_sdk::Untyped>| now(call.prepare()).map(drop);
    let call = || client.untyped("a", http::Method::POST, "/v3/a/{id}").json(&personal_json());
    let small = key_mode().max_answer_size(3).build().unwrap();
    let too_large = now(small.alipay_trade().pay(&order()).prepare()).unwrap().1;
    let accepted = now(client.alipay_trade().pay(&order()).prepare()).unwrap().1;
    for error in [
        send(call()).unwrap_err(),
        send(call().path("id", "..").query("auth_token", AUTH_TOKEN)).unwrap_err(),
        send(call().path("other", PHONE)).unwrap_err(),
        send(call().path("id", PHONE).header("x", format!("{AUTH_TOKEN}\n"))).unwrap_err(),
        send(call().path("id", PHONE).header("authorization", AUTH_TOKEN)).unwrap_err(),
        send(call().path("id", PHONE).header(format!("{AUTH_TOKEN}\n"), "")).unwrap_err(),
        send(call().path("id", PHONE).app_auth_token(format!("{APP_AUTH_TOKEN}\n"))).unwrap_err(),
        send(call().path("id", PHONE).request_id(format!("{PHONE} "))).unwrap_err(),
        send(client.untyped("a", http::Method::GET, format!("/v3/../{PHONE}"))).unwrap_err(),
        too_large.complete(with_cookie(signed(200, refusal().as_bytes()))).unwrap_err(),
        accepted.complete(with_cookie(signed(202, refusal().as_bytes()))).unwrap_err(),
    ] {
        error_hides("Error", &error);
    }

    struct Away;
    impl Signer for Away {
        fn sign<'a>(&'a self, _: &'a [u8]) -> SigningFuture<'a> {
            Box::pin(std::future::ready(Err(SignError::new("the service is away"))))
        }
    }
    let away = knowing().signer(Away).build().unwrap();
    let error = now(away.alipay_trade().pay(&order()).prepare()).unwrap_err();
    assert!(matches!(error, Error::Signing { .. }), "{error:?}");
    error_hides("Error::Signing", &error);
    error_hides("TransportError", &TransportError::new(TransportErrorKind::Timeout, "time"));
    error_hides("io::Error", &FilePart::from_path("/nowhere/file.png").unwrap_err());
}

/// Where all traces and logs of this process go.
#[derive(Clone, Default)]
struct Traces(Arc<Mutex<Vec<u8>>>);

impl io::Write for Traces {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(text);
        Ok(text.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn captured() -> Traces {
    let traces = Traces::default();
    let writer = traces.clone();
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(FmtSpan::FULL)
        .with_writer(move || writer.clone())
        .init();
    traces
}

/// All that a client does, against one platform.
async fn everything(platform: &mut Platform, signatures: &mut Vec<String>, sends: bool) {
    let client = &platform.client;
    let params = AlipayUserInfoShareParams::new().auth_token(AUTH_TOKEN);
    let upload = Upload::new().data(&personal_json()).file("licence", file());
    let untyped = || client.untyped("new.thing", http::Method::POST, "/v3/new/{id}");
    let untyped = || untyped().path("id", PHONE).query("q", EMAIL);
    let mut errors = Vec::new();
    let mut keep = |error: Option<Error>| errors.extend(error);
    keep(client.alipay_trade().pay(&order()).await.err());
    keep(client.alipay_trade().pay(&order()).encrypt(false).await.err());
    keep(client.alipay_user_info().share(&params).await.err());
    keep(client.alipay_user_certify_open().initialize(&identity()).await.err());
    keep(client.alipay_open_mini_version_audit().apply(parts()).await.err());
    keep(untyped().json(&personal_json()).header("x-token", AUTH_TOKEN).encrypt(false).await.err());
    keep(untyped().multipart(upload).await.err());
    for error in &errors {
        error_hides("an error", error);
    }
    if sends {
        for _ in 0..7 {
            let (head, _) = platform.request().await;
            let authorization = platform::header(&head.headers, "authorization").unwrap();
            signatures.push(authorization.rsplit_once("sign=").unwrap().1.to_owned());
        }
    }
}

#[tokio::test]
async fn traces_and_logs_at_the_finest_level_show_no_secret() {
    let traces = captured();
    let mut signatures = Vec::new();
    let plain = serde_json::to_string(&user()).unwrap();
    let encrypted = EncryptKey::from_base64(ENCRYPT_KEY).unwrap().encrypt(plain.as_bytes());
    let mut forged = signed(200, b"{}");
    *forged.body_mut() = plain.clone().into_bytes();
    for bodies in [true, false] {
        let client = || knowing().trace_bodies(bodies);
        for answer in [
            signed(200, plain.as_bytes()),
            signed(200, encrypted.as_bytes()),
            signed(200, personal_json().to_string().as_bytes()),
            signed(200, json!({ "deliver_addresses": PHONE }).to_string().as_bytes()),
            signed(202, plain.as_bytes()),
            signed(400, refusal().as_bytes()),
            signed(502, plain.as_bytes()),
            forged.clone(),
        ] {
            let mut platform = Platform::with(client(), with_cookie(answer)).await;
            everything(&mut platform, &mut signatures, true).await;
        }
        let mut small = Platform::with(client().max_answer_size(5), signed(200, b"123456")).await;
        everything(&mut small, &mut signatures, true).await;

        // Nobody listens, nobody answers, a proxy that is not there or does not answer.
        let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let silent = silent.local_addr().unwrap();
        let proxy = |address: &str| format!("http://user:{PASSWORD}@{address}");
        let short = Duration::from_millis(100);
        let mut platform = Platform::answering(200, b"{}").await;
        for builder in [
            client().base_url("http://127.0.0.1:1"),
            client().base_url(format!("http://{silent}")).timeout(short),
            client().base_url(format!("https://{silent}")).connect_timeout(short).timeout(short),
            client().proxy(proxy("127.0.0.1:1")),
            client().proxy(proxy("127.0.0.1:1")).base_url("https://127.0.0.1:2").timeout(short),
            client().proxy(proxy(&silent.to_string())).timeout(short),
            client()
                .proxy(proxy(&platform.address.to_string()))
                .base_url("https://127.0.0.1:2")
                .timeout(short),
        ] {
            platform.client = builder.build().unwrap();
            everything(&mut platform, &mut signatures, false).await;
        }
    }

    let text = String::from_utf8(std::mem::take(&mut traces.0.lock().unwrap())).unwrap();
    for expected in [
        "alipay call",
        "operation=\"alipay.trade.pay\"",
        "status=400",
        "trace_id=\"trace-1\"",
        "answered",
        "failed",
        "direction=\"request\"",
        "direction=\"answer\"",
        OUT_TRADE_NO,
        "reqwest::connect",
    ] {
        assert!(text.contains(expected), "`{expected}` is not traced: nothing is proved");
    }
    assert_hidden("a trace", &text);
    assert_eq!(signatures.len(), 2 * 9 * 7);
    for signature in signatures {
        assert!(!text.contains(&signature[..40]), "a signature is traced");
    }
}

#[tokio::test]
async fn bodies_are_traced_only_on_request() {
    // In this process another test has the subscriber: what is counted here is its own.
    let counted = Arc::new(Mutex::new(Vec::new()));
    for bodies in [false, true] {
        let traces = Traces(counted.clone());
        traces.0.lock().unwrap().clear();
        let writer = traces.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_writer(move || writer.clone())
            .finish();
        let _guard = tracing::subscriber::set_default(subscriber);
        let platform = Platform::with(key_mode().trace_bodies(bodies), signed(200, b"{}")).await;
        platform.client.alipay_trade().pay(&order()).await.unwrap();
        let text = String::from_utf8(traces.0.lock().unwrap().clone()).unwrap();
        assert_eq!(text.contains("direction"), bodies, "{text}");
    }
}
