//! The texts that a notification may be signed over.

use std::collections::BTreeMap;

use super::parameters::join;

/// The parameters of a notification, decoded to bytes: what they mean is known when the charset is.
/// Sorted by name, as the signed text has them.
pub type Form = BTreeMap<Vec<u8>, Vec<u8>>;

/// The texts that may have been signed, the usual one first. Trades are signed without `sign_type`,
/// messages with it; and the official SDKs do not agree whether empty values are signed.
pub fn signed_texts(form: &Form) -> impl Iterator<Item = Vec<u8>> {
    const RULES: [(bool, bool); 4] = [(false, true), (true, true), (false, false), (true, false)];

    let has_empty = form.values().any(Vec::is_empty);
    RULES.into_iter().take(if has_empty { 4 } else { 2 }).map(|(with_type, with_empty)| {
        let pairs = form.iter().map(|(name, value)| (name.as_slice(), value.as_slice()));
        join(pairs.filter(|(name, value)| {
            *name != b"sign"
                && (with_type || *name != b"sign_type")
                && (with_empty || !value.is_empty())
        }))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(pairs: &[(&str, &str)]) -> Vec<String> {
        let form = pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        signed_texts(&form).map(|text| String::from_utf8(text).expect("UTF-8")).collect()
    }

    #[test]
    fn trades_are_signed_without_the_type_and_messages_with_it() {
        let pairs = [("sign_type", "RSA2"), ("b", "1 &="), ("sign", "x"), ("B", "2")];
        assert_eq!(texts(&pairs), ["B=2&b=1 &=", "B=2&b=1 &=&sign_type=RSA2"]);
    }

    #[test]
    fn empty_values_may_be_signed_or_left_out() {
        let pairs = [("a", ""), ("b", "1"), ("sign_type", "RSA2"), ("sign", "x")];
        assert_eq!(texts(&pairs), ["a=&b=1", "a=&b=1&sign_type=RSA2", "b=1", "b=1&sign_type=RSA2"]);
    }
}
