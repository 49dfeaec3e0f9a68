//! What an application gateway gets: the check and its reply, byte for byte, and a message:
//! `message_channel.json`.

use alipay_sdk::notify::{CheckReply, Event, Incoming, NotificationVerifier};
use alipay_sdk::{Client, PublicKey};
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
