//! DER, one element at a time, as far as it is needed.
//!
//! Certificates are walked, not decoded into the structures of RFC 5280: those refuse a whole certificate for parts that
//! nobody here reads, and sort what has to be kept in its order.

use der::asn1::{AnyRef, ObjectIdentifier};
use der::{Decode, Tag, Tagged};

/// One element: tag, content, and the whole of it as encoded.
#[derive(Clone, Copy)]
pub(crate) struct Element<'a> {
    pub(crate) tag: Tag,
    pub(crate) value: &'a [u8],
    pub(crate) whole: &'a [u8],
}

impl<'a> Element<'a> {
    /// The element that these bytes begin with, and the bytes behind it.
    pub(crate) fn first(bytes: &'a [u8]) -> der::Result<(Self, &'a [u8])> {
        let (any, rest) = AnyRef::from_der_partial(bytes)?;
        let whole = bytes.get(..bytes.len().saturating_sub(rest.len())).unwrap_or(bytes);
        Ok((Self { tag: any.tag(), value: any.value(), whole }, rest))
    }

    /// The element that these bytes are, with nothing behind it.
    pub(crate) fn only(bytes: &'a [u8]) -> der::Result<Self> {
        let (element, rest) = Self::first(bytes)?;
        if rest.is_empty() { Ok(element) } else { Err(element.tag.length_error().into()) }
    }

    /// The elements inside.
    pub(crate) fn elements(&self) -> impl Iterator<Item = der::Result<Element<'a>>> + use<'a> {
        let mut rest = self.value;
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            match Element::first(rest) {
                Ok((element, behind)) => {
                    rest = behind;
                    Some(Ok(element))
                }
                Err(error) => {
                    rest = &[];
                    Some(Err(error))
                }
            }
        })
    }

    /// The first elements inside; what follows them may be anything.
    pub(crate) fn leading<const N: usize>(&self) -> Option<[Element<'a>; N]> {
        let found: Vec<_> = self.elements().take(N).map_while(Result::ok).collect();
        found.try_into().ok()
    }
}

/// The object identifier of an `AlgorithmIdentifier`, as dotted text.
pub(crate) fn dotted(algorithm: &Element<'_>) -> Option<String> {
    let [oid] = algorithm.leading()?;
    oid_text(&oid)
}

fn oid_text(oid: &Element<'_>) -> Option<String> {
    (oid.tag == Tag::ObjectIdentifier)
        .then(|| ObjectIdentifier::from_bytes(oid.value).ok())?
        .map(|oid| oid.to_string())
}

/// The `SubjectPublicKeyInfo` of a certificate.
pub(crate) fn certificate_public_key(der: &[u8]) -> Option<&[u8]> {
    let [tbs] = Element::only(der).ok()?.leading()?;
    // The version, [0], may be absent; then serial, algorithm, issuer, validity, subject, key.
    let mut parts =
        tbs.elements().map_while(Result::ok).filter(|part| !part.tag.is_context_specific());
    parts.nth(5).filter(|key| key.tag == Tag::Sequence).map(|key| key.whole)
}
