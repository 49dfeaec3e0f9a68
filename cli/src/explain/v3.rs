//! What requests and responses of v3 sign.

use std::borrow::Cow;

use alipay_sdk::SignType;
use anyhow::Result;
use percent_encoding::percent_decode_str;

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
    let pieces = vec![header(auth_string), of_method(method), of_target(target, message), content];
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

fn header(auth_string: &str) -> Piece {
    let mut fields: Vec<&str> = auth_string.split(',').collect();
    let without = |name: &str| {
        let others = fields.iter().filter(|field| !field.starts_with(name));
        others.copied().collect::<Vec<_>>().join(",")
    };
    let piece = Piece::new(auth_string)
        .or("a first line without app_cert_sn", without("app_cert_sn="))
        .or("a first line without expired_seconds", without("expired_seconds="))
        .or("a first line with the scheme's name", format!("{SCHEME} {auth_string}"))
        .or("a first line with a comma at its end", format!("{auth_string},"))
        .or("a first line with spaces after the commas", auth_string.replace(',', ", "));
    fields.sort_unstable();
    piece.or("a first line with its fields sorted by name", fields.join(","))
}

fn of_method(method: &str) -> Piece {
    Piece::new(method)
        .or("a method in lower case", method.to_lowercase())
        .or("the method POST", "POST")
        .or("the method GET", "GET")
}

fn of_target(target: &str, message: &Message) -> Piece {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let joined = |query: &str| match query {
        "" => path.to_owned(),
        query => format!("{path}?{query}"),
    };
    let mut sorted: Vec<&str> = query.split('&').collect();
    sorted.sort_unstable();
    let host = message.header("host").unwrap_or_default();
    Piece::new(target)
        .or("a target with `+` for a space", target.replace("%20", "+"))
        .or("a target with `%20` for a space that is sent as `+`", target.replace('+', "%20"))
        .or("a target that is not percent-encoded", decoded(target))
        .or("a query that is not percent-encoded", joined(&decoded(query)))
        .or("percent-encoding in lower case", small_hex(target))
        .or("`~` as `%7E`", target.replace('~', "%7E"))
        .or("`*` as `%2A`", target.replace('*', "%2A"))
        .or(
            "`,` and `:` that are not percent-encoded",
            target.replace("%2C", ",").replace("%3A", ":"),
        )
        .or("a target that is percent-encoded twice", target.replace('%', "%25"))
        .or("a target without its query", path)
        .or("a query sorted by name", joined(&sorted.join("&")))
        .or("a target with scheme and host", format!("https://{host}{target}"))
        .or("a target with scheme (http) and host", format!("http://{host}{target}"))
        .or("a target without its first slash", target.trim_start_matches('/'))
        .or("a path without `/v3`", target.trim_start_matches("/v3"))
}

fn of_token(token: Option<&str>) -> Piece {
    let (name, wrong) = match token {
        Some(_) => ("a text without the line of alipay-app-auth-token", None),
        None => ("an empty line for a token that is not sent", Some(Vec::new())),
    };
    let text = token.map(|token| token.as_bytes().to_vec());
    Piece { text, wrong: vec![Wrong { name, text: wrong }] }
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// The hex digits of percent-encoding in small letters.
fn small_hex(target: &str) -> String {
    let mut pieces = target.split('%').map(Cow::Borrowed);
    let first = pieces.next().unwrap_or_default().into_owned();
    pieces.fold(first, |text, piece| match piece.split_at_checked(2) {
        Some((digits, rest)) => format!("{text}%{}{rest}", digits.to_ascii_lowercase()),
        None => format!("{text}%{piece}"),
    })
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
    fn targets_are_written_in_other_ways() {
        assert_eq!(small_hex("/A?B=%E4%B8%ADC%"), "/A?B=%e4%b8%adC%");
        assert_eq!(decoded("/v3/a?b=%E4%B8%AD+c&d=%20%3D"), "/v3/a?b=中+c&d= =");
    }

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
