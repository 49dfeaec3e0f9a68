//! Texts that clients sign by mistake instead of the right one.

use std::collections::BTreeSet;

use alipay_mistakes::{LINE_ENDS, Texts, first_lines, methods, targets};
use bytes::Bytes;

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
    let host = context.host.as_deref().unwrap_or_default();
    let texts = [
        (Part::Header, first_lines(parts.line(Part::Header))),
        (Part::Method, methods(parts.line(Part::Method))),
        (Part::Target, targets(parts.line(Part::Target), host)),
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
        ("a text with an empty token line, although no token is sent", Change::Line(String::new()))
    };
    all.push(Mistake { name, part: Part::Token, change });
    for (name, line_end, last) in LINE_ENDS {
        let change = Change::LineEnds(line_end, last);
        all.push(Mistake { name, part: Part::LineEnds, change });
    }
    all
}

fn bodies(body: &str, context: &Context) -> Texts {
    let mut texts = alipay_mistakes::bodies(body);
    if let Some(upload) = context.upload.as_ref().filter(|upload| upload.len() <= LONG) {
        let upload = String::from_utf8_lossy(upload).into_owned();
        texts.push(("the whole body of the upload instead of its part `data`", upload));
    }
    if let Some(plain) = &context.plain_body {
        texts.push(("the body before encryption", plain.clone()));
    }
    texts
}
