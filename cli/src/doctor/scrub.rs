//! A report that can be pasted anywhere.

use std::path::Path;

use alipay_sdk::Config;
use alipay_sdk_core::redact::mask_text;

use super::check::Check;

/// The shortest text that is looked for: shorter ones stand in ordinary words.
const SHORTEST: usize = 4;

/// How many digits the numbers of applications and merchants have; longer ones are of persons.
const NUMBER: usize = 16;

/// Takes out of a report what nobody else may know.
#[derive(Default)]
pub(super) struct Scrubber {
    /// Texts, and what stands in their place.
    texts: Vec<(String, String)>,
}

impl Scrubber {
    /// Of values of the configuration nothing is shown, and of paths the name of the file alone:
    /// folders are called after people.
    pub(super) fn new(config: &Config) -> Self {
        let shown = ["app_id", "environment", "base_url"];
        let mut texts = Vec::new();
        for name in Config::names().filter(|name| !shown.contains(name)) {
            for text in config.get(name).filter(|text| text.trim().len() >= SHORTEST) {
                let instead = if name.ends_with("_path") { file_name(text) } else { "***".into() };
                texts.push((text.trim().to_owned(), instead));
            }
        }
        // A path may begin as another one does.
        texts.sort_by_key(|(text, _)| std::cmp::Reverse(text.len()));
        Self { texts }
    }

    pub(super) fn scrub(&self, check: Check) -> Check {
        let clean = |text: &str| {
            let known = self.texts.iter();
            let text = known.fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
            let text = shorten_numbers(&text);
            mask_text(&text).into_owned()
        };
        Check { finding: clean(&check.finding), advice: clean(&check.advice), ..check }
    }
}

fn file_name(path: &str) -> String {
    Path::new(path).file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Of numbers of applications and merchants the first and last four digits, of longer ones none;
/// serials have letters and stay.
fn shorten_numbers(text: &str) -> String {
    let is_part = |letter: char| letter.is_ascii_alphanumeric();
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|letter| !is_part(letter)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        shown += &short(word);
        let gap = after.find(is_part).unwrap_or(after.len());
        shown += &after[..gap];
        rest = &after[gap..];
    }
    shown
}

fn short(word: &str) -> String {
    if word.len() < NUMBER || !word.bytes().all(|byte| byte.is_ascii_digit()) {
        return word.to_owned();
    }
    if word.len() > NUMBER {
        return "***".to_owned();
    }
    format!("{}…{}", &word[..4], &word[word.len() - 4..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_numbers_and_paths_only_a_part_is_shown_and_of_values_nothing() {
        let config: Config = serde_json::from_str(
            r#"{"private_key_path": "/home/alice/keys/app.pem", "app_auth_token": "2026BBhush"}"#,
        )
        .expect("a config");
        let finding = "/home/alice/keys/app.pem: 2021000000001234 2026BBhush, 13800138000, \
                       0123456789abcdef0123456789abcdef é";
        let check = Scrubber::new(&config).scrub(Check::ok("a", finding));
        let expected = "app.pem: 2021…1234 ***, ***, 0123456789abcdef0123456789abcdef é";
        assert_eq!(check.finding, expected);
    }
}
