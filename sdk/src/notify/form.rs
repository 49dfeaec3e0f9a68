//! A posted form, decoded once and to bytes: what they mean is known when the charset is.

use percent_encoding::percent_decode;

use super::error::{NotificationError, shown};
use super::posted::Posted;
use alipay_sdk_core::{
    protocol::Form,
    protocol::gateway_check::is_of_service,
    protocol::notification::is_name,
    protocol::posted::{Shape, shape},
};

/// How many parameters are read; notifications have some forty.
const MOST: usize = 1_000;

/// Reads a body or a query of at most this many bytes.
pub(super) fn read(posted: Posted<'_>, largest: usize) -> Result<Form, NotificationError> {
    let Posted { body, query, .. } = posted;
    if body.len() > largest || query.len() > largest {
        return Err(NotificationError::TooLarge { limit: largest });
    }
    if body.trim_ascii().is_empty() && !query.is_empty() {
        return parse(Form::new(), query.as_bytes());
    }
    let form = match not_a_form(shape(body)) {
        None => parse(Form::new(), body.trim_ascii())?,
        Some(why) => return Err(NotificationError::NotAForm(why)),
    };
    if query.is_empty() || form.contains_key(b"sign".as_slice()) && !names_a_service(query) {
        return Ok(form);
    }
    parse(form, query.as_bytes())
}

/// Why a body is none of Alipay's, and what to do.
fn not_a_form(shape: Shape) -> Option<&'static str> {
    Some(match shape {
        Shape::Form => return None,
        Shape::Empty => {
            "the body is empty: take it before a framework reads it, and let no redirect turn the \
             POST into a GET"
        }
        Shape::JsonObject | Shape::JsonArray | Shape::JsonText => {
            "it is JSON: pass the raw body, or the raw query of a return page, not the result of \
             a framework"
        }
        Shape::Multipart => {
            "it is multipart/form-data, which Alipay does not send: post it again as \
             application/x-www-form-urlencoded, or pass the raw body"
        }
        Shape::Markup => {
            "it is HTML or XML: pass the raw body, and check the proxy in front of the server"
        }
        Shape::Lines => {
            "it is text/plain with a parameter per line: pass the raw body, with parameters \
             joined with `&` and percent-encoded"
        }
        Shape::Other => "it has no parameters: pass the raw body, neither decoded nor compressed",
    })
}

/// Whether the query says that this is for the application gateway, and not for the shop.
fn names_a_service(query: &str) -> bool {
    parse(Form::new(), query.as_bytes()).is_ok_and(|form| is_of_service(&form))
}

/// Adds parameters to others.
fn parse(mut form: Form, text: &[u8]) -> Result<Form, NotificationError> {
    for pair in text.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
        let end = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
        let (name, value) = pair.split_at(end);
        let name = decode(name);
        if !is_name(&name) {
            return Err(NotificationError::Name { found: shown(&name) });
        }
        if form.contains_key(&name) {
            return Err(NotificationError::Repeated { name: shown(&name) });
        }
        if form.len() == MOST {
            return Err(NotificationError::TooMany { limit: MOST });
        }
        form.insert(name, decode(value.get(1..).unwrap_or_default()));
    }
    Ok(form)
}

/// Takes no more memory than the text has bytes.
fn decode(text: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(text.len());
    for (number, words) in text.split(|byte| *byte == b'+').enumerate() {
        if number > 0 {
            decoded.push(b' ');
        }
        decoded.extend(percent_decode(words));
    }
    decoded
}

#[cfg(test)]
mod tests {
    use super::*;
    use alipay_sdk_core::protocol::notification::rules;

    fn parsed(body: &[u8]) -> Result<Form, NotificationError> {
        read(Posted::new(body), 1 << 20)
    }

    /// The text over all parameters, empty ones included.
    fn text(body: &str) -> String {
        let form = parsed(body.as_bytes()).expect("a form");
        String::from_utf8(rules(&form).next().expect("a text").text(&form)).expect("UTF-8")
    }

    #[test]
    fn a_form_is_decoded_once_and_sorted_by_name() {
        assert_eq!(text("b=1+2%2B&&a=%2525&c&d="), "a=%25&b=1 2+&c=&d=");
        assert_eq!(text("a==%zz&B=%\r\n"), "B=%&a==%zz");
    }

    #[test]
    fn a_thousand_parameters_are_read_and_not_one_more() {
        let body = |count: usize| {
            let pairs: Vec<_> = (0..count).map(|number| format!("{number}=")).collect();
            pairs.join("&").into_bytes()
        };
        assert_eq!(parsed(&body(1_000)).map(|form| form.len()), Ok(1_000));
        assert_eq!(parsed(&body(1_001)), Err(NotificationError::TooMany { limit: 1_000 }));
    }

    #[test]
    fn a_name_that_stands_twice_is_refused_however_it_is_encoded() {
        let repeated = NotificationError::Repeated { name: "a.b".to_owned() };
        assert_eq!(parsed(b"a.b=1&%61%2Eb=1"), Err(repeated));
    }

    #[test]
    fn the_query_counts_where_the_body_has_no_signature() {
        let names = |body: &str, query: &str| {
            let form = read(Posted::new(body).query(query), 1 << 20).expect("a form");
            form.into_keys().map(|name| String::from_utf8(name).expect("UTF-8")).collect::<Vec<_>>()
        };
        assert_eq!(names("", "a=1&sign=x"), ["a", "sign"]);
        assert_eq!(names("a=1", "b=1&sign=x"), ["a", "b", "sign"]);
        assert_eq!(names("a=1&sign=x", "b=1"), ["a", "sign"]);
        assert_eq!(names("a=1&sign=x", "service=mine&b[]=1"), ["a", "sign"]);
        let check = "service=alipay.service.check";
        assert_eq!(names("a=1&sign=x", check), ["a", "service", "sign"]);
    }
}
