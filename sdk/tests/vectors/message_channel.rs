//! What an application gateway gets: the check and its reply, byte for byte, and a message. And the
//! message channel: its requests, and its frames in both directions. `message_channel.json`.

use alipay_sdk::notify::{CheckReply, Event, Incoming, NotificationVerifier};
use alipay_sdk::{Client, PrivateKey, PublicKey};
use alipay_sdk_core::protocol::Parameters;
use alipay_sdk_core::protocol::message::{Data, Frame, Produced, Registration};
use alipay_sdk_core::protocol::v2::request_text;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::Value;
use url::form_urlencoded;

use crate::common::{read, same, text};

fn vectors() -> Value {
    serde_json::from_slice(&read("message_channel.json")).expect("JSON")
}

fn verifier(vectors: &Value) -> Result<NotificationVerifier, String> {
    let key = PublicKey::parse(text(vectors, "/keys/alipay_pub")?);
    let client = Client::builder()
        .app_id(text(vectors, "/http_message_v1_1/params/app_id")?)
        .private_key(text(vectors, "/keys/app")?)
        .alipay_public_key(key.map_err(|error| error.to_string())?)
        .without_transport()
        .build();
    Ok(NotificationVerifier::of(&client.map_err(|error| error.to_string())?))
}

/// The form that is posted, with some values replaced.
fn form(params: &Value, replaced: &[(&str, &str)]) -> String {
    let mut form = form_urlencoded::Serializer::new(String::new());
    for (name, value) in params.as_object().into_iter().flatten() {
        let other = replaced.iter().find(|(other, _)| other == name).map(|(_, value)| *value);
        form.append_pair(name, other.or(value.as_str()).unwrap_or_default());
    }
    form.finish()
}

fn reply(verifier: &NotificationVerifier, posted: &str) -> Result<CheckReply, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let received = runtime.expect("a runtime").block_on(verifier.receive(posted));
    match received {
        Ok(Incoming::Check(reply)) => Ok(reply),
        other => Err(format!("no check: {other:?}")),
    }
}

#[test]
fn the_check_of_an_application_gateway_gets_the_signed_reply() -> Result<(), String> {
    let vectors = vectors();
    let (verifier, check) = (verifier(&vectors)?, &vectors["gateway_check"]);
    let genuine = form(&check["params"], &[]);
    for (posted, expected) in [
        (&genuine, "reply_ok"),
        (&form(&check["params"], &[("sign", "AAAA")]), "reply_failed"),
        (&form(&check["params"], &[("sign_type", "RSA")]), "reply_failed"),
        (&genuine, "reply_ok"),
    ] {
        let reply = reply(&verifier, posted)?;
        same("body", reply.body(), text(check, &format!("/{expected}"))?)?;
        same("content type", reply.content_type(), "text/xml;charset=GBK")?;
        same("verified", &reply.problem().is_none(), &(expected == "reply_ok"))?;
    }
    let event = verifier.verify(&genuine).and_then(|notification| notification.event());
    same("event", &event, &Ok(Event::GatewayCheck))
}

#[test]
fn a_message_is_signed_without_sign_type() -> Result<(), String> {
    let vectors = vectors();
    let params = &vectors["http_message_v1_1"]["params"];
    let notification = verifier(&vectors)?.verify(&form(params, &[]));
    let notification = notification.map_err(|error| error.to_string())?;
    let Ok(Event::Message(message)) = notification.event() else {
        return Err("no message".to_owned());
    };
    same("method", message.method.as_str(), text(params, "/msg_method")?)?;
    same("content", message.content.as_str(), text(params, "/biz_content")?)
}

fn app_key(vectors: &Value) -> Result<PrivateKey, String> {
    PrivateKey::parse(text(vectors, "/keys/app")?).map_err(|error| error.to_string())
}

