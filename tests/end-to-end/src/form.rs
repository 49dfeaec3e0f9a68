//! Forms and pages as a browser reads them.

use std::io;

use url::form_urlencoded::Serializer;

use crate::http;

/// The first attribute of this name.
///
/// # Panics
/// When there is none.
pub fn attribute<'a>(html: &'a str, name: &str) -> &'a str {
    let found = html.split_once(&format!("{name}=\"")).and_then(|(_, rest)| rest.split_once('"'));
    found.map_or_else(|| panic!("no {name} in {html}"), |(value, _)| value)
}

/// Text of a page without the escapes of HTML.
///
/// # Panics
/// When an escape is none that the pages have.
pub fn unescaped(html: &str) -> String {
    let mut parts = html.split('&');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (entity, rest) = part.split_once(';').unwrap_or((part, ""));
        text.push(match entity {
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "amp" => '&',
            other => {
                let number = other.strip_prefix('#').and_then(|digits| digits.parse().ok());
                let character = number.and_then(char::from_u32);
                character.unwrap_or_else(|| panic!("an unknown escape: {other}"))
            }
        });
        text += rest;
    }
    text
}

/// Submits the form of a page.
///
/// # Errors
/// As of [`http::post`].
pub async fn submit(form: &str) -> io::Result<http::Response> {
    let mut fields = Serializer::new(String::new());
    for field in form.split("<input ").skip(1) {
        let (name, value) = (attribute(field, "name"), attribute(field, "value"));
        fields.append_pair(&unescaped(name), &unescaped(value));
    }
    http::post(&unescaped(attribute(form, "action")), fields.finish()).await
}
