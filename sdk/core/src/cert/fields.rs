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
    /// Whether the extension keyUsage lets it sign what is no certificate, or is not there.
    pub(super) may_sign_texts: bool,
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
            may_sign_texts: may_sign_texts(rest),
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
    extension(rest, BASIC_CONSTRAINTS).is_some_and(|value| {
        let ca = value.leading();
        ca.is_some_and(|[ca]| ca.tag == tag::BOOLEAN && ca.value.iter().any(|byte| *byte != 0))
    })
}

/// keyUsage, 2.5.29.15, as the content of its object identifier.
const KEY_USAGE: &[u8] = &[0x55, 0x1d, 0x0f];

/// The bits digitalSignature and contentCommitment of a BIT STRING, behind the count of unused bits.
fn may_sign_texts(rest: &[Element<'_>]) -> bool {
    const SIGNATURES: u8 = 0b1100_0000;

    extension(rest, KEY_USAGE)
        .is_none_or(|bits| bits.value.get(1).is_some_and(|bits| bits & SIGNATURES != 0))
}

/// The value of an extension. They are what is behind the last tag, [3].
fn extension<'a>(rest: &[Element<'a>], oid: &[u8]) -> Option<Element<'a>> {
    let [extensions] = rest.last().filter(|last| last.tag == tag::CONTEXT_3)?.leading()?;
    extensions.elements().map_while(Result::ok).find_map(|extension| {
        let mut parts = extension.elements().map_while(Result::ok);
        if parts.next()?.value != oid {
            return None;
        }
        // Perhaps "critical" first.
        let value = parts.find(|part| part.tag == tag::OCTET_STRING)?;
        Element::only(value.value).ok()
    })
}
