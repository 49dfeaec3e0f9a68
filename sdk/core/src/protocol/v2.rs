//! The protocol of the v2 gateway: the text that a request signs, and where its parameters go.

use std::collections::BTreeMap;

/// The parameters of a request, ordered by name in code points.
pub type Parameters = BTreeMap<String, String>;

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

/// What a request signs: all parameters but `sign`, raw. Empty ones were left out before.
pub fn request_text(parameters: &Parameters) -> String {
    let mut text = String::with_capacity(512);
    for (name, value) in parameters.iter().filter(|(name, _)| *name != "sign") {
        if !text.is_empty() {
            text.push('&');
        }
        text.extend([name, "=", value]);
    }
    text
}

/// The member of an answer that holds what an operation answers with.
pub fn answer_member(method: &str) -> String {
    method.replace('.', "_") + "_response"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signed_text_is_ordered_raw_and_without_the_signature() {
        let parameters = [("sign_type", "RSA2"), ("sign", "x"), ("a_b", "1&2=3 %"), ("aB", "é")];
        let parameters = parameters.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(request_text(&parameters.into()), "aB=é&a_b=1&2=3 %&sign_type=RSA2");
    }
}
