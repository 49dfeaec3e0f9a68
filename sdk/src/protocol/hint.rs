//! What a response is that is none, and what to do about it.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, header};

use super::reader::Reader;
use crate::operation_info::CarriedByOthers;
use alipay_sdk_core::{redact, wire::Received};

/// The codes that complain about the time of a request, of v3, the v2 gateway and TOP.
const TIME: &[&str] = &[
    "illegal-timestamp",
    "invalid-timestamp",
    "isv.illegal-timestamp",
    "isv.invalid-timestamp",
    "31",
];

const BROWSER: &str = "a browser carries this operation: use `page_execute` in place of `.await`, and give the page to the browser";
const APP: &str = "an app carries this operation: use `sdk_execute` in place of `.await`, and give the text to the app";
const EITHER: &str = "a browser or an app carries this operation: use `page_execute` or `sdk_execute` in place of `.await`, and give the page or the text to it";

/// What to do about a rejection, where the response tells more than its code.
pub(super) fn of_rejection(
    reader: &Reader<'_>,
    code: Option<&str>,
    received: &Received,
) -> Option<String> {
    match code {
        Some(code) => clock(code, &received.headers, reader.now),
        None => page(reader, received),
    }
}

/// What to do about a page for people in the place of a response.
pub(super) fn page(reader: &Reader<'_>, received: &Received) -> Option<String> {
    let is_page = is_html(&received.body);
    match carrier(reader) {
        Some(carrier) if is_page || received.status.is_redirection() => Some(carrier.to_owned()),
        _ => is_page.then(|| html(&received.headers)),
    }
}

/// Who carries the operation, if the client does not.
pub(super) fn carrier(reader: &Reader<'_>) -> Option<&'static str> {
    let operation = &*reader.call.operation;
    let by = |ids: &[&str]| ids.contains(&operation);
    match (by(CarriedByOthers::BROWSER), by(CarriedByOthers::APP)) {
        (true, true) => Some(EITHER),
        (true, false) => Some(BROWSER),
        (false, true) => Some(APP),
        (false, false) => None,
    }
}

/// Whether a body is a page for people.
pub(super) fn is_html(body: &[u8]) -> bool {
    const BEGINNING: usize = 512;
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii_start();
    let beginning = body.get(..BEGINNING).unwrap_or(body).to_ascii_lowercase();
    let has = |tag: &[u8]| beginning.windows(tag.len()).any(|found| found == tag);
    beginning.starts_with(b"<")
        && [&b"<!doctype html"[..], b"<html", b"<head", b"<body"].into_iter().any(has)
}

/// Whose page it may be.
pub(super) fn html(headers: &HeaderMap) -> String {
    let name = [header::SERVER, header::VIA].into_iter().find_map(|name| headers.get(name));
    let name = name.map(|name| redact::line(&String::from_utf8_lossy(name.as_bytes())));
    let from = name.map(|name| format!(" of `{name}`")).unwrap_or_default();
    format!(
        "it is an HTML page{from}, not the platform's: a proxy, a firewall or a login page responded; let this \
         machine reach the platform, or set the right `proxy`"
    )
}

/// How far the clock is off, when the platform complains about the time of a request.
pub(super) fn clock(code: &str, headers: &HeaderMap, now: SystemTime) -> Option<String> {
    const CLOSE: Duration = Duration::from_secs(60);
    let date = headers.get(header::DATE).filter(|_| TIME.contains(&code))?;
    let date = httpdate::parse_http_date(date.to_str().ok()?).ok()?;
    let (off, direction) = match now.duration_since(date) {
        Ok(ahead) => (ahead, "ahead of"),
        Err(behind) => (behind.duration(), "behind"),
    };
    if off < CLOSE {
        return Some(
            "this machine's clock agrees with the response's `Date`: the request was signed too long before it \
             was sent; sign it just before you send it"
                .to_owned(),
        );
    }
    Some(format!(
        "this machine's clock is {} {direction} the response's `Date`: set it",
        shown(off)
    ))
}

/// A time in its two largest units.
fn shown(time: Duration) -> String {
    let seconds = time.as_secs();
    let units = [(seconds / 86_400, "d"), (seconds / 3_600 % 24, "h"), (seconds / 60 % 60, "min")];
    let units = units.into_iter().chain([(seconds % 60, "s")]);
    let shown = units.skip_while(|(number, _)| *number == 0).take(2);
    let shown: Vec<_> = shown.map(|(number, unit)| format!("{number} {unit}")).collect();
    shown.join(" ")
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use http::HeaderValue;

    use super::*;

    #[test]
    fn a_clock_that_is_off_is_told_by_how_much() {
        let date = UNIX_EPOCH + Duration::from_secs(1_781_590_001);
        let mut headers = HeaderMap::new();
        let value = httpdate::fmt_http_date(date);
        headers.insert(header::DATE, HeaderValue::from_str(&value).expect("a date"));
        let told = |now| clock("illegal-timestamp", &headers, now).expect("it is told");
        assert!(told(date + Duration::from_secs(725)).contains("12 min 5 s ahead of"));
        assert!(told(date - Duration::from_secs(90_000)).contains("1 d 1 h behind"));
        assert!(told(date + Duration::from_secs(3)).contains("agrees"));
        assert_eq!(clock("invalid-signature", &headers, date), None);
        assert_eq!(clock("illegal-timestamp", &HeaderMap::new(), date), None);
    }

    #[test]
    fn pages_are_told_from_other_texts() {
        for page in
            ["<html>", " \n<!DOCTYPE html><p>", "\u{feff}<HTML lang='en'>", "<!-- x --><body>"]
        {
            assert!(is_html(page.as_bytes()), "{page}");
        }
        for other in
            ["", "<a_response/>", "<?xml version=\"1.0\"?><r/>", "{\"a\":\"<html>\"}", "html"]
        {
            assert!(!is_html(other.as_bytes()), "{other}");
        }
    }
}
