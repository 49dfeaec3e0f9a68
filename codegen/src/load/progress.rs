//! Where a parser is in its document, what it has read so far, and what it found.

use crate::problem::{Place, Problems};

/// How many objects and lists may stand inside one another: all later steps recurse, on the small
/// stacks of worker threads too.
pub(super) const MAX_DEPTH: usize = 64;

/// The longest key, in bytes: the place of everything below a key repeats it.
const MAX_KEY: usize = 1024;

/// The problem of a document that is deeper.
pub(super) fn too_deep() -> String {
    format!("more than {MAX_DEPTH} levels of objects and lists")
}

/// A step down: the key of a field, or the index of an item.
pub(super) enum Token {
    Key(String),
    Index(usize),
}

pub(super) struct Progress {
    root: Place,
    /// From the root to here. Only a problem makes a place of it.
    path: Vec<Token>,
    /// The amount that was read so far, copies by aliases included.
    weight: usize,
    limit: usize,
    pub(super) problems: Problems,
}

impl Progress {
    /// At the root of a document that may weigh `limit`.
    pub(super) fn new(root: Place, limit: usize) -> Self {
        Self { root, path: Vec::new(), weight: 0, limit, problems: Problems::default() }
    }

    pub(super) fn here(&self) -> Place {
        self.path.iter().fold(self.root.clone(), |place, token| match token {
            Token::Key(key) => place.at(key),
            Token::Index(index) => place.at(index),
        })
    }

    /// One step down.
    pub(super) fn enter(&mut self, token: Token) -> Result<(), String> {
        self.path.push(token);
        if self.path.len() < MAX_DEPTH {
            return Ok(());
        }
        Err(too_deep())
    }

    /// One step up.
    pub(super) fn leave(&mut self) {
        self.path.pop();
    }

    /// Counts what is read.
    pub(super) fn add(&mut self, weight: usize) -> Result<(), String> {
        self.weight = self.weight.saturating_add(weight);
        if self.weight <= self.limit {
            return Ok(());
        }
        let reason =
            "aliases repeat too much: without aliases the document would be many times as long";
        Err(reason.to_owned())
    }

    /// Counts a key.
    pub(super) fn add_key(&mut self, key: &str) -> Result<(), String> {
        if key.len() > MAX_KEY {
            return Err(format!("a key is longer than {MAX_KEY} bytes"));
        }
        self.add(key.len())
    }
}

#[cfg(test)]
impl Progress {
    /// The amount that was read so far.
    pub(super) fn weight(&self) -> usize {
        self.weight
    }
}
