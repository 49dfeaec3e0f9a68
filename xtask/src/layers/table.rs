//! The order of the floors, as ARCHITECTURE.md shows it.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};

/// The floors of each crate from the top down, each with its modules.
#[derive(Debug)]
pub(super) struct Table(BTreeMap<String, Vec<Vec<String>>>);

impl Table {
    /// Reads the block `layers` of a page: a crate per line, below it its floors from the top, in
    /// indented lines and between slashes that stand alone. A slash in a name leads to a module
    /// inside.
    pub(super) fn read(page: &str) -> Result<Self> {
        let (_, block) = page.split_once("```layers\n").context("there is no block `layers`")?;
        let (block, _) = block.split_once("```").context("the block `layers` has no end")?;
        let mut crates = BTreeMap::new();
        let mut floors: Option<&mut Vec<Vec<String>>> = None;
        for line in block.lines().filter(|line| !line.trim().is_empty()) {
            if line.starts_with(' ') {
                let floors = floors.as_mut().context("a floor without a crate")?;
                floors.extend(line.split(" /").map(floor).filter(|floor| !floor.is_empty()));
            } else {
                ensure!(!crates.contains_key(line), "the crate {line} is a duplicate");
                floors = Some(crates.entry(line.trim().to_owned()).or_default());
            }
        }
        Ok(Self(crates))
    }

    pub(super) fn floors(&self, name: &str) -> Result<&[Vec<String>]> {
        self.0.get(name).map(Vec::as_slice).with_context(|| format!("no floors for {name}"))
    }
}

/// The modules of a floor.
fn floor(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}
