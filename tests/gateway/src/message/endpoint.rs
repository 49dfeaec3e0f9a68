//! The two addresses of the channel.

use std::sync::Arc;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use http::{Response, StatusCode};
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use serde_json::{Value, json};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::Role;

use super::check::{Checked, check, invalid};
use super::hub::Hub;
use super::link;
use crate::apps::Apps;
use crate::fault::{Fault, Faults};
use crate::header;
use crate::rejection::Rejection;
use crate::request::Received;
use crate::wire::{self, Transmitted};

/// Where applications register, and what rules for faults call it.
pub(crate) const REGISTER: &str = "/websocket/register.do";

/// Where they connect.
pub(crate) const CONNECT: &str = "/websocket";

/// The cookie that a connection has to bring.
const COOKIE: &str = "zone=local";

/// The other side of the message channel.
pub(crate) struct Endpoint {
    pub(crate) hub: Arc<Hub>,
    pub(crate) apps: Arc<Apps>,
    pub(crate) faults: Arc<Faults>,
}

impl Endpoint {
    /// Registers an application.
    pub(crate) async fn register(&self, request: &Received) -> Transmitted {
        let fault = self.faults.next(REGISTER);
        let body = match self.token(request).await {
            Ok((caller, token)) => self.success(&caller, &token, fault.as_ref()),
            Err(rejection) => json!({ "response": described(&rejection) }).to_string(),
        };
        let mut response = Response::new(body.into_bytes());
        header::set(&mut response, "content-type", "application/json;charset=UTF-8");
        header::set(&mut response, "set-cookie", &format!("{COOKIE}; Path=/"));
        if let Some(fault) = &fault {
            fault.spoil(response.body_mut());
        }
        wire::transmit(response, fault.as_ref()).await
    }

    async fn token(&self, request: &Received) -> Result<(Checked, String), Rejection> {
        let checked = check(&self.apps, request).await?;
        let nonce = checked.get("nonce").ok_or_else(|| invalid("missing-nonce"))?;
        let token = self.hub.issue(&checked.app_id, nonce);
        let token = token.ok_or_else(|| invalid("invalid-nonce").expected("a new one"))?;
        Ok((checked, token))
    }

    fn success(&self, caller: &Checked, token: &str, fault: Option<&Fault>) -> String {
        let response = json!({ "code": "10000", "msg": "Success", "link_token": token });
        let text = response.to_string();
        let signed = if fault == Some(&Fault::WrongSignature) { "{}" } else { &text };
        let platform = &self.apps.platform;
        let signature = match caller.sha1 {
            true => platform.sign_sha1(signed.as_bytes()),
            false => platform.sign(signed.as_bytes()),
        };
        let (signature, serial) = signature.unwrap_or_default();
        let sign = match fault {
            Some(Fault::MissingSignature) => String::new(),
            _ => format!(r#","sign":"{signature}""#),
        };
        let serial = match fault {
            Some(Fault::UnknownSerial) => "0".repeat(32),
            _ => serial,
        };
        let serial = match caller.certificate_mode {
            true => format!(r#","alipay_cert_sn":"{serial}""#),
            false => String::new(),
        };
        format!(r#"{{"response":{text}{sign}{serial}}}"#)
    }

    /// Connects an application that was registered.
    pub(crate) async fn connect(&self, request: Received, upgrade: OnUpgrade) -> Transmitted {
        let opened = self.opened(&request).await;
        let response = match opened {
            Ok((app_id, response)) => {
                let (hub, apps) = (self.hub.clone(), self.apps.clone());
                // It ends when the client goes, and when the gateway is dropped.
                tokio::spawn(async move {
                    let Ok(upgraded) = upgrade.await else { return };
                    let io = TokioIo::new(upgraded);
                    let socket = WebSocketStream::from_raw_socket(io, Role::Server, None).await;
                    link::serve(hub, apps, app_id, socket).await;
                });
                response
            }
            Err(rejection) => {
                let mut response = Response::new(described(&rejection).to_string().into_bytes());
                *response.status_mut() = StatusCode::UNAUTHORIZED;
                response
            }
        };
        wire::transmit(response, None).await
    }

    async fn opened(&self, request: &Received) -> Result<(String, Response<Vec<u8>>), Rejection> {
        let checked = check(&self.apps, request).await?;
        let text = |name| header::get(&request.headers, name).unwrap_or_default();
        if !text("cookie").split(';').any(|cookie| cookie.trim() == COOKIE) {
            return Err(invalid("invalid-cookie").expected(COOKIE));
        }
        if !text("upgrade").eq_ignore_ascii_case("websocket")
            || text("sec-websocket-version") != "13"
        {
            return Err(invalid("invalid-upgrade").expected("WebSocket, version 13"));
        }
        let key = text("sec-websocket-key");
        if BASE64_STANDARD.decode(&key).map(|key| key.len()) != Ok(16) {
            return Err(invalid("invalid-upgrade").expected("a key of 16 bytes"));
        }
        if !self.hub.redeem(&checked.app_id, checked.get("link_token").unwrap_or_default()) {
            return Err(invalid("invalid-link-token").expected("one that was not used yet"));
        }
        let accept = format!("{key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
        let accept = digest(&SHA1_FOR_LEGACY_USE_ONLY, accept.as_bytes());
        let mut response = Response::new(Vec::new());
        *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
        header::set(&mut response, "connection", "Upgrade");
        header::set(&mut response, "upgrade", "websocket");
        header::set(&mut response, "sec-websocket-accept", &BASE64_STANDARD.encode(accept));
        Ok((checked.app_id, response))
    }
}

/// A rejection as the channel words it. It is not signed.
fn described(rejection: &Rejection) -> Value {
    json!({
        "code": "40002",
        "msg": "Invalid Arguments",
        "sub_code": format!("isv.{}", rejection.code),
        "sub_msg": rejection.message,
    })
}
