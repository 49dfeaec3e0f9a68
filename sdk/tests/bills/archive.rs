//! Zips that a stranger made.

use alipay_sdk::bill::{Bill, BillError, BillLimits};
use encoding_rs::GBK;
use rawzip::CompressionMethod;
use rawzip::path::EntryPath;

use super::files::{File, file, gbk, sample, text, trades, zip};

fn detail() -> String {
    text("trade", false)
}

/// A sample whose first file has these bytes at this place of its entry in the directory.
fn patched(at: usize, bytes: &[u8]) -> Vec<u8> {
    let mut zip = sample("trade");
    let entry = zip.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    zip[entry + at..entry + at + bytes.len()].copy_from_slice(bytes);
    zip
}

fn read(zip: Vec<u8>) -> Result<usize, BillError> {
    Ok(trades(&Bill::read(zip)?)?.len())
}

#[test]
fn the_order_and_the_names_of_the_files_are_of_no_account() {
    let (detail, summary) = (detail(), text("trade", true));
    for texts in [[&detail, &summary], [&summary, &detail]] {
        assert_eq!(read(zip(texts.map(|text| gbk(text)))).unwrap(), 3);
    }
    let names: [EntryPath<'_>; 4] = [
        EntryPath::verbatim(GBK.encode("2088_业务明细.csv").0.into_owned()),
        EntryPath::conformant("2088_业务明细.csv"),
        EntryPath::verbatim(b"\xff\xfe\x80".to_vec()),
        EntryPath::conformant("a"),
    ];
    for path in names {
        let named = File { path, ..gbk(&detail) };
        assert_eq!(read(zip([named])).unwrap(), 3);
    }
}

#[test]
fn a_name_that_leads_into_a_folder_is_refused() {
    for name in ["../a.csv", "/etc/a.csv", "a/b.csv", "..\\a.csv", "C:\\a.csv", "a\0.csv"] {
        let path = EntryPath::verbatim(name.as_bytes().to_vec());
        let error = read(zip([File { path, ..gbk(&detail()) }])).unwrap_err().to_string();
        assert!(error.contains("leads into a folder") && !error.contains(name), "{error}");
    }
    // In GBK the second byte of this letter is a backslash.
    let path = EntryPath::verbatim(GBK.encode("誠信.csv").0.into_owned());
    assert_eq!(read(zip([File { path, ..gbk(&detail()) }])).unwrap(), 3);
}

#[test]
fn a_file_without_compression_is_read() {
    let stored = File { method: CompressionMethod::STORE, ..gbk(&detail()) };
    assert_eq!(read(zip([stored])).unwrap(), 3);
}

#[test]
fn a_zip_that_unpacks_to_more_than_the_limit_is_not_unpacked() {
    let large = "0".repeat(1 << 20);
    let bomb = zip([gbk(&detail()), gbk(&large)]);
    assert!(bomb.len() < 4_096);
    let limits = BillLimits::new().unpacked(1 << 20);
    let error = Bill::read_within(bomb, &limits).unwrap_err();
    assert!(matches!(error, BillError::TooLarge { limit: 1_048_576, .. }), "{error}");
    assert!(error.to_string().contains("unpacked size"), "{error}");
}

#[test]
fn a_zip_that_hides_its_size_is_damaged() {
    // 16 bytes, as the directory has it; the file has more.
    let error = read(patched(24, &16_u32.to_le_bytes())).unwrap_err().to_string();
    assert!(error.contains("damaged"), "{error}");
}

#[test]
fn a_zip_of_too_many_files_is_refused() {
    let error = Bill::read(zip((0..65).map(|_| gbk("#")))).unwrap_err();
    assert!(matches!(error, BillError::TooLarge { limit: 64, .. }), "{error}");
    let limits = BillLimits::new().files(1);
    assert!(Bill::read_within(sample("trade"), &limits).is_err());
}

#[test]
fn a_zip_over_the_limit_of_downloads_is_refused() {
    let limits = BillLimits::new().download(100);
    let error = Bill::read_within(sample("trade"), &limits).unwrap_err();
    assert!(matches!(error, BillError::TooLarge { limit: 100, .. }), "{error}");
}

#[test]
fn encrypted_files_and_other_compressions_are_named() {
    let error = read(patched(8, &1_u16.to_le_bytes())).unwrap_err().to_string();
    assert!(error.contains("encrypted"), "{error}");
    for method in [12_u16, 14, 93, 99, 500] {
        let error = read(patched(10, &method.to_le_bytes())).unwrap_err().to_string();
        assert!(error.contains("not compressed with deflate"), "{method}: {error}");
    }
}

#[test]
fn a_changed_byte_is_found() {
    let error = read(patched(16, &[0, 0, 0, 0])).unwrap_err();
    assert!(matches!(error, BillError::Archive(_)), "{error}");
}

#[test]
fn what_is_no_zip_says_what_it_is() {
    let page = b"\r\n<!DOCTYPE html><html><body>".to_vec();
    let error = Bill::read(page).unwrap_err();
    assert!(matches!(error, BillError::NotTheFile { is_page: true, .. }), "{error}");
    assert!(error.to_string().contains("the address has expired"), "{error}");
    for other in [&b""[..], b"P", b"%PDF-1.4", b"{}"] {
        let error = Bill::read(other.to_vec()).unwrap_err();
        assert!(matches!(error, BillError::NotTheFile { is_page: false, .. }), "{error}");
    }
    for cut in [b"PK".to_vec(), sample("trade")[..500].to_vec()] {
        let error = Bill::read(cut).unwrap_err();
        assert!(matches!(error, BillError::Archive(_)), "{error}");
    }
}

#[test]
fn an_empty_zip_has_no_rows_of_any_kind() {
    let bill = Bill::read(b"PK\x05\x06".iter().copied().chain([0; 18]).collect::<Vec<_>>());
    let error = bill.unwrap().trades().unwrap_err().to_string();
    assert!(error.contains("the zip is empty"), "{error}");
    assert!(read(zip([file(Vec::new())])).is_err());
}
