//! The protocol of the v2 gateway: the texts that requests and responses sign, and where parameters
//! go.

use std::borrow::Cow;

use super::parameters::{Parameters, join, signed};

/// The parameters that stand in the query; the others are those of the business, and stand in the
/// body.
const PUBLIC: &[&str] = &[
    "alipay_root_cert_sn",
    "app_auth_token",
    "app_cert_sn",
    "app_id",
    "auth_token",
    "charset",
    "encrypt_type",
    "format",
    "method",
    "notify_url",
    "return_url",
    "sign",
    "sign_type",
    "timestamp",
    "version",
];

pub fn is_public(name: &str) -> bool {
    PUBLIC.contains(&name)
}

/// Returns the signed text of a request.
pub fn request_text(parameters: &Parameters) -> Vec<u8> {
    join(signed(parameters))
}

/// Returns the name of the response field that holds the result of an operation.
pub fn response_field(method: &str) -> String {
    method.replace('.', "_") + "_response"
}

/// Returns the texts that the signature of a response may cover, the usual one first: the value of
/// its field `…_response`, byte by byte. Some systems of the platform sign before they escape
/// slashes.
pub fn response_texts(value: &[u8]) -> impl Iterator<Item = Cow<'_, [u8]>> {
    std::iter::once(Cow::Borrowed(value)).chain(with_plain_slashes(value).map(Cow::Owned))
}

/// With `/` for every `\/`, if there is one.
fn with_plain_slashes(value: &[u8]) -> Option<Vec<u8>> {
    value.windows(2).any(|pair| pair == b"\\/").then(|| {
        let mut plain = Vec::with_capacity(value.len());
        let mut rest = value;
        while let [byte, after @ ..] = rest {
            if !rest.starts_with(b"\\/") {
                plain.push(*byte);
            }
            rest = after;
        }
        plain
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signed_text_is_ordered_raw_and_without_the_signature() {
        let parameters = [("sign_type", "RSA2"), ("sign", "x"), ("a_b", "1&2=3 %"), ("aB", "é")];
        let parameters = parameters.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let text = request_text(&parameters.into());
        assert_eq!(text, "aB=é&a_b=1&2=3 %&sign_type=RSA2".as_bytes());
    }

    #[test]
    fn a_response_signs_its_value_as_it_stands_or_with_slashes_unescaped() {
        let text = |text: Cow<'_, [u8]>| String::from_utf8(text.into_owned()).expect("UTF-8");
        let texts = |value: &str| response_texts(value.as_bytes()).map(text).collect::<Vec<_>>();
        assert_eq!(texts(r#"{"a":"x/y"}"#), [r#"{"a":"x/y"}"#]);
        assert_eq!(texts(r#"{"a":"x\/y"}"#), [r#"{"a":"x\/y"}"#, r#"{"a":"x/y"}"#]);
        assert_eq!(texts(r#"\\/\/"#), [r#"\\/\/"#, r#"\//"#]);
    }

    #[test]
    fn the_field_of_a_response_is_named_after_its_method() {
        assert_eq!(response_field("alipay.trade.pay"), "alipay_trade_pay_response");
    }
}
