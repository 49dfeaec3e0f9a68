//! Files held against the rules.

use anyhow::Result;

use super::rules::Rules;
use super::sentence::{CODE, sentences};
use super::texts::{self, Text};

/// The limit for lines of prose.
const COLUMNS: usize = 100;

/// A name or an address of this length may go beyond the limit.
const LONG_WORD: usize = 60;

/// A sentence that breaks a rule, or a line that is too long.
pub(super) struct Finding {
    pub(super) file: String,
    pub(super) line: usize,
    /// The words that break the rule.
    pub(super) words: String,
    /// The words to write in their place, or the way to mend it.
    pub(super) instead: String,
    pub(super) sentence: String,
}

/// Everything that was found.
#[derive(Default)]
pub(super) struct Findings {
    pub(super) files: usize,
    pub(super) sentences: usize,
    pub(super) all: Vec<Finding>,
}

impl Findings {
    /// Adds the findings of a file.
    pub(super) fn add(&mut self, file: &str, content: &str, rules: &Rules) -> Result<()> {
        self.files += 1;
        let lines: Vec<_> = content.lines().collect();
        for text in texts::of(file, content)? {
            self.check_words(file, &text, rules);
            self.check_columns(file, &text, &lines);
        }
        Ok(())
    }

    pub(super) fn is_clean(&self) -> bool {
        self.all.is_empty()
    }

    fn check_words(&mut self, file: &str, text: &Text, rules: &Rules) {
        for sentence in sentences(&text.content) {
            self.sentences += 1;
            for (rule, words) in rules.broken(&sentence.words) {
                self.all.push(Finding {
                    file: file.to_owned(),
                    line: text.line + sentence.line,
                    words: words.join(" ").replace(CODE, "…"),
                    instead: rule.instead.clone(),
                    sentence: sentence.text.split_whitespace().collect::<Vec<_>>().join(" "),
                });
            }
        }
    }

    fn check_columns(&mut self, file: &str, text: &Text, lines: &[&str]) {
        let Some(last) = text.limited_to else { return };
        let own = lines.get(text.line - 1..last).unwrap_or_default();
        for (line, content) in (text.line..).zip(own) {
            let columns = content.chars().count();
            let cannot_break =
                content.split_whitespace().any(|word| word.chars().count() > LONG_WORD);
            if columns > COLUMNS && !cannot_break {
                self.all.push(Finding {
                    file: file.to_owned(),
                    line,
                    words: format!("{columns} columns"),
                    instead: format!("lines of at most {COLUMNS} columns"),
                    sentence: content.trim().to_owned(),
                });
            }
        }
    }
}
