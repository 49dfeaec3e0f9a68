//! Which environment variables a configuration comes from, so that errors name them.

use crate::error::{Error, ErrorKind};

/// The environment variable of a setting.
pub(super) fn variable(name: &str) -> String {
    format!("ALIPAY_{}", name.to_ascii_uppercase())
}

/// The variables of a configuration.
#[derive(Clone, Debug)]
pub(super) struct Variables {
    /// The names of all settings.
    known: Vec<&'static str>,
    /// The settings whose variables are there, and empty.
    empty: Vec<&'static str>,
}

impl Variables {
    /// Of these settings, none of whose variables is empty.
    pub(super) fn new(known: impl Iterator<Item = &'static str>) -> Self {
        Self { known: known.collect(), empty: Vec::new() }
    }

    /// Notes an empty variable. It is refused where its absence would mean something else.
    pub(super) fn add_empty(&mut self, name: &'static str) -> Result<(), String> {
        if matches!(name, "app_auth_token" | "encrypt_key") {
            return Err(format!("`{}` is empty: set it, or remove it", variable(name)));
        }
        self.empty.push(name);
        Ok(())
    }

    /// The same error, with the names of variables in the place of those of settings.
    pub(super) fn name(&self, mut error: Error) -> Error {
        if let ErrorKind::Configuration { reason, .. } = error.kind_mut() {
            let is_missing = |name: &str| reason.starts_with(&format!("{name} is missing"));
            let empty = self.empty.iter().find(|name| is_missing(name));
            *reason = match empty {
                Some(name) => format!("`{}` is empty", variable(name)),
                None => with_variables(reason, &self.known),
            };
        }
        error
    }
}

/// `proxy` and `environment` are words, too: they are names where a reason begins with them.
fn with_variables(reason: &str, known: &[&str]) -> String {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '`';
    let words = reason.split_inclusive(|letter| !is_part(letter));
    words
        .enumerate()
        .map(|(index, piece)| {
            let word = piece.trim_end_matches(|letter| !is_part(letter));
            let end = piece.get(word.len()..).unwrap_or_default();
            let is_name = index == 0 || word.contains('_');
            match is_name && known.contains(&word) {
                true => format!("`{}`{end}", variable(word)),
                false => piece.to_owned(),
            }
        })
        .collect()
}
