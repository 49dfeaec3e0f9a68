//! DER, one element at a time, as far as it is needed.
//!
//! Certificates are walked, not decoded into the structures of RFC 5280: those refuse a whole
//! certificate for parts that nobody here reads, know fewer kinds of text than there are in names,
//! and sort what has to be kept in its order.

use der::asn1::ObjectIdentifier;

/// Identifier octets (X.690, 8.1.2).
pub(crate) mod tag {
    pub(crate) const BOOLEAN: u8 = 0x01;
    pub(crate) const INTEGER: u8 = 0x02;
    pub(crate) const BIT_STRING: u8 = 0x03;
    pub(crate) const OCTET_STRING: u8 = 0x04;
    pub(crate) const OID: u8 = 0x06;
    pub(crate) const UTF8_STRING: u8 = 0x0c;
    pub(crate) const PRINTABLE_STRING: u8 = 0x13;
    pub(crate) const TELETEX_STRING: u8 = 0x14;
    pub(crate) const IA5_STRING: u8 = 0x16;
    pub(crate) const UTC_TIME: u8 = 0x17;
    pub(crate) const GENERALIZED_TIME: u8 = 0x18;
    pub(crate) const GENERAL_STRING: u8 = 0x1b;
    pub(crate) const BMP_STRING: u8 = 0x1e;
    pub(crate) const SEQUENCE: u8 = 0x30;
    pub(crate) const SET: u8 = 0x31;
    /// `[0]`, constructed.
    pub(crate) const CONTEXT_0: u8 = 0xa0;
    /// `[3]`, constructed.
    pub(crate) const CONTEXT_3: u8 = 0xa3;
}

/// Why bytes are no element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ElementError {
    /// There are fewer bytes than it has by its length.
    Truncated,
    /// Not DER: an indefinite length, one written longer than needed, or a tag that takes more than
    /// one byte.
    Invalid,
}

/// One element: tag, content, and the whole of it as encoded.
#[derive(Clone, Copy)]
pub(crate) struct Element<'a> {
    pub(crate) tag: u8,
    pub(crate) value: &'a [u8],
    pub(crate) whole: &'a [u8],
}

impl<'a> Element<'a> {
    /// The element that these bytes begin with, and the bytes behind it.
    pub(crate) fn first(bytes: &'a [u8]) -> Result<(Self, &'a [u8]), ElementError> {
        let (&tag, behind) = bytes.split_first().ok_or(ElementError::Truncated)?;
        // All five bits set: the tag goes on in the next bytes. Nothing here has such a tag.
        if tag & 0x1f == 0x1f {
            return Err(ElementError::Invalid);
        }
        let (length, behind) = length(behind)?;
        let (value, rest) = behind.split_at_checked(length).ok_or(ElementError::Truncated)?;
        let whole = bytes.get(..bytes.len().saturating_sub(rest.len())).unwrap_or(bytes);
        Ok((Self { tag, value, whole }, rest))
    }

    /// The element that these bytes are, with nothing behind it.
    pub(crate) fn only(bytes: &'a [u8]) -> Result<Self, ElementError> {
        match Self::first(bytes)? {
            (element, []) => Ok(element),
            _ => Err(ElementError::Invalid),
        }
    }

    /// The elements inside. An error is the last.
    pub(crate) fn elements(
        &self,
    ) -> impl Iterator<Item = Result<Element<'a>, ElementError>> + use<'a> {
        let mut rest = self.value;
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let first = Element::first(rest);
            rest = first.map_or(&[], |(_, behind)| behind);
            Some(first.map(|(element, _)| element))
        })
    }

    /// The first elements inside; what follows them may be anything.
    pub(crate) fn leading<const N: usize>(&self) -> Option<[Element<'a>; N]> {
        let found: Vec<_> = self.elements().take(N).map_while(Result::ok).collect();
        found.try_into().ok()
    }
}

/// A length (X.690, 8.1.3) of up to four bytes, and what is behind it.
fn length(bytes: &[u8]) -> Result<(usize, &[u8]), ElementError> {
    let (&first, behind) = bytes.split_first().ok_or(ElementError::Truncated)?;
    if first < 0x80 {
        return Ok((usize::from(first), behind));
    }
    // 0x80 is the indefinite length of BER; more than four bytes of length are no certificate.
    if !(0x81..=0x84).contains(&first) {
        return Err(ElementError::Invalid);
    }
    let (digits, behind) =
        behind.split_at_checked(usize::from(first & 0x7f)).ok_or(ElementError::Truncated)?;
    let length = digits.iter().fold(0_u32, |length, digit| length << 8 | u32::from(*digit));
    // As few bytes as possible: a short length fits into the first byte, a longer one does not
    // begin with zero.
    if length < 0x80 || digits.first() == Some(&0) {
        return Err(ElementError::Invalid);
    }
    Ok((usize::try_from(length).map_err(|_| ElementError::Truncated)?, behind))
}

/// An object identifier as dotted text.
pub(crate) fn dotted(oid: &Element<'_>) -> Option<String> {
    (oid.tag == tag::OID)
        .then(|| ObjectIdentifier::from_bytes(oid.value).ok())?
        .map(|oid| oid.to_string())
}

/// The `SubjectPublicKeyInfo` of a certificate.
pub(crate) fn certificate_public_key(der: &[u8]) -> Option<&[u8]> {
    let [tbs] = Element::only(der).ok()?.leading()?;
    // The version, [0], may be absent; then serial, algorithm, issuer, validity, subject, key.
    let mut parts = tbs.elements().map_while(Result::ok).filter(|part| part.tag != tag::CONTEXT_0);
    parts.nth(5).filter(|key| key.tag == tag::SEQUENCE).map(|key| key.whole)
}
