//! Bills: downloading them, and reading them.

use std::collections::BTreeMap;
use std::io::Read;

use encoding_rs::GBK;
use flate2::read::DeflateDecoder;
use rawzip::ZipArchive;
use serde_json::Value;

use super::till::Till;
use super::web::{Response, exchange};

/// A bill: its files by name.
pub(crate) struct Bill(pub(crate) BTreeMap<String, String>);

/// The rows of a file, each by the titles of its columns.
pub(crate) type Rows = Vec<BTreeMap<String, String>>;

impl Till {
    /// The response to a request for a bill.
    pub(crate) fn ask_for_bill(&self, bill_type: &str, bill_date: &str) -> Response {
        let path = "data/dataservice/bill/downloadurl/query";
        self.get(&format!("{path}?bill_date={bill_date}&bill_type={bill_type}"))
    }

    /// A bill that there is.
    pub(crate) fn bill(&self, bill_type: &str, bill_date: &str) -> Bill {
        let response = self.ask_for_bill(bill_type, bill_date);
        assert_eq!(response.status, 200, "{}", response.text());
        Bill::read(&self.download(&response.json()).body)
    }

    /// The content of the address in a response.
    pub(crate) fn download(&self, response: &Value) -> Response {
        let url = response["bill_download_url"].as_str().expect("an address");
        let base = format!("http://{}", self.address);
        let target = url.strip_prefix(&base).expect("an address of the gateway");
        exchange(&self.address, "GET", target, "", "")
    }
}

impl Bill {
    pub(crate) fn read(zip: &[u8]) -> Self {
        let archive = ZipArchive::from_slice(zip).expect("a zip");
        let mut files = BTreeMap::new();
        for entry in archive.entries() {
            let entry = entry.expect("an entry");
            assert!(!entry.flags().is_utf8(), "names are in GBK");
            let (name, _, wrong) = GBK.decode(entry.file_path().as_bytes());
            assert!(!wrong, "{name}");
            let content = archive.get_entry(entry.wayfinder()).expect("a file");
            let mut bytes = Vec::new();
            let inflated = DeflateDecoder::new(content.data());
            content.verifying_reader(inflated).read_to_end(&mut bytes).expect("whole");
            let (text, _, wrong) = GBK.decode(&bytes);
            assert!(!wrong, "{text}");
            files.insert(name.into_owned(), text.into_owned());
        }
        Self(files)
    }

    /// The file whose first line is this.
    pub(crate) fn file(&self, first_line: &str) -> &str {
        let file = self.0.values().find(|text| text.lines().next() == Some(first_line));
        file.unwrap_or_else(|| panic!("no {first_line} in {:?}", self.0.keys()))
    }

    /// The rows of that file.
    pub(crate) fn rows(&self, first_line: &str) -> Rows {
        let file = self.file(first_line);
        let mut table = file.lines().skip_while(|line| !line.contains("列表---")).skip(1);
        let titles: Vec<_> = table.next().expect("titles").split(',').collect();
        let rows = table.take_while(|line| !line.starts_with('#'));
        let row = |line: &str| {
            let values: Vec<_> = line.split(',').map(str::trim).collect();
            assert_eq!(values.len(), titles.len(), "{line}");
            titles
                .iter()
                .zip(values)
                .map(|(name, value)| ((*name).to_owned(), value.to_owned()))
                .collect()
        };
        rows.map(row).collect()
    }
}

/// The sum of a column, in fen.
pub(crate) fn sum(rows: &Rows, column: &str) -> i64 {
    rows.iter().map(|row| fen(&row[column])).sum()
}

/// An amount with two decimals, in fen.
pub(crate) fn fen(amount: &str) -> i64 {
    amount.replace('.', "").parse().unwrap_or_else(|_| panic!("no amount: {amount}"))
}
