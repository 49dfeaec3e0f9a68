//! The surface in one small file, for programs that look operations up without reading the
//! documents.

use std::io::{self, Read, Write};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

use crate::ir::Ir;

/// A packed surface cannot be written or read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PackError {
    /// The compression is broken.
    #[error("the compressed data cannot be read")]
    Compression(#[from] io::Error),
    /// It is none of this version of the crate.
    #[error("the packed surface is of another version")]
    Content(#[from] postcard::Error),
}

/// Packs a surface.
///
/// # Errors
/// When the memory does not suffice.
pub fn pack(ir: &Ir) -> Result<Vec<u8>, PackError> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&postcard::to_stdvec(ir)?)?;
    Ok(encoder.finish()?)
}

/// Unpacks what [`pack`] has packed.
///
/// # Errors
/// When it was packed by another version, or is broken.
pub fn unpack(packed: &[u8]) -> Result<Ir, PackError> {
    Ok(postcard::from_bytes(&inflate(packed)?)?)
}

/// Whether this is the surface, packed; by another compressor, perhaps.
pub fn is_packed(packed: &[u8], ir: &Ir) -> bool {
    let content = inflate(packed).ok();
    content.is_some_and(|content| postcard::to_stdvec(ir).is_ok_and(|right| right == content))
}

fn inflate(packed: &[u8]) -> io::Result<Vec<u8>> {
    let mut content = Vec::new();
    DeflateDecoder::new(packed).read_to_end(&mut content)?;
    Ok(content)
}
