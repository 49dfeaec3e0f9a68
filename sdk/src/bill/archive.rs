//! The zip of a bill. The names of its files decide nothing; nothing is unpacked to the disk.

use std::io::{self, Read};

use encoding_rs::GB18030;
use flate2::read::DeflateDecoder;
use rawzip::{
    CompressionMethod, RECOMMENDED_BUFFER_SIZE, ZipArchive, ZipArchiveEntryWayfinder,
    ZipFileHeaderRecord, ZipLocator, ZipReader, ZipVerifier,
};

use super::download::ZIP;
use super::error::BillError;
use super::limits::BillLimits;
use super::spool::Source;
use rawzip::ReaderAt;

/// A zip whose files were looked over.
pub(super) struct Archive {
    zip: ZipArchive<Source>,
    files: Vec<ZippedFile>,
}

/// A file in a zip.
#[derive(Clone, Copy)]
pub(super) struct ZippedFile {
    place: ZipArchiveEntryWayfinder,
    is_stored: bool,
}

/// The unpacked bytes of a file. More than the directory states, or other ones, are an error.
pub(super) type Unpacked<'a> = ZipVerifier<Packed<'a>>;

pub(super) enum Packed<'a> {
    Stored(ZipReader<&'a Source>),
    Deflated(DeflateDecoder<ZipReader<&'a Source>>),
}

impl Archive {
    pub(super) fn open(source: Source, limits: &BillLimits) -> Result<Self, BillError> {
        let mut head = [0; 64];
        let read = source.read_at(&mut head, 0).map_err(BillError::Io)?;
        ZIP.check(&head[..read])?;
        let mut buffer = vec![0; RECOMMENDED_BUFFER_SIZE];
        let size = source.size;
        let zip = ZipLocator::new()
            .locate_in_reader(source, &mut buffer, size)
            .map_err(|(_, error)| damaged(&error))?;
        let files = look_over(&zip, &mut buffer, limits)?;
        Ok(Self { zip, files })
    }

    pub(super) fn files(&self) -> &[ZippedFile] {
        &self.files
    }

    pub(super) fn source(&self) -> &Source {
        self.zip.get_ref()
    }

    pub(super) fn unpack(&self, file: ZippedFile) -> Result<Unpacked<'_>, BillError> {
        let entry = self.zip.get_entry(file.place).map_err(|error| damaged(&error))?;
        let reader = entry.reader();
        Ok(entry.verifying_reader(if file.is_stored {
            Packed::Stored(reader)
        } else {
            Packed::Deflated(DeflateDecoder::new(reader))
        }))
    }
}

impl Read for Packed<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Stored(reader) => reader.read(buffer),
            Self::Deflated(reader) => reader.read(buffer),
        }
    }
}

/// The files in the directory of a zip, one after the other: it may be made to have millions.
fn look_over(
    zip: &ZipArchive<Source>,
    buffer: &mut [u8],
    limits: &BillLimits,
) -> Result<Vec<ZippedFile>, BillError> {
    let mut files = Vec::new();
    let mut unpacked: u64 = 0;
    let mut entries = zip.entries(buffer);
    while let Some(entry) = entries.next_entry().map_err(|error| damaged(&error))? {
        if files.len() >= limits.files {
            let limit = limits.files as u64;
            return Err(BillError::TooLarge { what: "the number of files in the zip", limit });
        }
        unpacked = unpacked.saturating_add(entry.uncompressed_size_hint());
        if unpacked > limits.unpacked {
            let limit = limits.unpacked;
            return Err(BillError::TooLarge { what: "the unpacked size of the zip", limit });
        }
        files.push(check(&entry)?);
    }
    Ok(files)
}

fn check(entry: &ZipFileHeaderRecord<'_>) -> Result<ZippedFile, BillError> {
    let refuse = |problem: &str| Err(BillError::Archive(problem.to_owned()));
    if leads_away(entry.file_path().as_bytes(), entry.flags().is_utf8()) {
        return refuse("a file name in it leads into a folder, unlike those of bills");
    }
    if entry.flags().is_encrypted() || entry.flags().has_strong_encryption() {
        return refuse("a file in it is encrypted, unlike those of bills");
    }
    let is_stored = match entry.compression_method() {
        CompressionMethod::STORE => true,
        CompressionMethod::DEFLATE => false,
        _ => return refuse("a file in it is not compressed with deflate"),
    };
    Ok(ZippedFile { place: entry.wayfinder(), is_stored })
}

/// Whether a name has the parts of a path. It is decoded first: in GBK a backslash is the second
/// byte of many characters.
fn leads_away(name: &[u8], is_utf8: bool) -> bool {
    let name = if is_utf8 {
        String::from_utf8_lossy(name)
    } else {
        GB18030.decode_without_bom_handling(name).0
    };
    name.contains("..") || name.contains(['/', '\\', '\0'])
}

fn damaged(error: &rawzip::Error) -> BillError {
    BillError::Archive(format!("it is damaged ({error}): download it again"))
}
