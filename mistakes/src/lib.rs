//! The texts that clients sign by mistake in the place of the right one.
//!
//! Each has its name, as the end of "the signature would be right for …". Where a mistake makes no
//! difference, its text is the right one. Of two mistakes that make the same text the first is the
//! plainer one.

mod json;

pub use json::respaced;

use percent_encoding::percent_decode_str;
use serde_json::Value;

use json::ascii;

/// Wrong texts, each behind its name.
pub type Texts = Vec<(&'static str, String)>;

/// Other ends of the lines of v3 than `\n`: a name, the text between two lines, the text at the
/// end.
pub const LINE_ENDS: [(&str, &str, &str); 6] = [
    ("a text without the last line feed", "\n", ""),
    ("a text with one line feed too many at its end", "\n", "\n\n"),
    ("a text with CR LF at the ends of lines", "\r\n", "\r\n"),
    ("a text with CR LF at the ends of lines and none at the last", "\r\n", ""),
    ("a text without any line feeds", "", ""),
    ("a text whose lines are joined with `&`", "&", ""),
];

/// Of the first line of a request of v3: the fields of its header, without the signature.
pub fn first_lines(header: &str) -> Texts {
    let mut fields: Vec<&str> = header.split(',').collect();
    let without = |name: &str| {
        let others = fields.iter().filter(|field| !field.starts_with(name));
        others.copied().collect::<Vec<_>>().join(",")
    };
    let mut texts = vec![
        ("a first line without app_cert_sn", without("app_cert_sn=")),
        ("a first line without expired_seconds", without("expired_seconds=")),
        ("a first line with the scheme's name", format!("ALIPAY-SHA256withRSA {header}")),
        ("a first line with a comma at its end", format!("{header},")),
        ("a first line with spaces after the commas", header.replace(',', ", ")),
    ];
    fields.sort_unstable();
    texts.push(("a first line with its fields sorted by name", fields.join(",")));
    let order = ["app_id", "app_cert_sn", "nonce", "timestamp", "expired_seconds"];
    let place = |field: &&str| order.iter().position(|name| field.starts_with(name));
    fields.sort_by_key(place);
    texts.push((
        "a first line with its fields in another order than in the header",
        fields.join(","),
    ));
    texts
}

/// Of an HTTP method.
pub fn methods(method: &str) -> Texts {
    vec![
        ("a method in lower case", method.to_lowercase()),
        ("the method POST", "POST".to_owned()),
        ("the method GET", "GET".to_owned()),
    ]
}

/// Of path and query, at this host.
pub fn targets(target: &str, host: &str) -> Texts {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let with_query = |query: &str| match query {
        "" => path.to_owned(),
        query => format!("{path}?{query}"),
    };
    let mut sorted: Vec<&str> = query.split('&').collect();
    sorted.sort_unstable();
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
            format!("{}{}", decoded(path), target.strip_prefix(path).unwrap_or_default()),
        ),
        ("a query that is not percent-encoded", with_query(&decoded(query))),
        ("percent-encoding in lower case", small_hex(target)),
        ("a target with `%7E` in place of `~`", target.replace('~', "%7E")),
        ("a target with `~` in place of `%7E`", target.replace("%7E", "~")),
        ("a target with `*` in place of `%2A`", target.replace("%2A", "*")),
        ("a target with `%2A` in place of `*`", target.replace('*', "%2A")),
        (
            "`,` and `:` that are not percent-encoded",
            target.replace("%2C", ",").replace("%3A", ":"),
        ),
        ("a target that is percent-encoded twice", target.replace('%', "%25")),
        ("a target without its query", path.to_owned()),
        ("a query sorted by name", with_query(&sorted.join("&"))),
        ("a target with scheme (https) and host", format!("https://{host}{target}")),
        ("a target with scheme (http) and host", format!("http://{host}{target}")),
        ("a target without its first slash", target.trim_start_matches('/').to_owned()),
        ("a path without `/v3`", target.trim_start_matches("/v3").to_owned()),
    ]
}

