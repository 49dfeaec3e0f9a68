//! Distinguished names as text, the way the JDK writes them.
//!
//! Alipay's certificate serials are made over the result of `X500Principal.getName()`: RFC 2253 as
//! the JDK understands it. What that is was found out by running it (JDK 17): see the tests.

use crate::encoding::{Element, dotted, hex, tag};

/// A `Name` as text: its parts in reverse of their order, joined with `,`. Nothing when it cannot
/// be understood.
pub(super) fn rfc_2253(name: &Element<'_>) -> Option<String> {
    let mut parts =
        name.elements().map(|part| relative_name(&part.ok()?)).collect::<Option<Vec<_>>>()?;
    parts.reverse();
    Some(parts.join(","))
}

/// A `RelativeDistinguishedName`: mostly one attribute; several are joined with `+` in the order of
/// the certificate.
fn relative_name(part: &Element<'_>) -> Option<String> {
    if part.tag != tag::SET {
        return None;
    }
    let attributes = part
        .elements()
        .map(|attribute| attribute_text(&attribute.ok()?))
        .collect::<Option<Vec<_>>>()?;
    Some(attributes.join("+"))
}

/// `CN=value`, or `1.2.3=#hex` of the DER when RFC 2253 has no name for the attribute, or the value
/// is not a text.
fn attribute_text(attribute: &Element<'_>) -> Option<String> {
    let [oid, value] = attribute.leading()?;
    if attribute.tag != tag::SEQUENCE {
        return None;
    }
    let oid = dotted(&oid)?;
    Some(match keyword(&oid) {
        Some(keyword) if is_text(value.tag) => {
            format!("{keyword}={}", escaped(&String::from_utf8_lossy(value.value)))
        }
        keyword => format!("{}=#{}", keyword.unwrap_or(&oid), hex(value.whole)),
    })
}

/// The names of RFC 2253, section 2.3. All others are written as object identifiers.
fn keyword(oid: &str) -> Option<&'static str> {
    Some(match oid {
        "2.5.4.3" => "CN",
        "2.5.4.6" => "C",
        "2.5.4.7" => "L",
        "2.5.4.8" => "ST",
        "2.5.4.9" => "STREET",
        "2.5.4.10" => "O",
        "2.5.4.11" => "OU",
        "0.9.2342.19200300.100.1.1" => "UID",
        "0.9.2342.19200300.100.1.25" => "DC",
        _ => return None,
    })
}

/// What the JDK takes for text. It reads all of them as UTF-8, even `BMPString` and `T61String`,
/// which are not; the serial is made over what comes out of that.
fn is_text(tag: u8) -> bool {
    matches!(
        tag,
        tag::UTF8_STRING
            | tag::PRINTABLE_STRING
            | tag::TELETEX_STRING
            | tag::IA5_STRING
            | tag::GENERAL_STRING
            | tag::BMP_STRING
    )
}

/// Special characters get a backslash anywhere, blanks at either end.
fn escaped(value: &str) -> String {
    const BLANKS: [char; 2] = [' ', '\r'];
    let inner = value.trim_start_matches(BLANKS);
    let leading = value.len() - inner.len();
    let inner = inner.trim_end_matches(BLANKS);
    let trailing = leading + inner.len();
    let mut text = String::with_capacity(value.len());
    for (at, character) in value.char_indices() {
        match character {
            ',' | '=' | '+' | '<' | '>' | '#' | ';' | '"' | '\\' => text.extend(['\\', character]),
            '\0' => text.push_str("\\00"),
            _ if at < leading || at >= trailing => text.extend(['\\', character]),
            _ => text.push(character),
        }
    }
    text
}
