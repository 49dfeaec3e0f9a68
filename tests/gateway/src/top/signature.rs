//! Signatures of TOP, by other means than the SDK's.

use md5::{Digest, Md5};

use super::app::SECRET;
use crate::parameters::Parameters;

/// Names and values without separators, ordered by name.
pub(super) fn signed_text(parameters: &Parameters) -> String {
    let signed = parameters.iter().filter(|(name, _)| *name != "sign");
    signed.map(|(name, value)| format!("{name}{value}")).collect()
}

/// The signature of a text; nothing for a method that TOP does not know.
pub(super) fn sign(method: &str, text: &str) -> Option<String> {
    let bytes = match method {
        "md5" => Md5::digest(format!("{SECRET}{text}{SECRET}")).to_vec(),
        "hmac" => hmac_md5(SECRET.as_bytes(), text.as_bytes()),
        "hmac-sha256" => {
            let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, SECRET.as_bytes());
            ring::hmac::sign(&key, text.as_bytes()).as_ref().to_vec()
        }
        _ => return None,
    };
    Some(bytes.iter().map(|byte| format!("{byte:02X}")).collect())
}

/// RFC 2104, for keys of at most one block.
fn hmac_md5(key: &[u8], text: &[u8]) -> Vec<u8> {
    let pad = |with: u8| {
        let mut block = [with; 64];
        block.iter_mut().zip(key).for_each(|(byte, key)| *byte ^= key);
        block
    };
    let inner = Md5::new().chain_update(pad(0x36)).chain_update(text).finalize();
    Md5::new().chain_update(pad(0x5c)).chain_update(inner).finalize().to_vec()
}

#[test]
fn hmac_md5_is_that_of_rfc_2202() {
    let digest = hmac_md5(b"Jefe", b"what do ya want for nothing?");
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hex, "750c783e6ab0b503eaa86e310a5db738");
}
