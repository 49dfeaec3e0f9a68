//! The zip of a bill: names and contents in GBK, as the platform writes them.

use std::io::Write;

use encoding_rs::GBK;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use rawzip::path::EntryPath;
use rawzip::{CompressionMethod, ZipArchiveWriter};

/// A file of a bill.
pub(super) struct Member {
    pub(super) name: String,
    pub(super) text: String,
}

/// The zip of these files. A letter that GBK does not have is written as its number, `&#…;`.
pub(super) fn zip(members: &[Member]) -> Result<Vec<u8>, rawzip::Error> {
    let mut archive = ZipArchiveWriter::new(Vec::new());
    for member in members {
        let (name, _, _) = GBK.encode(&member.name);
        let (text, _, _) = GBK.encode(&member.text);
        // The name as it stands, without the flag that says UTF-8.
        let path = EntryPath::verbatim(name);
        let entry = archive.new_file(path).compression_method(CompressionMethod::DEFLATE);
        let (mut entry, config) = entry.start()?;
        let mut writer = config.wrap(DeflateEncoder::new(&mut entry, Compression::default()));
        writer.write_all(&text)?;
        let (encoder, descriptor) = writer.finish()?;
        encoder.finish()?;
        entry.finish(descriptor)?;
    }
    archive.finish()
}
