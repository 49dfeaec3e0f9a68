//! The parameters of requests and of posted forms, and how a signed text joins them.

use std::collections::BTreeMap;

/// The parameters of a request, ordered by the code points of their names. They hold no empty
/// values, because the platform leaves these out of the text that it verifies.
pub type Parameters = BTreeMap<String, String>;

/// The parameters of a posted form, ordered by name as in signed texts. They are percent-decoded
/// bytes, because their charset is not known yet.
pub type Form = BTreeMap<Vec<u8>, Vec<u8>>;

/// The parameters that a request signs: all but the signature itself.
pub(super) fn signed(parameters: &Parameters) -> impl Iterator<Item = (&[u8], &[u8])> + Clone {
    let signed = parameters.iter().filter(|(name, _)| *name != "sign");
    signed.map(|(name, value)| (name.as_bytes(), value.as_bytes()))
}

/// `name=value` joined with `&`, raw: nothing is percent-encoded in a signed text.
pub(super) fn join<'a>(pairs: impl Iterator<Item = (&'a [u8], &'a [u8])> + Clone) -> Vec<u8> {
    let length = |(name, value): (&[u8], &[u8])| name.len() + value.len() + 2;
    let mut text = Vec::with_capacity(pairs.clone().map(length).sum());
    for (name, value) in pairs {
        if !text.is_empty() {
            text.push(b'&');
        }
        text.extend_from_slice(name);
        text.push(b'=');
        text.extend_from_slice(value);
    }
    text
}
