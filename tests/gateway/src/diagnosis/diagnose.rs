//! Why a signature is wrong.

use base64::Engine;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256 as RING_SHA256, digest as hash};

use super::mistakes::{Context, LONG, mistakes};
use super::recover::{self, SHA256, Signed};
use super::signed_parts::{Mistake, SignedParts};
use crate::crypto::{NamedKeys, VerifyingKey};

/// Longer texts are not tried: the response would take too long.
const TOO_LONG: usize = 2 << 20;

/// The diagnosis of a wrong signature.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnosis {
    /// The mistake, in words.
    pub reason: String,
    /// The text that was signed instead, if it is known.
    pub signed: Option<String>,
}

/// Looks for the reason why this signature is not one of these parts by this key.
pub(crate) fn diagnose(
    parts: &SignedParts,
    context: &Context,
    signature: &str,
    own: &VerifyingKey,
    others: &NamedKeys,
) -> Diagnosis {
    let only = |reason: String| Diagnosis { reason, signed: None };
    let Some(bytes) = decode(signature) else {
        return only("the signature is not Base64".to_owned());
    };
    let (signed, owner) = match recover::digest(own, &bytes) {
        Some(signed) => (signed, None),
        None => {
            let other = others.iter().find_map(|(name, key)| {
                recover::digest(key, &bytes).map(|signed| (signed, Some(name)))
            });
            let Some(other) = other else { return only(foreign(own, bytes.len())) };
            other
        }
    };
    let by = owner.map(|name| format!("; it was made with the key of {name}")).unwrap_or_default();
    let encoding = if is_plain(signature) { "" } else { "; and it must be padded standard Base64" };
    if signed.algorithm != SHA256 && signed.algorithm != "SHA-1" {
        return only(format!("the signature uses {}, not SHA-256{by}", signed.algorithm));
    }
    let algorithm = if signed.algorithm == SHA256 {
        String::new()
    } else {
        format!(" with {} instead of SHA-256", signed.algorithm)
    };
    let (what, text) = match find_text(parts, context, &signed) {
        Some(found) => found,
        None => {
            let digest = hex(&signed.digest);
            return only(format!(
                "the signature is for another text, which no well-known mistake explains; the {} \
                 of \
                 the signed text is {digest}{by}{encoding}",
                signed.algorithm
            ));
        }
    };
    let reason = format!("the signature would be right for {what}{algorithm}{by}{encoding}");
    Diagnosis { reason, signed: (text != parts.signed_text()).then_some(text) }
}

/// A signature that no known key has made.
fn foreign(own: &VerifyingKey, length: usize) -> String {
    let modulus = recover::length(own).unwrap_or_default();
    if length != modulus {
        return format!(
            "the signature has {length} bytes, but one by this application's key has {modulus}"
        );
    }
    "the signature was made with a private key other than this application's, or not by RSA with \
     PKCS#1 v1.5"
        .to_owned()
}

/// The text that has this digest, and what is different in it.
fn find_text(parts: &SignedParts, context: &Context, signed: &Signed) -> Option<(String, String)> {
    let matches = |text: &str| digests(text, signed.algorithm).contains(&signed.digest);
    let right = parts.signed_text();
    if hash_of(&right, signed.algorithm) == signed.digest {
        return Some(("this text".to_owned(), right));
    }
    if matches(&right) {
        return Some(("the digest of this text: it is hashed twice".to_owned(), right));
    }
    if right.len() > TOO_LONG {
        return None;
    }
    let all = mistakes(parts, context);
    for one in &all {
        let text = parts.with(one).signed_text();
        if matches(&text) {
            return Some((one.name.to_owned(), text));
        }
    }
    if right.len() > LONG {
        return None;
    }
    let pairs = all.iter().enumerate().flat_map(|(index, one)| {
        let others = all.iter().skip(index + 1).filter(|other| other.part != one.part);
        others.map(move |other| (one, other))
    });
    for (one, other) in pairs {
        let text = parts.with(one).with(other).signed_text();
        if hash_of(&text, signed.algorithm) == signed.digest {
            return Some((both(one, other), text));
        }
    }
    None
}

fn both(one: &Mistake, other: &Mistake) -> String {
    format!("{} and {}", one.name, other.name)
}

/// The digest of a text, and what comes out when the digest is hashed again.
fn digests(text: &str, algorithm: &str) -> [Vec<u8>; 3] {
    let once = hash_of(text, algorithm);
    let hashed = |bytes: &[u8]| hash(&RING_SHA256, bytes).as_ref().to_vec();
    [hashed(&once), hashed(hex(&once).as_bytes()), once]
}

fn hash_of(text: &str, algorithm: &str) -> Vec<u8> {
    let algorithm = if algorithm == SHA256 { &RING_SHA256 } else { &SHA1_FOR_LEGACY_USE_ONLY };
    hash(algorithm, text.as_bytes()).as_ref().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether it is Base64 as the platform takes it.
fn is_plain(signature: &str) -> bool {
    base64::prelude::BASE64_STANDARD.decode(signature).is_ok()
}

/// Base64 of any kind, percent-encoded or not, wrapped or not.
fn decode(signature: &str) -> Option<Vec<u8>> {
    let text = percent_encoding::percent_decode_str(signature).decode_utf8().ok()?;
    let text: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    let lenient =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    [STANDARD, URL_SAFE]
        .iter()
        .find_map(|alphabet| GeneralPurpose::new(alphabet, lenient).decode(&text).ok())
}
