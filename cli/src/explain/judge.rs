//! Whether a signature holds, and why it does not.

use alipay_sdk::SignType;
use base64::Engine;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use base64::prelude::BASE64_STANDARD;
use percent_encoding::percent_decode_str;

use super::claim::Claim;
use crate::keys::NamedKey;

/// The findings about a signature.
#[derive(Debug)]
pub(crate) struct Verdict {
    pub(crate) holds: bool,
    /// Whose key it was made with, when that is known.
    pub(crate) owner: Option<&'static str>,
    /// A sentence: what is wrong, and what to do.
    pub(crate) reason: String,
    /// The text that was signed in the place of the right one.
    pub(crate) signed: Option<Vec<u8>>,
}

impl Verdict {
    fn wrong(reason: impl Into<String>) -> Self {
        Self { holds: false, owner: None, reason: reason.into(), signed: None }
    }
}

/// Judges a signature: `keys` may have made it, `others` may not.
pub(crate) fn judge(claim: &Claim, keys: &[NamedKey], others: &[NamedKey]) -> Verdict {
    let Some(signature) = &claim.signature else {
        return Verdict::wrong(
            "there is no signature: something on the way removed it, or created this message",
        );
    };
    let keys: Vec<_> = match &claim.serial {
        Some(serial) => match named(keys, serial) {
            named if named.is_empty() => {
                return Verdict::wrong(format!(
                    "it names the certificate {serial}, which is not configured: download it from \
                     the platform, or with `alipay cert download`"
                ));
            }
            named => named,
        },
        None => keys.iter().collect(),
    };
    let Some((bytes, is_plain)) = decode(signature) else {
        return Verdict::wrong("the signature is not Base64: it was cut, or changed on the way");
    };
    let text = claim.signed.text();
    let texts: Vec<_> =
        [Some(&text), claim.signed.alternative.as_ref()].into_iter().flatten().collect();
    let holds = |key: &&&NamedKey| {
        texts.iter().any(|text| key.key.verify_as(claim.sign_type, text, &bytes))
    };
    if let Some(key) = keys.iter().find(holds).filter(|_| is_plain) {
        let reason = format!("the signature matches this text and the key of {}", key.owner);
        return Verdict { holds: true, owner: Some(key.owner), reason, signed: None };
    }
    let mut all = keys.iter().copied().chain(others);
    match all.find(|key| key.key.has_made(&bytes)) {
        Some(key) => {
            let foreign = !keys.iter().any(|own| own.key == key.key);
            explain(claim, key, &bytes, (foreign, is_plain))
        }
        None => Verdict::wrong(unknown_key(&keys, &bytes)),
    }
}

/// The keys of this certificate; where no certificates are known, all.
fn named<'k>(keys: &'k [NamedKey], serial: &str) -> Vec<&'k NamedKey> {
    let is_named = |key: &&NamedKey| key.serial.as_ref().is_none_or(|known| known == serial);
    keys.iter().filter(is_named).collect()
}

/// What a known key has signed in the place of the right text.
fn explain(
    claim: &Claim,
    key: &NamedKey,
    signature: &[u8],
    (is_foreign, is_plain): (bool, bool),
) -> Verdict {
    let by = match is_foreign {
        true => format!("; it was made with the key of {}", key.owner),
        false => String::new(),
    };
    let encoding = if is_plain { "" } else { "; and it must be padded standard Base64" };
    let other = match claim.sign_type {
        SignType::Rsa2 => (SignType::Rsa, " with SHA-1 instead of SHA-256"),
        SignType::Rsa => (SignType::Rsa2, " with SHA-256 instead of SHA-1"),
    };
    let digests = [(claim.sign_type, ""), other];
    let digest_of = |text: &[u8]| {
        let mut found =
            digests.iter().filter(|(digest, _)| key.key.verify_as(*digest, text, signature));
        found.next().map(|(_, name)| *name)
    };
    let right = claim.signed.text();
    let this = std::iter::once(("this text".to_owned(), right.clone()));
    let found = this
        .chain(claim.signed.mistakes())
        .find_map(|(name, text)| digest_of(&text).map(|digest| (name, text, digest)));
    let owner = Some(key.owner);
    match found {
        Some((name, text, digest)) => Verdict {
            holds: false,
            owner,
            reason: format!("the signature would be right for {name}{digest}{by}{encoding}"),
            signed: (text != right).then_some(text),
        },
        None => Verdict {
            holds: false,
            owner,
            reason: format!(
                "the signature was made with the key of {}, but for another text, which no \
                 well-known mistake explains: the text was changed after it was signed{encoding}",
                key.owner
            ),
            signed: None,
        },
    }
}

/// The sentence about a signature that no known key has made.
fn unknown_key(keys: &[&NamedKey], signature: &[u8]) -> String {
    let Some(key) = keys.first() else {
        return "there is no key to verify with: pass --key, or configure one".to_owned();
    };
    let (length, expected) = (signature.len(), key.key.bits().div_ceil(8));
    if length != expected {
        return format!(
            "the signature has {length} bytes, but one by the key of {} has {expected}",
            key.owner
        );
    }
    format!(
        "the signature was made with a key other than that of {}: keys of another application or \
         environment were configured, or the key was replaced",
        key.owner
    )
}

/// The bytes of a signature, and whether it is Base64 as the platform takes it.
fn decode(signature: &str) -> Option<(Vec<u8>, bool)> {
    if let Ok(bytes) = BASE64_STANDARD.decode(signature) {
        return Some((bytes, true));
    }
    let text: String = signature.chars().filter(|letter| !letter.is_whitespace()).collect();
    let text = percent_decode_str(&text).decode_utf8().ok()?;
    let lenient =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let decoded = [STANDARD, URL_SAFE]
        .iter()
        .find_map(|alphabet| GeneralPurpose::new(alphabet, lenient).decode(&*text).ok());
    decoded.map(|bytes| (bytes, false))
}
