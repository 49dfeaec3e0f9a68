//! What comes out of PEM, Base64 or DER before anybody knows what it is.

use zeroize::Zeroizing;

use super::odd::OddCharacter;

/// One thing that a text or a file holds, not yet understood.
pub(crate) struct Block {
    /// Its label calls it a certificate.
    pub(crate) certificate: bool,
    /// Its headers say that it is encrypted.
    pub(crate) encrypted: bool,
    /// The bytes, or why there are none.
    pub(crate) content: Result<Zeroizing<Vec<u8>>, TextError>,
}

impl Block {
    pub(crate) fn broken(error: TextError) -> Self {
        Self { certificate: false, encrypted: false, content: Err(error) }
    }

    pub(super) fn bare(content: Zeroizing<Vec<u8>>) -> Self {
        Self { certificate: false, encrypted: false, content: Ok(content) }
    }
}

/// Why there are no bytes. None of these quotes the text: it may be a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TextError {
    Empty,
    /// With the first character that is no Base64, if there is one.
    NotBase64(Option<OddCharacter>),
    /// There are blanks in the places of its `+`.
    Blanks,
    Truncated,
    TooLong,
    /// It is the name of a file.
    Path {
        exists: bool,
    },
}
