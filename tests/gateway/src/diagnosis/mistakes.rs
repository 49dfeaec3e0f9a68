//! Texts that clients sign by mistake instead of the right one.

use std::collections::BTreeSet;

use bytes::Bytes;
use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::rewrite::{ascii, respaced, small_hex};
use super::signed_parts::{Change, Mistake, Part, SignedParts};

/// Longer texts are only tried with one mistake at a time.
pub(super) const LONG: usize = 64 << 10;

/// What else the gateway knows of a request whose signature is wrong.
pub(crate) struct Context {
    pub(crate) host: Option<String>,
    /// The whole body of an upload, of which only a part is signed.
    pub(crate) upload: Option<Bytes>,
    /// The body before encryption.
    pub(crate) plain_body: Option<String>,
}

/// The well-known mistakes that make a difference for this text.
pub(super) fn mistakes(parts: &SignedParts, context: &Context) -> Vec<Mistake> {
    let mut all = Vec::new();
    let texts = [
        (Part::Header, headers(parts.line(Part::Header))),
        (Part::Method, methods(parts.line(Part::Method))),
        (Part::Target, targets(parts.line(Part::Target), context)),
        (Part::Body, bodies(parts.line(Part::Body), context)),
    ];
    for (part, wrong) in texts {
        let mut seen = BTreeSet::from([parts.line(part).to_owned()]);
        for (name, text) in wrong {
            if seen.insert(text.clone()) {
                all.push(Mistake { name, part, change: Change::Line(text) });
            }
        }
    }
    let (name, change) = if parts.lines.contains_key(&Part::Token) {
        ("a text without the line of alipay-app-auth-token", Change::NoLine)
    } else {
        ("an empty line for a token that is not sent", Change::Line(String::new()))
    };
    all.push(Mistake { name, part: Part::Token, change });
    for (name, line_end, last) in [
        ("a text without the last line feed", "\n", ""),
        ("a text with one line feed too many at its end", "\n", "\n\n"),
        ("a text with CR LF at the ends of lines", "\r\n", "\r\n"),
        ("a text with CR LF at the ends of lines and none at the last", "\r\n", ""),
        ("a text without any line feeds", "", ""),
        ("a text whose lines are joined with `&`", "&", ""),
    ] {
        let change = Change::LineEnds(line_end, last);
        all.push(Mistake { name, part: Part::LineEnds, change });
    }
    all
}

type Texts = Vec<(&'static str, String)>;

fn headers(header: &str) -> Texts {
    let mut parameters: Vec<&str> = header.split(',').collect();
    let without = |name: &str| {
        let others = parameters.iter().filter(|parameter| !parameter.starts_with(name));
        others.copied().collect::<Vec<_>>().join(",")
    };
    let mut texts = vec![
        ("a first line without app_cert_sn", without("app_cert_sn=")),
        ("a first line without expired_seconds", without("expired_seconds=")),
        ("a first line with the scheme's name", format!("ALIPAY-SHA256withRSA {header}")),
        ("a first line with a comma at its end", format!("{header},")),
        ("a first line with spaces after the commas", header.replace(',', ", ")),
    ];
    parameters.sort_unstable();
    texts.push(("a first line with its parameters sorted by name", parameters.join(",")));
    let order = ["app_id", "app_cert_sn", "nonce", "timestamp", "expired_seconds"];
    let place = |parameter: &&str| order.iter().position(|name| parameter.starts_with(name));
    parameters.sort_by_key(place);
    texts.push((
        "a first line with its parameters in another order than in the header",
        parameters.join(","),
    ));
    texts
}

fn methods(method: &str) -> Texts {
    vec![
        ("a method in lower case", method.to_lowercase()),
        ("the method POST", "POST".to_owned()),
        ("the method GET", "GET".to_owned()),
    ]
}

fn targets(target: &str, context: &Context) -> Texts {
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut sorted: Vec<&str> = query.split('&').collect();
    sorted.sort_unstable();
    let host = context.host.as_deref().unwrap_or_default();
    vec![
        ("a target with `+` for a space", target.replace("%20", "+")),
        ("a target with `%20` for a space that is sent as `+`", target.replace('+', "%20")),
        ("a target that is not percent-encoded", decoded(target)),
        (
            "a target that is not percent-encoded, with spaces for `+`",
            decoded(&target.replace('+', " ")),
        ),
        (
            "a path that is not percent-encoded",
            format!("{}{}", decoded(path), &target[path.len()..]),
        ),
        ("a query that is not percent-encoded", join(path, &decoded(query))),
        ("percent-encoding in lower case", small_hex(target)),
        ("`~` as `%7E`", target.replace('~', "%7E")),
        ("`~` for `%7E`", target.replace("%7E", "~")),
        ("`*` for `%2A`", target.replace("%2A", "*")),
        ("`*` as `%2A`", target.replace('*', "%2A")),
        (
            "`,` and `:` that are not percent-encoded",
            target.replace("%2C", ",").replace("%3A", ":"),
        ),
        ("a target that is percent-encoded twice", target.replace('%', "%25")),
        ("a target without its query", path.to_owned()),
        ("a query sorted by name", join(path, &sorted.join("&"))),
        ("a target with scheme and host", format!("http://{host}{target}")),
        ("a target with scheme (https) and host", format!("https://{host}{target}")),
        ("a target without its first slash", target.trim_start_matches('/').to_owned()),
        ("a path without `/v3`", target.trim_start_matches("/v3").to_owned()),
    ]
}

fn join(path: &str, query: &str) -> String {
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

fn bodies(body: &str, context: &Context) -> Texts {
    let mut texts = vec![
        ("a text without the body", String::new()),
        ("a body without the white space around it", body.trim().to_owned()),
        ("a body with a line feed at its end", format!("{body}\n")),
        ("a body with CR LF at its end", format!("{body}\r\n")),
        ("a body of `{}`", "{}".to_owned()),
        ("a body of `null`", "null".to_owned()),
        ("a ciphertext between quotation marks", format!("\"{body}\"")),
    ];
    if let Some(upload) = context.upload.as_ref().filter(|upload| upload.len() <= LONG) {
        let upload = String::from_utf8_lossy(upload).into_owned();
        texts.push(("the whole body of the upload instead of its part `data`", upload));
    }
    if let Some(plain) = &context.plain_body {
        texts.push(("the body before encryption", plain.clone()));
    }
    let Ok(json) = serde_json::from_str::<Value>(body) else { return texts };
    let compact = respaced(body, ",", ":");
    texts.extend([
        ("a body that is serialized without white space", compact.clone()),
        ("a body that is serialized with spaces after `,` and `:`", respaced(body, ", ", ": ")),
        ("a body that is serialized with its fields sorted", json.to_string()),
        ("a body that is serialized in several lines", format!("{json:#}")),
        ("a body with `\\/` for `/`", compact.replace('/', "\\/")),
        ("a body with `/` for `\\/`", body.replace("\\/", "/")),
        ("a body with `\\uXXXX` for letters beyond ASCII", ascii(body)),
        ("a body that is serialized without white space, with `\\uXXXX`", ascii(&compact)),
        (
            "a body that is serialized with spaces, with `\\uXXXX`",
            ascii(&respaced(body, ", ", ": ")),
        ),
    ]);
    texts
}
