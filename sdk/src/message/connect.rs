//! The request that becomes a connection of WebSocket. HTTP library, TLS, the check of the host
//! name and the proxy are those of the built-in transport.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::{
    CONNECTION, CONTENT_TYPE, COOKIE, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY,
    SEC_WEBSOCKET_VERSION, UPGRADE, USER_AGENT,
};
use http::{HeaderMap, StatusCode};
use reqwest::Upgraded;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};

use super::error::{Failure, Lost};
use super::line::{self, Line};
use super::register::{Ticket, register};
use crate::transport::reqwest::failed;
use alipay_sdk_core::{crypto::sha1, transport::within, wire::VERSION};

/// A connection.
pub(super) type Socket = WebSocketStream<Upgraded>;

/// What RFC 6455 appends to the key of a request.
const SUFFIX: &str = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/// Registers, then connects: every attempt needs a token of its own.
pub(super) async fn open(line: &Line) -> Result<Socket, Failure> {
    let ticket = register(line).await?;
    Ok(connect(line, ticket).await?)
}

async fn connect(line: &Line, ticket: Ticket) -> Result<Socket, Lost> {
    let Ticket { token, cookie } = ticket;
    let address = line.address("/websocket", ("link_token", token)).await?;
    let key = key(&line.nonce());
    let mut request = line
        .http
        .get(address)
        .header(USER_AGENT, VERSION)
        .header(CONTENT_TYPE, line::CONTENT_TYPE)
        .header(CONNECTION, "Upgrade")
        .header(UPGRADE, "websocket")
        .header(SEC_WEBSOCKET_VERSION, "13")
        .header(SEC_WEBSOCKET_KEY, &key);
    if let Some(cookie) = cookie {
        request = request.header(COOKIE, cookie);
    }
    let upgraded = async {
        let response = request.send().await.map_err(failed)?;
        if response.status() != StatusCode::SWITCHING_PROTOCOLS {
            return Err(Lost::NotOpened(response.status()));
        }
        check(response.headers(), &key).map_err(Lost::NotWebSocket)?;
        Ok(response.upgrade().await.map_err(failed)?)
    };
    let upgraded = within(line.settings.time_limit, upgraded).await.ok_or(Lost::Late)??;
    let largest = Some(line.settings.max_message_size);
    let config = WebSocketConfig::default().max_message_size(largest).max_frame_size(largest);
    Ok(WebSocketStream::from_raw_socket(upgraded, Role::Client, Some(config)).await)
}

/// 16 bytes of a unique text, in Base64.
fn key(nonce: &str) -> String {
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(nonce.bytes()).for_each(|(to, byte)| *to = byte);
    STANDARD.encode(bytes)
}

/// Whether the other side understood that this is WebSocket, and offers nothing that was not asked
/// for.
fn check(headers: &HeaderMap, key: &str) -> Result<(), &'static str> {
    let text = |name| headers.get(name).and_then(|value: &http::HeaderValue| value.to_str().ok());
    if !text(UPGRADE).is_some_and(|upgrade| upgrade.eq_ignore_ascii_case("websocket")) {
        return Err("it has no header `Upgrade: websocket`");
    }
    if text(SEC_WEBSOCKET_ACCEPT) != Some(accept(key).as_str()) {
        return Err("its header `Sec-WebSocket-Accept` does not belong to this request");
    }
    let extras = ["sec-websocket-extensions", "sec-websocket-protocol"];
    if extras.iter().any(|name| headers.contains_key(*name)) {
        return Err("it names extensions or a protocol that the client did not request");
    }
    Ok(())
}

/// The response to a key.
fn accept(key: &str) -> String {
    STANDARD.encode(sha1(format!("{key}{SUFFIX}").as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of RFC 6455.
    #[test]
    fn a_key_has_the_response_of_the_standard() {
        assert_eq!(accept("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    #[test]
    fn keys_are_of_sixteen_bytes_whatever_the_nonce_is() {
        for nonce in ["", "a", "0123456789abcdef0123456789abcdef"] {
            assert_eq!(STANDARD.decode(key(nonce)).map(|bytes| bytes.len()), Ok(16), "{nonce}");
        }
        assert_ne!(key("a"), key("b"));
    }
}
