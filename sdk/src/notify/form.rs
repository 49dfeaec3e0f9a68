//! A posted form, decoded once and to bytes: what they mean is known when the charset is.

use percent_encoding::percent_decode;

use super::error::{NotificationError, shown};
use alipay_sdk_core::protocol::notification::Form;

/// How many parameters are read; notifications have some forty.
const MOST: usize = 1_000;

pub(super) fn parse(body: &[u8]) -> Result<Form, NotificationError> {
    let mut form = Form::new();
    for pair in body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
        let end = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
        let (name, value) = pair.split_at(end);
        let name = decode(name);
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
    use alipay_sdk_core::protocol::notification::signed_texts;

    /// The text over all parameters, empty ones included.
    fn text(body: &str) -> String {
        let form = parse(body.as_bytes()).expect("a form");
        String::from_utf8(signed_texts(&form).next().expect("a text")).expect("UTF-8")
    }

    #[test]
    fn a_form_is_decoded_once_and_sorted_by_name() {
        assert_eq!(text("b=1+2%2B&&a=%2525&c&d="), "a=%25&b=1 2+&c=&d=");
        assert_eq!(text("a==%zz&B=%"), "B=%&a==%zz");
        assert_eq!(text(""), "");
    }

    #[test]
    fn a_thousand_parameters_are_read_and_not_one_more() {
        let body = |count: usize| {
            let pairs: Vec<_> = (0..count).map(|number| format!("{number}=")).collect();
            pairs.join("&").into_bytes()
        };
        assert_eq!(parse(&body(1_000)).map(|form| form.len()), Ok(1_000));
        assert_eq!(parse(&body(1_001)), Err(NotificationError::TooMany { limit: 1_000 }));
    }

    #[test]
    fn a_name_that_stands_twice_is_refused_however_it_is_encoded() {
        let repeated = NotificationError::Repeated { name: "a b".to_owned() };
        assert_eq!(parse(b"a+b=1&%61%20b=1"), Err(repeated));
    }
}