/// Whether Alipay signed a text.
fn is_signed(vectors: &Value, signed: &str, signature: &str) -> Result<bool, String> {
    let key = PublicKey::parse(text(vectors, "/keys/alipay_pub")?);
    let signature = BASE64_STANDARD.decode(signature).map_err(|error| error.to_string())?;
    Ok(key.map_err(|error| error.to_string())?.verify(signed.as_bytes(), &signature))
}

#[test]
fn registration_and_connection_are_signed_over_all_parameters() -> Result<(), String> {
    let vectors = vectors();
    let key = app_key(&vectors)?;
    for name in ["register", "register_certificate_mode", "connect"] {
        let vector = &vectors[name];
        let parameters: Parameters = vector["params"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned()))
            .collect();
        let signed = request_text(&parameters);
        same(name, &*String::from_utf8_lossy(&signed), text(vector, "/text")?)?;
        let signature = key.sign(&signed).map_err(|error| error.to_string())?;
        same(name, BASE64_STANDARD.encode(signature).as_str(), text(vector, "/sign")?)?;
    }
    Ok(())
}

#[test]
fn a_registration_is_signed_over_the_value_of_response() -> Result<(), String> {
    let vectors = vectors();
    let body = text(&vectors, "/register_response/body")?;
    let registration = Registration::read(body).ok_or("no response")?;
    same("text", registration.signed, text(&vectors, "/register_response/signed_text")?)?;
    let signature = registration.signature.as_deref().ok_or("no signature")?;
    same("signature", &is_signed(&vectors, registration.signed, signature)?, &true)?;
    same("success", &registration.is_success(), &true)?;
    same("token", registration.link_token.as_deref().unwrap_or_default(), "lt-0001")
}

#[test]
fn a_message_of_the_channel_is_signed_over_the_value_of_data() -> Result<(), String> {
    let vectors = vectors();
    for (name, genuine) in [("consume_frame", true), ("consume_frame_tampered", false)] {
        let frame =
            Frame::read(text(&vectors[name], "/text")?).map_err(|error| error.to_string())?;
        let (data, signature) = (frame.data.ok_or("no data")?, frame.signature.ok_or("unsigned")?);
        same(name, &is_signed(&vectors, data, &signature.text)?, &genuine)?;
        if genuine {
            same("text", data, text(&vectors[name], "/signed_text")?)?;
            let id = frame.id.as_deref().unwrap_or_default();
            let ack = frame.route.acknowledgement(id, true);
            same("ack", ack.as_str(), text(&vectors[name], "/ack_success")?)?;
            let data = Data::read(data).ok_or("no data")?;
            let content = text(&vectors[name], "/signed_text")?.split_once("\"content\":");
            let content = content.and_then(|(_, content)| content.strip_suffix('}'));
            same("content", &Some(data.content), &content)?;
        }
    }
    Ok(())
}

#[test]
fn a_message_of_the_application_is_written_byte_for_byte() -> Result<(), String> {
    let vectors = vectors();
    let vector = &vectors["produce_frame"];
    let app_id = text(&vectors, "/register/params/app_id")?;
    let message =
        Produced { app_id, method: "alipay.demo.produce", serials: None, content: r#"{"k":"v"}"# };
    let data = message.data();
    same("text", data.as_str(), text(vector, "/signed_text")?)?;
    let signature = app_key(&vectors)?.sign(data.as_bytes()).map_err(|error| error.to_string())?;
    let signature = BASE64_STANDARD.encode(signature);
    let frame = Produced::frame("c0TvcolCyxy000", 1_700_000_002_000, "RSA2", &signature, &data);
    same("frame", frame.as_str(), text(vector, "/text")?)?;
    let ack = Frame::read(text(vector, "/ack")?).map_err(|error| error.to_string())?;
    same("stream", &ack.route.stream_id(), &Some("c0TvcolCyxy000"))?;
    same("status", &ack.status.as_deref(), &Some("SUCCESS"))
}
