//! Registration: a signed request that gives the token for one connection.

use http::header::{CONTENT_TYPE, SET_COOKIE, USER_AGENT};
use http::{HeaderMap, HeaderValue};

use super::error::{ChannelError, Failure, Lost};
use super::line::{self, Line};
use crate::transport::reqwest::failed;
use alipay_sdk_core::{
    protocol::message::Registration,
    transport::within,
    trust::{SignatureProblem, decode_signature},
    wire::VERSION,
};

/// The largest response that is read, in bytes. Real ones have some hundred.
const LARGEST: usize = 64 << 10;

/// What a connection is opened with.
pub(super) struct Ticket {
    pub(super) token: String,
    /// The cookie that leads to the part of the platform where the application is registered.
    pub(super) cookie: Option<HeaderValue>,
}

/// Registers the application. A token is good for one connection.
pub(super) async fn register(line: &Line) -> Result<Ticket, Failure> {
    let address = line.address("/websocket/register.do", ("nonce", line.nonce())).await?;
    let request =
        line.http.get(address).header(USER_AGENT, VERSION).header(CONTENT_TYPE, line::CONTENT_TYPE);
    let answered = async {
        let mut response = request.send().await.map_err(failed)?;
        let mut body = Vec::new();
        while let Some(piece) = response.chunk().await.map_err(failed)? {
            if body.len() + piece.len() > LARGEST {
                return Err(Lost::TooLarge(LARGEST));
            }
            body.extend_from_slice(&piece);
        }
        Ok((response, body))
    };
    let (response, body) = within(line.settings.time_limit, answered).await.ok_or(Lost::Late)??;
    let text = std::str::from_utf8(&body).ok().and_then(Registration::read);
    let registration = text.ok_or_else(|| Lost::Unreadable(response.status()))?;
    let token = accept(line, registration)?;
    Ok(Ticket { token, cookie: zone(response.headers()) })
}

/// The token, when the platform signed that it gives one.
fn accept(line: &Line, registration: Registration<'_>) -> Result<String, Failure> {
    let signed = check(line, &registration);
    if registration.is_success() {
        signed.map_err(Lost::Signature)?;
        return Ok(registration.link_token.ok_or(Lost::NoToken)?);
    }
    let (signed, is_final) = (signed.is_ok(), registration.is_final());
    let code = registration.sub_code.or(registration.code).unwrap_or_default();
    let message = registration.message.unwrap_or_default();
    Err(if is_final {
        Failure::Final(ChannelError::Rejected { code, message, signed })
    } else {
        Failure::Passing(Lost::Rejected { code, message, signed })
    })
}

/// No certificate is fetched here: it has to be known.
fn check(line: &Line, registration: &Registration<'_>) -> Result<(), SignatureProblem> {
    let signature = registration.signature.as_deref().ok_or(SignatureProblem::Missing)?;
    let signature = decode_signature(signature.as_bytes())?;
    let serial = registration.serial.as_deref().map(str::as_bytes);
    let (sign_type, text) = (line.settings.sign_type, registration.signed.as_bytes());
    line.verifier().verify(sign_type, text, &signature, serial)
}

/// The cookie `zone`, as it is sent back.
fn zone(headers: &HeaderMap) -> Option<HeaderValue> {
    let cookies = headers.get_all(SET_COOKIE).iter().filter_map(|cookie| cookie.to_str().ok());
    let zone = cookies
        .filter_map(|cookie| cookie.split(';').next()?.trim().strip_prefix("zone="))
        .find(|zone| !zone.is_empty())?;
    let mut cookie = HeaderValue::from_str(&format!("zone={zone};")).ok()?;
    cookie.set_sensitive(true);
    Some(cookie)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_zone_is_sent_back_without_its_attributes() {
        let zone = |cookie: &'static str| {
            let headers = HeaderMap::from_iter([(SET_COOKIE, HeaderValue::from_static(cookie))]);
            super::zone(&headers).and_then(|zone| Some(zone.to_str().ok()?.to_owned()))
        };
        assert_eq!(zone("zone=gz00a; Path=/").as_deref(), Some("zone=gz00a;"));
        assert_eq!(zone("zone=gz00a").as_deref(), Some("zone=gz00a;"));
        assert_eq!(zone("session=1; zone=a"), None);
        assert_eq!(zone("zone=; Path=/"), None);
    }
}
