//! Zips of bills: the samples, and those that a test makes of them.

use std::io::{Read, Write};
use std::path::PathBuf;

use alipay_sdk::bill::{Bill, BillError, TradeRow};
use encoding_rs::GBK;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use rawzip::path::EntryPath;
use rawzip::{CompressionMethod, ZipArchive, ZipArchiveWriter};

/// A sample: `trade`, `trade_empty` or `signcustomer`.
pub(crate) fn sample(kind: &str) -> Vec<u8> {
    let name = format!("tests/fixtures/bills/20880000000000010156_20990101.{kind}.csv.zip");
    std::fs::read(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// The text of a sample's file.
pub(crate) fn text(kind: &str, is_summary: bool) -> String {
    let zip = sample(kind);
    let archive = ZipArchive::from_slice(&zip).unwrap();
    let mut texts = archive.entries().map(|entry| {
        let entry = entry.unwrap();
        let file = archive.get_entry(entry.wayfinder()).unwrap();
        let mut bytes = Vec::new();
        if entry.compression_method() == CompressionMethod::STORE {
            bytes.extend_from_slice(file.data());
        } else {
            DeflateDecoder::new(file.data()).read_to_end(&mut bytes).unwrap();
        }
        GBK.decode(&bytes).0.into_owned()
    });
    texts.find(|text| text.lines().next().unwrap().contains("汇总") == is_summary).unwrap()
}

/// A file of a zip.
pub(crate) struct File<'a> {
    pub(crate) path: EntryPath<'a>,
    pub(crate) content: Vec<u8>,
    pub(crate) method: CompressionMethod,
}

/// A file with an ordinary name, in GBK.
pub(crate) fn gbk(text: &str) -> File<'static> {
    file(GBK.encode(text).0.into_owned())
}

/// A file with an ordinary name.
pub(crate) fn file(content: Vec<u8>) -> File<'static> {
    let path = EntryPath::verbatim(GBK.encode("2088_20990101_业务明细(汇总).csv").0.into_owned());
    File { path, content, method: CompressionMethod::DEFLATE }
}

/// The zip of these files.
pub(crate) fn zip<'a>(files: impl IntoIterator<Item = File<'a>>) -> Vec<u8> {
    let mut archive = ZipArchiveWriter::new(Vec::new());
    for File { path, content, method } in files {
        let entry = archive.new_file(path).compression_method(method);
        let (mut entry, config) = entry.start().unwrap();
        let descriptor = if method == CompressionMethod::DEFLATE {
            let mut writer = config.wrap(DeflateEncoder::new(&mut entry, Compression::default()));
            writer.write_all(&content).unwrap();
            let (encoder, descriptor) = writer.finish().unwrap();
            encoder.finish().unwrap();
            descriptor
        } else {
            let mut writer = config.wrap(&mut entry);
            writer.write_all(&content).unwrap();
            writer.finish().unwrap().1
        };
        entry.finish(descriptor).unwrap();
    }
    archive.finish().unwrap()
}

/// A bill of these texts, in GBK.
pub(crate) fn bill(texts: &[&str]) -> Bill {
    Bill::read(zip(texts.iter().map(|text| gbk(text)))).unwrap()
}

/// All rows, or the first error.
pub(crate) fn trades(bill: &Bill) -> Result<Vec<TradeRow>, BillError> {
    bill.trades()?.collect()
}

/// The rows that could be read, and what the errors say.
pub(crate) fn rows_and_errors(bill: &Bill) -> (usize, Vec<String>) {
    let (mut rows, mut errors) = (0, Vec::new());
    for row in bill.trades().unwrap() {
        match row {
            Ok(_) => rows += 1,
            Err(error) => errors.push(error.to_string()),
        }
    }
    (rows, errors)
}
