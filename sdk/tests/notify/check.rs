//! The check of an application gateway: that of `message_channel.json`, and others.

use alipay_sdk::notify::{
    CheckReply, Incoming, NotificationError, NotificationVerifier, Posted, VerifiedNotification,
};
use alipay_sdk::{Certificate, Client, PrivateKey, PublicKey, SignError, Signer, SigningFuture};
use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, Request};
use axum::response::IntoResponse;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::Value;

use crate::post::{Parameter, body, certificate, signature, text, verifier};

const APP_ID: &str = "2021000000000001";

fn vectors() -> Value {
    let text = include_str!("../../../tests/vectors/message_channel.json");
    serde_json::from_str(text).expect("JSON")
}

fn key(name: &str) -> String {
    vectors()["keys"][name].as_str().expect("a key").to_owned()
}

fn client() -> Client {
    let client = Client::builder()
        .app_id(APP_ID)
        .private_key(key("app"))
        .alipay_public_key(PublicKey::parse(key("alipay_pub")).expect("a key"));
    client.without_transport().build().expect("a client")
}

/// The parameters of a vector, which are strings.
fn parameters(vector: &Value) -> Vec<(String, String)> {
    let fields = vector["params"].as_object().expect("parameters").iter();
    fields.map(|(name, value)| (name.clone(), value.as_str().expect("text").to_owned())).collect()
}

fn form(parameters: &[(String, String)]) -> String {
    let pairs = parameters.iter().map(|(name, value)| (name.as_str(), value.as_bytes()));
    let (sign, others): (Vec<_>, Vec<_>) = pairs.partition(|(name, _)| *name == "sign");
    let sign = sign.first().map(|(_, value)| String::from_utf8_lossy(value)).unwrap_or_default();
    String::from_utf8(body(&others, &sign)).expect("ASCII")
}

async fn reply<'a>(verifier: &NotificationVerifier, posted: impl Into<Posted<'a>>) -> CheckReply {
    match verifier.receive(posted).await.expect("a reply") {
        Incoming::Check(reply) => reply,
        Incoming::Notification(other) => panic!("no check: {other:?}"),
    }
}

#[tokio::test]
async fn a_check_that_is_not_verified_gets_a_reply_that_says_so() {
    let vector = &vectors()["gateway_check"];
    let genuine = parameters(vector);
    let changed = |name: &str, value: &str| {
        let mut changed = genuine.clone();
        changed.retain(|(other, _)| other != name);
        changed.push((name.to_owned(), value.to_owned()));
        form(&changed)
    };
    let verifier = NotificationVerifier::of(&client());
    for body in [
        changed("sign", "AAAA"),
        changed("sign", ""),
        changed("sign", "x y"),
        changed("sign_type", "RSA"),
        changed("biz_content", "<XML/>"),
        changed("order", "1"),
    ] {
        let reply = reply(&verifier, &body).await;
        assert!(reply.problem().is_some(), "{body}");
        assert_eq!(reply.body(), vector["reply_failed"].as_str().expect("text"));
    }
    let other = NotificationVerifier::new(PublicKey::parse(key("alipay_pub")).expect("a key"), "1");
    let other = other.check_signer(PrivateKey::parse(key("app")).expect("a key"), None);
    let reply = reply(&other, &form(&genuine)).await;
    assert!(matches!(reply.problem(), Some(NotificationError::OtherApp { .. })));
}

/// A check with this content, signed over all parameters.
fn signed_check(content: &str) -> Vec<u8> {
    let parameters: [Parameter<'_>; 4] = [
        ("biz_content", content.as_bytes()),
        ("charset", b"GBK"),
        ("service", b"alipay.service.check"),
        ("sign_type", b"RSA2"),
    ];
    body(&parameters, &signature(&text(&parameters)))
}

#[tokio::test]
async fn the_content_of_a_check_must_be_one() {
    let private = || PrivateKey::parse(key("app")).expect("a key");
    let verifier = verifier().app_id(APP_ID).check_signer(private(), None);
    let event = |app_id: &str, event: &str| {
        format!("<XML><AppId><![CDATA[{app_id}]]></AppId><EventType>{event}</EventType></XML>")
    };
    assert_eq!(reply(&verifier, &signed_check(&event(APP_ID, "verifygw"))).await.problem(), None);
    let document_type = "<!DOCTYPE XML [<!ENTITY a \"verifygw\">]>";
    for content in [
        event(APP_ID, "follow"),
        event("2021000000000009", "verifygw"),
        event("", "verifygw"),
        format!("{document_type}{}", event(APP_ID, "verifygw")),
        event(APP_ID, "verifygw").replace("XML>", "JSON>"),
        event(APP_ID, "verifygw</EventType><EventType>verifygw"),
        "<XML>".to_owned(),
        "{}".to_owned(),
        String::new(),
    ] {
        let reply = reply(&verifier, &signed_check(&content)).await;
        assert!(reply.problem().is_some(), "{content}");
    }
}

