//! The message channel over HTTP.

use serde_json::{Value, json};

use super::input::{Mistake, check_names, optional_number, read, required_text};
use super::report;
use super::response::{Handled, done};
use crate::message::{MessageFault, NewMessage};
use crate::site::route::Input;

pub(super) fn send(input: &Input<'_>) -> Handled {
    let apps = &input.parts.apps;
    let request = read(input.body)?;
    check_names(&request, &["method", "content", "app_id", "fault"])?;
    let content = request.get("content").filter(|content| content.is_object());
    let content =
        content.ok_or_else(|| Mistake("`content` is missing: pass an object".to_owned()))?;
    let mut message = NewMessage::new(required_text(&request, "method")?, content.to_string());
    if request.contains_key("app_id") {
        let app_id = required_text(&request, "app_id")?;
        let is_known = apps.get(app_id).is_some();
        message = is_known
            .then(|| message.app_id(app_id))
            .ok_or_else(|| Mistake(format!("`{app_id}` is not an application of this gateway")))?;
    }
    if request.contains_key("fault") {
        message = message.fault(fault(required_text(&request, "fault")?)?);
    }
    Ok(json!({ "id": input.parts.hub.send(apps.own_id(), message) }))
}

fn fault(name: &str) -> Result<MessageFault, Mistake> {
    let found = MessageFault::NAMES.iter().find(|(known, _)| *known == name);
    found.map(|(_, fault)| *fault).ok_or_else(|| {
        Mistake(format!(
            "`{name}` is not a fault of messages: pass one such as `lost_acknowledgement`"
        ))
    })
}

pub(super) fn messages(input: &Input<'_>) -> Handled {
    Ok(input.parts.hub.records().iter().map(report::message).collect())
}

pub(super) fn produced(input: &Input<'_>) -> Handled {
    let messages = input.parts.hub.produced().into_iter().map(|message| {
        let content: Value = serde_json::from_str(&message.content).unwrap_or_default();
        json!({ "app_id": message.app_id, "method": message.method, "content": content })
    });
    Ok(messages.collect())
}

pub(super) fn disconnect(input: &Input<'_>) -> Handled {
    input.parts.hub.disconnect();
    Ok(done())
}

pub(super) fn expire(input: &Input<'_>) -> Handled {
    let request = read(input.body)?;
    check_names(&request, &["connections"])?;
    let connections = optional_number(&request, "connections")?.unwrap_or(1);
    input.parts.hub.expire_tokens(u32::try_from(connections).unwrap_or(u32::MAX));
    Ok(done())
}
