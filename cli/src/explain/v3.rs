//! What requests and responses of v3 sign.

use alipay_sdk::SignType;
use anyhow::Result;

use super::body::body;
use super::claim::{Claim, Side};
use super::signed::{Piece, Signed, Wrong};
use crate::captured::Message;
use crate::output::usage;

const SCHEME: &str = "ALIPAY-SHA256withRSA";

/// A request: who signs, method, target, body, and the token of a merchant.
pub(crate) fn request(message: &Message, method: &str, target: &str) -> Result<Claim> {
    let authorization = message.header("authorization").unwrap_or_default();
    let Some(parameters) = authorization.strip_prefix(SCHEME) else {
        return Err(usage(format!("the request has no header Authorization of {SCHEME}")));
    };
    let parameters = parameters.trim();
    let (auth_string, signature) = match parameters.rsplit_once(",sign=") {
        Some((before, signature)) => (before, Some(signature.to_owned())),
        None => (parameters, None),
    };
    let token = message.header("alipay-app-auth-token").map(str::to_owned);
    let part = data_part(message)?;
    let mut content = body(part.as_deref().unwrap_or(&message.body));
    if part.is_some() {
        content =
            content.or("the whole body of the upload instead of its part `data`", &*message.body);
    }
    let host = message.header("host").unwrap_or_default();
    let header = Piece::new(auth_string).or_any(alipay_mistakes::first_lines(auth_string));
    let target = Piece::new(target).or_any(alipay_mistakes::targets(target, host));
    let method = Piece::new(method).or_any(alipay_mistakes::methods(method));
    let pieces = vec![header, method, target, content];
    let signed = Signed::lines(pieces.into_iter().chain([of_token(token.as_deref())]).collect());
    Ok(Claim {
        kind: "v3 request",
        side: Side::Application,
        signed,
        signature,
        sign_type: SignType::Rsa2,
        serial: None,
        secrets: token.into_iter().collect(),
    })
}

/// A response: when, a nonce, and the body.
pub(crate) fn response(message: &Message) -> Claim {
    let header = |name: &str| message.header(name).filter(|text| !matches!(*text, "" | "null"));
    let line = |name: &str| Piece::new(header(name).unwrap_or_default());
    let pieces = vec![line("alipay-timestamp"), line("alipay-nonce"), body(&message.body)];
    Claim {
        kind: "v3 response",
        side: Side::Alipay,
        signed: Signed::lines(pieces),
        signature: header("alipay-signature").map(str::to_owned),
        sign_type: SignType::Rsa2,
        serial: header("alipay-sn").map(str::to_owned),
        secrets: Vec::new(),
    }
}

fn of_token(token: Option<&str>) -> Piece {
    let (name, wrong) = match token {
        Some(_) => ("a text without the line of alipay-app-auth-token", None),
        None => ("a text with an empty token line, although no token is sent", Some(Vec::new())),
    };
    let text = token.map(|token| token.as_bytes().to_vec());
    Piece { text, wrong: vec![Wrong { name, text: wrong }] }
}

/// The part of an upload that is signed; nothing when this is none.
fn data_part(message: &Message) -> Result<Option<Vec<u8>>> {
    let kind = message.header("content-type").unwrap_or_default();
    let Some((_, boundary)) =
        kind.split_once("boundary=").filter(|_| kind.starts_with("multipart/"))
    else {
        return Ok(None);
    };
    let text = String::from_utf8_lossy(&message.body);
    let boundary = format!("--{}", boundary.trim_matches('"'));
    let mut data = text.split(&*boundary).filter_map(|part| {
        let (head, content) = part.split_once("\r\n\r\n").or(part.split_once("\n\n"))?;
        let content = content.strip_suffix("\r\n").or(content.strip_suffix('\n'));
        head.contains("name=\"data\"").then(|| content.unwrap_or_default().as_bytes().to_vec())
    });
    Ok(Some(data.next().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_an_upload_the_part_data_is_signed() {
        let upload = "POST /v3/a HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=x\r\n\
            Authorization: ALIPAY-SHA256withRSA app_id=1,sign=AA==\r\n\r\n\
            --x\r\nContent-Disposition: form-data; name=\"data\"\r\n\r\n{\"a\":1}\r\n\
            --x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nbytes\r\n--x--\r\n";
        let message = Message::read(upload.as_bytes()).expect("a message");
        let claim = request(&message, "POST", "/v3/a").expect("a claim");
        assert_eq!(claim.signed.text(), b"app_id=1\nPOST\n/v3/a\n{\"a\":1}\n");
    }
}
