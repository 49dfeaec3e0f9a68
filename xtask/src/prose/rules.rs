//! The rules, as the table of the style page shows them.

use anyhow::{Context, Result, ensure};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::pattern::Pattern;
use super::sentence::Word;

/// A row of the table.
pub(super) struct Rule {
    patterns: Vec<Pattern>,
    /// The words to use in their place.
    pub(super) instead: String,
    /// A sentence with one of these is right.
    exceptions: Vec<Pattern>,
}

/// A cell: its text, and each piece of code in it.
#[derive(Default)]
struct Cell {
    text: String,
    codes: Vec<String>,
}

impl Cell {
    fn patterns(&self) -> Result<Vec<Pattern>> {
        self.codes.iter().map(|code| Pattern::read(code)).collect()
    }
}

pub(super) struct Rules(Vec<Rule>);

impl Rules {
    /// Reads the rows of all tables of a page: patterns, words in their place, exceptions.
    pub(super) fn read(page: &str) -> Result<Self> {
        let rules = rows(page)
            .into_iter()
            .map(|row| Rule::read(&row).with_context(|| format!("the row for {}", row_name(&row))))
            .collect::<Result<Vec<_>>>()?;
        ensure!(!rules.is_empty(), "the page has no table of rules");
        Ok(Self(rules))
    }

    /// The rules that a sentence breaks, each with the words that break it.
    pub(super) fn broken<'r>(
        &'r self,
        words: &'r [Word],
    ) -> impl Iterator<Item = (&'r Rule, &'r [Word])> {
        self.0.iter().filter_map(|rule| Some((rule, rule.find(words)?)))
    }
}

impl Rule {
    fn read(row: &[Cell]) -> Result<Self> {
        let [patterns, instead, exceptions] = row else {
            anyhow::bail!("it has {} cells in place of three", row.len());
        };
        let patterns = patterns.patterns()?;
        ensure!(!patterns.is_empty(), "its first cell has no pattern in backticks");
        let instead = instead.text.trim().to_owned();
        ensure!(!instead.is_empty(), "its second cell does not say what to write");
        Ok(Self { patterns, instead, exceptions: exceptions.patterns()? })
    }

    fn find<'w>(&self, words: &'w [Word]) -> Option<&'w [Word]> {
        let found = self.patterns.iter().find_map(|pattern| pattern.find(words))?;
        let is_excepted = self.exceptions.iter().any(|pattern| pattern.find(words).is_some());
        (!is_excepted).then_some(found)
    }
}

fn row_name(row: &[Cell]) -> &str {
    row.first().map_or("nothing", |cell| &cell.text)
}

/// The rows below the heads of all tables.
fn rows(page: &str) -> Vec<Vec<Cell>> {
    let mut rows = Vec::new();
    let mut cells = Vec::new();
    let mut cell = Cell::default();
    for event in Parser::new_ext(page, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::TableCell) => cell = Cell::default(),
            Event::Text(text) => cell.text.push_str(&text),
            Event::Code(code) => {
                cell.text.push_str(&code);
                cell.codes.push(code.into_string());
            }
            Event::End(TagEnd::TableCell) => cells.push(std::mem::take(&mut cell)),
            Event::End(TagEnd::TableHead) => cells.clear(),
            Event::End(TagEnd::TableRow) => rows.push(std::mem::take(&mut cells)),
            _ => {}
        }
    }
    rows
}
