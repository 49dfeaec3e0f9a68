//! A signature as it stands in a text.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::problem::SignatureProblem;

/// The longest signature, in characters: that of an RSA key of 16,384 bits has 2,732. A stranger's
/// must not take memory without a limit.
const LONGEST: usize = 4 << 10;

/// The bytes of a signature that is written in Base64.
pub fn decode(text: &[u8]) -> Result<Vec<u8>, SignatureProblem> {
    let text = Some(text).filter(|text| text.len() <= LONGEST);
    let text = text.ok_or(SignatureProblem::NotBase64)?;
    STANDARD.decode(text).map_err(|_| spoiled(text).unwrap_or(SignatureProblem::NotBase64))
}

/// What forms make of Base64 on the way.
pub fn spoiled(base64: &[u8]) -> Option<SignatureProblem> {
    let what = if base64.contains(&b' ') {
        "it has blanks where `+` belongs, since it was put into a form without being \
         percent-encoded: percent-encode it, or post JSON"
    } else if base64.contains(&b'%') {
        "it is still percent-encoded: decode it once more, or encode it once less"
    } else {
        return None;
    };
    Some(SignatureProblem::NotAsReceived(what.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_signature_is_longer_than_that_of_the_longest_key() {
        assert_eq!(decode(b"AAAA"), Ok(vec![0; 3]));
        assert_eq!(decode(b"A"), Err(SignatureProblem::NotBase64));
        assert!(decode(&[b'A'; LONGEST]).is_ok());
        assert_eq!(decode(&[b'A'; LONGEST + 4]), Err(SignatureProblem::NotBase64));
    }
}
