//! What requests and responses of the v2 gateway sign.

use std::collections::BTreeMap;

use alipay_mistakes::respaced;
use alipay_sdk::SignType;
use alipay_sdk_core::protocol::Parameters;
use alipay_sdk_core::protocol::v2::{request_text, response_texts};
use anyhow::Result;
use serde_json::value::RawValue;
use url::form_urlencoded;

use super::body::body;
use super::claim::{Claim, Side};
use super::signed::{Piece, Signed};
use crate::captured::Message;
use crate::fields::is_secret;
use crate::output::usage;

/// A request: its parameters, wherever they stand.
pub(crate) fn request(message: &Message, target: &str) -> Result<Claim> {
    let query = target.split_once('?').map_or("", |(_, query)| query);
    let sent: Vec<(String, String)> = [query.as_bytes(), message.body.trim_ascii()]
        .into_iter()
        .flat_map(|form| form_urlencoded::parse(form).into_owned())
        .collect();
    let all: Parameters = sent.iter().cloned().collect();
    if !all.contains_key("method") {
        return Err(usage("the request has neither a header Authorization nor a parameter method"));
    }
    let filled: Parameters =
        all.clone().into_iter().filter(|(_, value)| !value.is_empty()).collect();
    let tokens = filled.iter().filter(|(name, _)| *name != "sign" && is_secret(name));
    Ok(Claim {
        kind: "v2 request",
        side: Side::Application,
        signature: filled.get("sign").cloned(),
        sign_type: sign_type(filled.get("sign_type").map(String::as_str)),
        serial: None,
        secrets: tokens.map(|(_, value)| value.clone()).collect(),
        signed: Signed::whole(parameters(&filled, &all, &sent)),
    })
}

fn parameters(filled: &Parameters, all: &Parameters, sent: &[(String, String)]) -> Piece {
    let with = |change: fn(&str) -> String| {
        let changed = filled.iter().map(|(name, value)| (name.clone(), change(value)));
        request_text(&changed.collect())
    };
    let without = |name: &str| {
        let mut rest = filled.clone();
        rest.remove(name);
        request_text(&rest)
    };
    let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let in_order = sent.iter().filter(|(name, value)| name != "sign" && !value.is_empty());
    let in_order: Vec<_> = in_order.map(|(name, value)| format!("{name}={value}")).collect();
    Piece::new(request_text(filled))
        .or("a text with its values percent-encoded", with(encoded))
        .or("a text with empty parameters", request_text(all))
        .or("a text without sign_type", without("sign_type"))
        .or("a text without biz_content", without("biz_content"))
        .or("a text without charset", without("charset"))
        .or("a text without app_auth_token", without("app_auth_token"))
        .or("a text without notify_url", without("notify_url"))
        .or("a text whose parameters are not sorted", in_order.join("&"))
        .or("a text with blanks for `+`", with(|text| text.replace('+', " ")))
        .or("a text with `+` for blanks", with(|text| text.replace(' ', "+")))
        .or("JSON that is serialized without white space", with(|text| spaced(text, ",", ":")))
        .or("JSON that is serialized with spaces", with(|text| spaced(text, ", ", ": ")))
        .or("a text with `\\/` for `/`", with(|text| text.replace('/', "\\/")))
}

fn spaced(text: &str, comma: &str, colon: &str) -> String {
    match text.starts_with(['{', '[']) {
        true => respaced(text, comma, colon),
        false => text.to_owned(),
    }
}

/// A response: the value of its field as it stands in the JSON.
pub(crate) fn response(message: &Message) -> Option<Claim> {
    let text = String::from_utf8_lossy(&message.body);
    let fields: BTreeMap<String, Box<RawValue>> = serde_json::from_str(&text).ok()?;
    let mut values = fields.iter().filter(|(name, _)| name.ends_with("_response"));
    let value = values.next()?.1.get();
    let own = |name: &str| {
        fields.get(name).and_then(|value| serde_json::from_str::<String>(value.get()).ok())
    };
    let mut right = response_texts(value.as_bytes());
    let usual = right.next().unwrap_or_default();
    let mut piece = body(&usual).or("the whole response instead of its field", &*text);
    // Some systems of the platform sign before they escape slashes, and that counts.
    piece.wrong.retain(|wrong| !wrong.name.contains("`/` for `\\/`"));
    Some(Claim {
        kind: "v2 response",
        side: Side::Alipay,
        signature: own("sign"),
        sign_type: sign_type(own("sign_type").as_deref()),
        serial: own("alipay_cert_sn"),
        secrets: Vec::new(),
        signed: Signed { alternative: right.next().map(Into::into), ..Signed::whole(piece) },
    })
}

fn sign_type(text: Option<&str>) -> SignType {
    if text == Some("RSA") { SignType::Rsa } else { SignType::Rsa2 }
}
