//! What the workers were told of each order, written down at once: nobody may be told otherwise
//! later.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};

use crate::shop::Ended;

const FILE: &str = "told.log";

/// Where it is written down.
pub(crate) struct Told(File);

impl Told {
    pub(crate) fn open(folder: &Path) -> Result<Self> {
        let path = folder.join(FILE);
        let file = OpenOptions::new().create(true).append(true).open(&path);
        file.with_context(|| format!("{}", path.display())).map(Self)
    }

    /// Somebody was told how the order with this number ended.
    pub(crate) fn write(&self, number: &str, worker: &str, ended: &Ended) -> Result<()> {
        let line = format!("{number} {worker} {}\n", ended.word());
        (&self.0).write_all(line.as_bytes()).context(FILE)
    }
}

/// What everybody was told, by number.
pub(crate) fn read(folder: &Path) -> Result<BTreeMap<String, Vec<String>>> {
    let mut told: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in std::fs::read_to_string(folder.join(FILE)).context(FILE)?.lines() {
        let mut words = line.split(' ');
        if let (Some(number), Some(_), Some(word)) = (words.next(), words.next(), words.next()) {
            told.entry(number.to_owned()).or_default().push(word.to_owned());
        }
    }
    Ok(told)
}
