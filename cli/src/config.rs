//! The configuration: a file, or the environment, and what is asked for at a prompt.

use std::path::{Path, PathBuf};

use alipay_sdk::{Client, Config};
use anyhow::Result;

use crate::input;
use crate::output::usage;

#[derive(clap::Args, Clone, Debug, Default)]
pub(crate) struct Source {
    /// The configuration file, in TOML or JSON [default: the environment variables ALIPAY_…]
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    /// Asks for this setting at a hidden prompt, such as private_key, encrypt_key or
    /// app_auth_token; may be given several times
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) prompt: Vec<String>,
}

impl Source {
    /// The configuration, before it is known to be right.
    pub(crate) fn read(&self) -> Result<Config> {
        let mut config = match &self.config {
            Some(path) => file(path)?,
            None => Config::from_env()?,
        };
        for name in &self.prompt {
            if !Config::names().any(|known| known == name) {
                return Err(usage(format!(
                    "--prompt {name}: there is no such setting; pass one such as private_key"
                )));
            }
            config.set(name, input::prompt(name)?)?;
        }
        if config.get("app_id").next().is_none() && self.config.is_none() {
            return Err(usage(
                "there is no configuration: pass --config FILE, or set ALIPAY_APP_ID and the \
                 other variables",
            ));
        }
        Ok(config)
    }

    pub(crate) fn client(&self) -> Result<Client> {
        Ok(Client::builder().config(self.read()?).build()?)
    }
}

/// Reads a file. An error names line and column alone: the line may hold a key.
fn file(path: &Path) -> Result<Config> {
    let text = input::read_text(path)?;
    let name = path.display();
    if path.extension().is_some_and(|ending| ending == "json") {
        return serde_json::from_str(&text).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            usage(format!("{name} is not a JSON object: line {line}, column {column}"))
        });
    }
    toml::from_str(&text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        let before = text.get(..start).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        usage(format!(
            "{name} is not TOML: line {line}, column {column}; put strings in quotation marks; \
             in '…' a `\\` is an ordinary character"
        ))
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    #[test]
    fn a_broken_file_is_told_by_its_place_and_no_line_of_it_is_shown() {
        let folder = tempfile::tempdir().unwrap();
        for (name, text, place) in [
            ("a.toml", "app_id = '1'\nprivate_key = hush hush\n", "line 2, column 15"),
            ("a.json", "{\"app_id\": \"1\",\n \"private_key\": hush}", "line 2"),
        ] {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            let error = file(&path).unwrap_err().to_string();
            assert!(error.contains(place) && !error.contains("hush"), "{error}");
        }
    }

    #[test]
    fn only_what_can_be_set_is_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        std::fs::write(&path, "app_id = '1'\n").unwrap();
        let source = Source { config: Some(path), prompt: vec!["color".to_owned()] };
        assert!(source.read().unwrap_err().to_string().contains("no such setting"));
    }
}
