//! The parts of a certificate (RFC 5280, 4.1) that are used, as they stand in its DER.

use crate::encoding::{Element, dotted, tag};

pub(super) struct Fields<'a> {
    /// The serial number, as encoded: big endian, perhaps with a leading zero.
    pub(super) serial: &'a [u8],
    /// The algorithm of the issuer's signature, dotted.
    pub(super) signature_algorithm: String,
    pub(super) issuer: Element<'a>,
    pub(super) not_before: Element<'a>,
    pub(super) not_after: Element<'a>,
    pub(super) subject: Element<'a>,
    /// The `SubjectPublicKeyInfo`.
    pub(super) public_key: &'a [u8],
    /// Whether the extension basicConstraints says "certification authority".
    pub(super) is_ca: bool,
    /// Whether the extension keyUsage lets it sign other texts than certificates, or is missing.
    pub(super) may_sign_texts: bool,
    /// Whether the extension keyUsage lets it sign certificates, or is not there.
    pub(super) may_issue: bool,
}

impl<'a> Fields<'a> {
    /// The parts, or the name of the part that cannot be understood.
    pub(super) fn read(der: &'a [u8]) -> Result<Self, &'static str> {
        let outer = Element::only(der).map_err(|_| "its structure (DER)")?;
        let [tbs, algorithm] = outer.leading().ok_or("its structure (DER)")?;
        let all =
            tbs.elements().collect::<Result<Vec<_>, _>>().map_err(|_| "its structure (DER)")?;
        // Certificates of version 1 name no version.
        let parts = match all.as_slice() {
            [version, parts @ ..] if version.tag == tag::CONTEXT_0 => parts,
            parts => parts,
        };
        // Positions, not names, tell what an element is. Between the serial number and the issuer
        // stands the algorithm once more: the signed copy, which must equal the outer one.
        let [serial, _, issuer, validity, subject, public_key, rest @ ..] = parts else {
            return Err("its structure (DER)");
        };
        let [not_before, not_after] = validity.leading().ok_or("its validity")?;
        Ok(Self {
            serial: expect(serial, tag::INTEGER, "its serial number")?.value,
            signature_algorithm: algorithm
                .leading()
                .and_then(|[oid]| dotted(&oid))
                .ok_or("its signature algorithm")?,
            issuer: expect(issuer, tag::SEQUENCE, "its issuer")?,
            not_before,
            not_after,
            subject: expect(subject, tag::SEQUENCE, "its subject")?,
            public_key: expect(public_key, tag::SEQUENCE, "its public key")?.whole,
            is_ca: is_ca(rest),
            may_sign_texts: allows(rest, SIGNS_TEXTS),
            may_issue: allows(rest, SIGNS_CERTIFICATES),
        })
    }
}

fn expect<'a>(
    element: &Element<'a>,
    tag: u8,
    part: &'static str,
) -> Result<Element<'a>, &'static str> {
    if element.tag == tag { Ok(*element) } else { Err(part) }
}

/// basicConstraints, 2.5.29.19, as the content of its object identifier.
const BASIC_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 0x13];

fn is_ca(rest: &[Element<'_>]) -> bool {
    let Extension::Value(value) = extension(rest, BASIC_CONSTRAINTS) else { return false };
    let ca = value.leading();
    ca.is_some_and(|[ca]| ca.tag == tag::BOOLEAN && ca.value.iter().any(|byte| *byte != 0))
}

/// keyUsage, 2.5.29.15, as the content of its object identifier.
const KEY_USAGE: &[u8] = &[0x55, 0x1d, 0x0f];

/// The bits digitalSignature and contentCommitment (RFC 5280, 4.2.1.3).
const SIGNS_TEXTS: u8 = 0b1100_0000;

/// The bit keyCertSign.
const SIGNS_CERTIFICATES: u8 = 0b0000_0100;

/// Whether keyUsage allows one of these uses. A certificate without it may be used for everything,
/// one whose keyUsage cannot be read for nothing.
fn allows(rest: &[Element<'_>], uses: u8) -> bool {
    match extension(rest, KEY_USAGE) {
        Extension::Absent => true,
        Extension::Unreadable => false,
        // A BIT STRING: the count of unused bits, then the bits.
        Extension::Value(bits) => {
            bits.tag == tag::BIT_STRING && bits.value.get(1).is_some_and(|bits| bits & uses != 0)
        }
    }
}

/// An extension of a certificate.
enum Extension<'a> {
    Absent,
    Unreadable,
    Value(Element<'a>),
}

/// The extension with this object identifier. It counts as unreadable also when it is there twice,
/// or when another one before or behind it is no DER.
fn extension<'a>(rest: &[Element<'a>], oid: &[u8]) -> Extension<'a> {
    // They are what is behind the last tag, [3].
    let Some(last) = rest.iter().find(|part| part.tag == tag::CONTEXT_3) else {
        return Extension::Absent;
    };
    match values(last, oid).as_deref() {
        Some([]) => Extension::Absent,
        Some([value]) => Extension::Value(*value),
        _ => Extension::Unreadable,
    }
}

/// The values of all extensions with this object identifier; nothing when the list cannot be read.
fn values<'a>(extensions: &Element<'a>, oid: &[u8]) -> Option<Vec<Element<'a>>> {
    let list = Element::only(extensions.value).ok()?;
    let mut values = Vec::new();
    for extension in list.elements() {
        let parts: Vec<_> = extension.ok()?.elements().collect::<Result<_, _>>().ok()?;
        let (name, rest) = parts.split_first()?;
        if name.value == oid {
            // Perhaps "critical" first.
            let value = rest.last().filter(|value| value.tag == tag::OCTET_STRING)?;
            values.push(Element::only(value.value).ok()?);
        }
    }
    Some(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An extension that allows to sign texts, and nothing else.
    const USAGE: &[u8] =
        &[0x30, 0x0b, 0x06, 0x03, 0x55, 0x1d, 0x0f, 0x04, 0x04, 0x03, 0x02, 0x07, 0x80];

    fn allowed(extensions: &[u8]) -> bool {
        let length = u8::try_from(extensions.len()).expect("a short list");
        let head = [tag::CONTEXT_3, length + 2, tag::SEQUENCE, length];
        let der = [&head[..], extensions].concat();
        let last = Element::only(&der).expect("an element");
        allows(&[last], SIGNS_TEXTS)
    }

    #[test]
    fn key_usage_that_cannot_be_told_allows_nothing() {
        assert!(allowed(&[]) && allowed(USAGE));
        let (cut, twice) = (&USAGE[..USAGE.len() - 1], [USAGE, USAGE].concat());
        let mut other = USAGE.to_vec();
        // An OCTET STRING in the place of the BIT STRING.
        other[9] = tag::OCTET_STRING;
        let none = [cut, &[0]].concat();
        for wrong in [cut, &twice, &other, &none] {
            assert!(!allowed(wrong), "{wrong:02x?}");
        }
    }
}