#[tokio::test]
async fn a_check_is_not_verified_without_sign_type_in_its_text() {
    let content = format!("<XML><AppId>{APP_ID}</AppId><EventType>verifygw</EventType></XML>");
    let parameters: [Parameter<'_>; 2] =
        [("biz_content", content.as_bytes()), ("service", b"alipay.service.check")];
    let sign = signature(&text(&parameters));
    let posted = body(&[parameters[0], parameters[1], ("sign_type", b"RSA2")], &sign);
    let private = PrivateKey::parse(key("app")).expect("a key");
    let verifier = verifier().app_id(APP_ID).check_signer(private, None);
    assert!(reply(&verifier, &posted).await.problem().is_some());
}

#[tokio::test]
async fn a_check_may_stand_in_the_query() {
    let vector = &vectors()["gateway_check"];
    let verifier = NotificationVerifier::of(&client());
    let whole = form(&parameters(vector));
    let (content, others): (Vec<_>, Vec<_>) =
        whole.split('&').partition(|pair| pair.starts_with("biz%5Fcontent"));
    let (service, rest): (Vec<_>, Vec<_>) =
        whole.split('&').partition(|pair| pair.starts_with("service"));
    for (body, query) in [
        (String::new(), whole.clone()),
        (content.join("&"), others.join("&")),
        (rest.join("&"), service.join("&")),
    ] {
        let posted = Posted::new(&body).query(&query);
        assert_eq!(reply(&verifier, posted).await.problem(), None, "{body} {query}");
    }
}

#[tokio::test]
async fn certificate_mode_replies_with_the_serial_and_without_the_key() {
    let application = Certificate::parse(include_str!("../../../tests/vectors/certs/app_cert.crt"));
    let application = application.expect("a certificate");
    let private = include_str!("../../../tests/vectors/keys/app_private.pkcs8.pem");
    let private = PrivateKey::parse(private).expect("a key");
    let sign = |text: &str| BASE64_STANDARD.encode(private.sign(text.as_bytes()).expect("signed"));
    let verifier = NotificationVerifier::with_certificates([certificate()], APP_ID)
        .check_signer(private.clone(), Some(&application));
    let content = format!("<XML><AppId>{APP_ID}</AppId><EventType>verifygw</EventType></XML>");
    let failed = "<success>false</success><error_code>VERIFY_FAILED</error_code>";
    for (posted, text) in
        [(signed_check(&content), "<success>true</success>"), (signed_check("<XML/>"), failed)]
    {
        let expected = format!(
            "<?xml version=\"1.0\" encoding=\"GBK\"?><alipay><response>{text}</response>\
             <app_cert_sn>{}</app_cert_sn><sign>{}</sign><sign_type>RSA2</sign_type></alipay>",
            application.serial(),
            sign(text),
        );
        assert_eq!(reply(&verifier, &posted).await.body(), expected);
    }
}

/// A key store that does not say whose key it is, or is away.
struct Store;

impl Signer for Store {
    fn sign<'a>(&'a self, _: &'a [u8]) -> SigningFuture<'a> {
        Box::pin(std::future::ready(Err(SignError::new("the store is away"))))
    }
}

#[tokio::test]
async fn without_a_key_nothing_is_answered_and_the_error_says_what_to_do() {
    let posted = form(&parameters(&vectors()["gateway_check"]));
    let said = async |verifier: NotificationVerifier| match verifier.receive(&posted).await {
        Err(NotificationError::NoReply { reason }) => reason,
        other => panic!("{other:?}"),
    };
    assert!(said(verifier()).await.contains("`check_signer`"));
    assert!(said(verifier().check_signer(Store, None)).await.contains("`Signer::public_key`"));
    let away = verifier().check_signer(Store, Some(&certificate()));
    assert!(said(away).await.contains("the store is away"));
}

#[tokio::test]
async fn the_extractor_answers_checks_itself() {
    let vector = &vectors()["gateway_check"];
    let verifier = NotificationVerifier::of(&client());
    let genuine = form(&parameters(vector));
    for (body, expected) in
        [(genuine.clone(), "reply_ok"), (genuine.replace("sign%5Ftype", "x"), "reply_failed")]
    {
        let request = Request::new(Body::from(body));
        let rejection = VerifiedNotification::from_request(request, &verifier).await;
        let response = rejection.expect_err("answered in the handler's place").into_response();
        assert_eq!(response.status().as_u16(), 200);
        assert_eq!(response.headers()["content-type"], "text/xml;charset=GBK");
        let body = to_bytes(response.into_body(), 10_000).await.expect("a body");
        assert_eq!(body, vector[expected].as_str().expect("text").as_bytes());
    }
}
