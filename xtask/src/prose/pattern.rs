//! Words that a sentence must not have: `in one go`, `of/in what is/was`, `colour*`, `^what is`.

use anyhow::{Result, ensure};

use super::sentence::{Word, words};

/// Words one after the other, with alternatives for each.
pub(super) struct Pattern {
    at_start: bool,
    places: Vec<Vec<Alternative>>,
}

enum Alternative {
    Whole(Word),
    /// A word that begins so.
    Begins(Word),
}

impl Pattern {
    /// Reads `^` (the start of a sentence), words, `/` between alternatives, and `*` behind a word.
    pub(super) fn read(written: &str) -> Result<Self> {
        let (at_start, rest) = match written.strip_prefix('^') {
            Some(rest) => (true, rest),
            None => (false, written),
        };
        let mut places = Vec::new();
        for place in rest.split_whitespace() {
            let mut alternatives = Vec::new();
            for alternative in place.split('/') {
                alternatives.push(Alternative::read(alternative)?);
            }
            places.push(alternatives);
        }
        ensure!(!places.is_empty(), "the pattern `{written}` has no word; write one");
        Ok(Self { at_start, places })
    }

    /// The words of a sentence that it applies to.
    pub(super) fn find<'w>(&self, words: &'w [Word]) -> Option<&'w [Word]> {
        let first = words.iter().position(|word| word.starts_with(char::is_alphanumeric))?;
        words.windows(self.places.len()).enumerate().find_map(|(place, window)| {
            let is_there = !self.at_start || place == first;
            (is_there && self.applies(window)).then_some(window)
        })
    }

    fn applies(&self, window: &[Word]) -> bool {
        let mut places = self.places.iter().zip(window);
        places.all(|(place, word)| place.iter().any(|alternative| alternative.applies(word)))
    }
}

impl Alternative {
    fn read(written: &str) -> Result<Self> {
        let (whole, begins) = match written.strip_suffix('*') {
            Some(stem) => (stem, true),
            None => (written, false),
        };
        let [word] = <[Word; 1]>::try_from(words(whole)).unwrap_or_default();
        ensure!(!word.is_empty(), "`{written}` is not one word; separate words by blanks");
        Ok(if begins { Self::Begins(word) } else { Self::Whole(word) })
    }

    fn applies(&self, word: &str) -> bool {
        match self {
            Self::Whole(whole) => whole == word,
            Self::Begins(stem) => word.starts_with(stem.as_str()),
        }
    }
}
