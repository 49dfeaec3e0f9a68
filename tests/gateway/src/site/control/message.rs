//! The message channel over HTTP.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::{get, post};
use bytes::Bytes;
use serde_json::{Value, json};

use super::input::{Mistake, check_names, optional_number, read, required_text};
use super::report;
use super::response::{Handled, done, ok};
use crate::apps::Apps;
use crate::message::{Hub, MessageFault, NewMessage};
use crate::parts::Parts;

type Channel = State<(Arc<Hub>, Arc<Apps>)>;

/// The routes of the channel.
pub(super) fn router(parts: &Parts) -> Router {
    let state = (parts.hub.clone(), parts.apps.clone());
    Router::new()
        .route("/message", post(send))
        .route("/messages", get(messages))
        .route("/produced_messages", get(produced))
        .route("/disconnect_messages", post(disconnect))
        .route("/expire_message_tokens", post(expire))
        .with_state(state)
}

async fn send(State((hub, apps)): Channel, body: Bytes) -> Handled {
    let request = read(&body)?;
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
    Ok(ok(&json!({ "id": hub.send(apps.own_id(), message) })))
}

fn fault(name: &str) -> Result<MessageFault, Mistake> {
    let found = MessageFault::NAMES.iter().find(|(known, _)| *known == name);
    found.map(|(_, fault)| *fault).ok_or_else(|| {
        Mistake(format!(
            "`{name}` is not a fault of messages: pass one such as `lost_acknowledgement`"
        ))
    })
}

async fn messages(State((hub, _)): Channel) -> Response {
    ok(&hub.records().iter().map(report::message).collect())
}

async fn produced(State((hub, _)): Channel) -> Response {
    let messages = hub.produced().into_iter().map(|message| {
        let content: Value = serde_json::from_str(&message.content).unwrap_or_default();
        json!({ "app_id": message.app_id, "method": message.method, "content": content })
    });
    ok(&messages.collect())
}

async fn disconnect(State((hub, _)): Channel) -> Response {
    hub.disconnect();
    done()
}

async fn expire(State((hub, _)): Channel, body: Bytes) -> Handled {
    let request = read(&body)?;
    check_names(&request, &["connections"])?;
    let connections = optional_number(&request, "connections")?.unwrap_or(1);
    hub.expire_tokens(u32::try_from(connections).unwrap_or(u32::MAX));
    Ok(done())
}
