//! The features that the SDK's manifest has by hand: no product may be called so.

use std::collections::BTreeSet;

use super::source::Source;
use crate::markers::{BEGIN, END};

/// The names of the features outside of the markers; without a manifest there are none.
pub(super) fn features(manifest: Option<&Source>) -> BTreeSet<String> {
    let text = manifest.map(|source| String::from_utf8_lossy(&source.content)).unwrap_or_default();
    let (mut in_features, mut is_generated) = (false, false);
    let mut features = BTreeSet::new();
    for line in text.lines() {
        match line.trim() {
            BEGIN => is_generated = true,
            END => is_generated = false,
            section if section.starts_with('[') => in_features = section == "[features]",
            _ if in_features && !is_generated => features.extend(key(line)),
            _ => {}
        }
    }
    features
}

/// The key of `key = value`; further lines of a list are indented, or close it.
fn key(line: &str) -> Option<String> {
    let (key, _) = line.split_once('=')?;
    let key = key.trim_end().trim_matches('"');
    let is_name = |character: char| character.is_ascii_alphanumeric() || "-_+.".contains(character);
    (!key.is_empty() && key.chars().all(is_name)).then(|| key.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_by_hand_are_told_from_generated_and_from_other_keys() {
        let manifest = "[package]\nname = \"a\"\n[features]\ndefault = [\n    \"b\",\n]\n# Or = not\n\
            notify = [\"dep:c\"]\n\"mini-program\"=[]\n# <codegen>\ntrade = []\n# </codegen>\naxum = []\n\
            [dependencies]\nserde = \"1\"\n";
        let source = Source { name: "Cargo.toml".to_owned(), content: manifest.into() };
        let found: Vec<_> = features(Some(&source)).into_iter().collect();
        assert_eq!(found, ["axum", "default", "mini-program", "notify"]);
    }
}