/// Of a body: what other libraries and programs make of it.
pub fn bodies(body: &str) -> Texts {
    let mut texts = vec![
        ("a text without the body", String::new()),
        ("a body without the white space around it", body.trim().to_owned()),
        ("a body without the line feed at its end", body.trim_end_matches(['\r', '\n']).to_owned()),
        ("a body with a line feed at its end", format!("{body}\n")),
        ("a body with CR LF at its end", format!("{body}\r\n")),
        ("a body with CR LF for its line feeds", body.replace('\n', "\r\n")),
        ("a body with line feeds for CR LF", body.replace("\r\n", "\n")),
        ("a body of `{}`", "{}".to_owned()),
        ("a body of `null`", "null".to_owned()),
        ("a ciphertext without its quotation marks", body.trim_matches('"').to_owned()),
        ("a ciphertext between quotation marks", format!("\"{body}\"")),
    ];
    let Ok(json) = serde_json::from_str::<Value>(body) else { return texts };
    let (compact, spaced) = (respaced(body, ",", ":"), respaced(body, ", ", ": "));
    texts.extend([
        ("a body that is serialized without white space", compact.clone()),
        ("a body that is serialized with spaces after `,` and `:`", spaced.clone()),
        ("a body that is serialized with its fields sorted", json.to_string()),
        ("a body that is serialized in several lines", format!("{json:#}")),
        ("a body with `\\/` for `/`", body.replace('/', "\\/")),
        ("a body with `/` for `\\/`", body.replace("\\/", "/")),
        ("a body with `\\uXXXX` for letters beyond ASCII", ascii(body)),
        (
            "a body that is serialized without white space, with `\\/` for `/`",
            compact.replace('/', "\\/"),
        ),
        ("a body that is serialized without white space, with `\\uXXXX`", ascii(&compact)),
        ("a body that is serialized with spaces, with `\\uXXXX`", ascii(&spaced)),
    ]);
    texts
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// The hex digits of percent-encoding in lower case.
fn small_hex(target: &str) -> String {
    let mut left = 0;
    let small = |letter: char| {
        left = if letter == '%' { 3 } else { left };
        let inside = left > 0;
        left = usize::saturating_sub(left, 1);
        if inside { letter.to_ascii_lowercase() } else { letter }
    };
    target.chars().map(small).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_percent_encoding_gets_small_letters() {
        assert_eq!(small_hex("/A?B=%E4%B8%ADC"), "/A?B=%e4%b8%adC");
        assert_eq!(small_hex("/A?B=%E4%B8%ADC%"), "/A?B=%e4%b8%adC%");
    }

    #[test]
    fn targets_are_written_in_other_ways() {
        assert_eq!(decoded("/v3/a?b=%E4%B8%AD+c&d=%20%3D"), "/v3/a?b=中+c&d= =");
        let texts = targets("/v3/a%20b?d=%20&c=1", "host");
        let text =
            |name: &str| texts.iter().find(|(known, _)| *known == name).map(|(_, text)| &**text);
        assert_eq!(text("a path that is not percent-encoded"), Some("/v3/a b?d=%20&c=1"));
        assert_eq!(text("a query sorted by name"), Some("/v3/a%20b?c=1&d=%20"));
    }

    #[test]
    fn of_two_names_for_a_text_the_first_is_the_plainer_one() {
        let texts = bodies(r#"{"a": 1}"#);
        let first = texts.iter().find(|(_, text)| text == r#"{"a":1}"#).map(|(name, _)| *name);
        assert_eq!(first, Some("a body that is serialized without white space"));
    }

    #[test]
    fn a_body_that_is_no_json_has_fewer_mistakes() {
        assert!(bodies("{\"a\": \"/é\"}\n").len() > bodies("hello").len());
    }
}
