//! Frames as the platform writes and reads them.

use std::collections::BTreeMap;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::delivery::Delivery;
use super::record::MessageFault;
use crate::platform::Platform;

/// The header lines of frames; each has an id of its own.
fn headers(stream_id: &str) -> String {
    format!("from-sys:antmsg\r\nfrom-sys-ip:127.0.0.1\r\nstream-id:{stream_id}\r\n\r\n")
}

/// The frame of a message.
pub(super) fn consume(platform: &Platform, app_id: &str, delivery: &Delivery) -> Option<String> {
    let Delivery { number, id, message, fault } = delivery;
    let app_id = if *fault == Some(MessageFault::OtherApp) { "2021999999999999" } else { app_id };
    let (app_id, method) = (Value::from(app_id), Value::from(message.method.as_str()));
    let data = |content: &str| {
        format!(r#"{{"header":{{"appId":{app_id},"msgApi":{method}}},"content":{content}}}"#)
    };
    let (sent, signed) = match fault {
        Some(MessageFault::WrongSignature) => (data(&message.content), "{}".to_owned()),
        Some(MessageFault::Tampered) => (data(r#"{"tampered":true}"#), data(&message.content)),
        _ => (data(&message.content), data(&message.content)),
    };
    let (signature, _) = platform.sign(signed.as_bytes())?;
    let command = if *fault == Some(MessageFault::UnknownCommand) { "REFRESH" } else { "CONSUME" };
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
    let mut protocol = json!({
        "x-type": "message",
        "x-cmd": command,
        "x-msgId": id,
        "x-timestamp": now.to_string(),
        "x-version": "1.0",
        "x-charset": "UTF-8",
        "x-signType": "RSA2",
        "x-sign": signature,
    });
    if let (Some(MessageFault::MissingSignature), Some(fields)) = (fault, protocol.as_object_mut())
    {
        fields.remove("x-sign");
    }
    let frame =
        format!(r#"{}{{"protocol":{protocol},"data":{sent}}}"#, headers(&format!("s{number:09}")));
    Some(if *fault == Some(MessageFault::TwoInOne) { frame.repeat(2) } else { frame })
}

/// The response to a message of an application: its id, or why it is not taken.
pub(super) fn produce_ack(stream_id: &str, outcome: Result<&str, &str>) -> String {
    let mut protocol = json!({
        "x-type": "message",
        "x-cmd": "PRODUCE_ACK",
        "x-version": "1.0",
        "x-status": if outcome.is_ok() { "SUCCESS" } else { "FAIL" },
    });
    match outcome {
        Ok(id) => protocol["x-msgId"] = id.into(),
        Err(code) => protocol["x-code"] = code.into(),
    }
    format!("stream-id:{stream_id}\r\n\r\n{}", json!({ "protocol": protocol }))
}

/// A frame of an application.
pub(super) struct Received {
    pub(super) headers: BTreeMap<String, String>,
    pub(super) protocol: Value,
    /// The text of `data`, as it came.
    pub(super) data: Option<Box<RawValue>>,
}

impl Received {
    pub(super) fn read(text: &str) -> Option<Self> {
        let (head, json) = text.split_once("\r\n\r\n")?;
        let lines = head.split("\r\n").filter_map(|line| line.split_once(':'));
        let headers = lines.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let mut fields: BTreeMap<String, Box<RawValue>> = serde_json::from_str(json).ok()?;
        let protocol = serde_json::from_str(fields.remove("protocol")?.get()).ok()?;
        Some(Self { headers, protocol, data: fields.remove("data") })
    }

    /// A text of `protocol`; empty when it is not there.
    pub(super) fn text(&self, name: &str) -> &str {
        self.protocol.get(name).and_then(Value::as_str).unwrap_or_default()
    }
}
