//! A configuration from a file or from the environment.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use zeroize::Zeroizing;

use super::builder::ClientBuilder;
use super::setting::{SETTINGS, Setting};
use super::variables::Variables;
use crate::error::Error;
use alipay_sdk_core::{Secret, data::Json};

/// A configuration as texts, from a TOML or JSON file (through serde) or from the environment.
///
/// | name | what |
/// | --- | --- |
/// | `app_id` | the id of the application |
/// | `private_key`, `private_key_path` | the application's private key, or the path to it |
/// | `alipay_public_key`, `alipay_public_key_path` | key mode: Alipay's public key |
/// | `app_certificate`, `app_certificate_path` | certificate mode: the application's certificate |
/// | `alipay_certificate`, `alipay_certificate_path` | certificate mode: Alipay's certificate |
/// | `root_certificate`, `root_certificate_path` | certificate mode: the root bundle |
/// | `encrypt_key` | the key for the encryption of bodies |
/// | `app_auth_token` | all calls on behalf of this merchant |
/// | `environment` | `production` or `sandbox` |
/// | `base_url` | another address |
/// | `proxy` | an HTTP proxy |
///
/// In a file `alipay_certificate` and `alipay_certificate_path` may be lists. Set either a text or
/// the path to it, and either `environment` or `base_url`. An unknown name is an error when the
/// client is built. Environment variables are the names in capitals with the prefix `ALIPAY_`, such
/// as `ALIPAY_APP_ID`. `Debug` shows the names that are set, never a value.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let config: alipay_sdk::Config = serde_json::from_str(
///     r#"{"app_id": "2021000000000000", "environment": "sandbox"}"#,
/// )?;
/// let builder = alipay_sdk::Client::builder().config(config);
/// # let _ = builder;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Default)]
pub struct Config {
    settings: Vec<(&'static Setting, Zeroizing<String>)>,
    /// The problem of the file. Kept until the client is built: formats such as TOML would
    /// quote the line, and so perhaps a key.
    problem: Option<String>,
    /// Where it comes from, when that is the environment.
    variables: Option<Variables>,
}

impl Config {
    /// Reads the known variables of this process that begin with `ALIPAY_`, and ignores others. An
    /// empty variable counts as absent. Two empty variables are errors, because their absence has
    /// another meaning: `ALIPAY_APP_AUTH_TOKEN` (another account) and `ALIPAY_ENCRYPT_KEY` (no
    /// encryption).
    ///
    /// # Errors
    /// When a value is not Unicode, or two variables exclude one another. The error names the
    /// variables. Building a client from wrong values names the variable, too.
    pub fn from_env() -> Result<Self, Error> {
        let mut config = Self::default();
        let mut variables = Variables::new(SETTINGS.iter().map(|setting| setting.name));
        for setting in SETTINGS {
            let name = setting.variable();
            match std::env::var(&name) {
                Ok(text) if text.trim().is_empty() => {
                    variables.add_empty(setting.name).map_err(Error::configuration)?;
                }
                Ok(text) => {
                    let text = Zeroizing::new(text);
                    if let Some(known) = config.excluded_by(setting) {
                        return Err(Error::configuration(contradiction(&known.variable(), &name)));
                    }
                    config.settings.push((setting, text));
                }
                Err(std::env::VarError::NotPresent) => {}
                Err(std::env::VarError::NotUnicode(_)) => {
                    return Err(Error::configuration(format!("{name} is not Unicode")));
                }
            }
        }
        config.variables = Some(variables);
        Ok(config)
    }

    /// Returns the names of all settings.
    pub fn names() -> impl Iterator<Item = &'static str> {
        SETTINGS.iter().map(|setting| setting.name)
    }

    /// Returns the texts that are set under a name, several for a list. They may be secrets.
    pub fn get(&self, name: &str) -> impl Iterator<Item = &str> {
        let set = self.settings.iter().filter(move |(setting, _)| setting.name == name);
        set.map(|(_, text)| text.as_str())
    }

    /// Returns the first mistake in the names of a file: an unknown name, a duplicate, or two names
    /// that exclude one another. Building a client reports it, too.
    pub fn problem(&self) -> Option<&str> {
        self.problem.as_deref()
    }

    /// Sets the text of a setting, such as a key that was typed at a prompt.
    ///
    /// # Errors
    /// When there is no such name, or a setting that is set already excludes it.
    pub fn set(&mut self, name: &str, text: impl Into<Secret>) -> Result<(), Error> {
        let setting = self.unset(name).map_err(Error::configuration)?;
        self.settings.push((setting, Zeroizing::new(text.into().expose().to_owned())));
        Ok(())
    }

    pub(super) fn apply(self, mut builder: ClientBuilder) -> ClientBuilder {
        if let Some(problem) = self.problem {
            builder.note(Error::configuration(problem));
        }
        let is_sound = builder.problem.is_none();
        for (setting, text) in &self.settings {
            let shown = match &self.variables {
                Some(_) => setting.variable(),
                None => setting.name.to_owned(),
            };
            builder = (setting.apply)(builder, text);
            if is_sound {
                builder.name_problem(setting.name, &shown);
            }
        }
        builder.settings.variables = self.variables.or(builder.settings.variables);
        builder
    }
}

/// The problem of two settings that say the same thing.
fn contradiction(one: &str, other: &str) -> String {
    format!("`{one}` and `{other}` exclude one another: remove one of them")
}

impl<'de> Deserialize<'de> for Config {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(ConfigVisitor)
    }
}

struct ConfigVisitor;

impl<'de> Visitor<'de> for ConfigVisitor {
    type Value = Config;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a table of settings and their texts")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Config, A::Error> {
        let mut config = Config::default();
        while let Some(name) = map.next_key::<String>()? {
            let problem = config.add(&name, map.next_value()?).err();
            config.problem = config.problem.or(problem);
        }
        Ok(config)
    }
}

impl Config {
    /// The earlier setting that says the same thing.
    fn excluded_by(&self, setting: &Setting) -> Option<&'static Setting> {
        self.settings.iter().map(|(known, _)| *known).find(|known| known.excludes(setting))
    }

    /// The setting of this name, which nothing has set so far.
    fn unset(&self, name: &str) -> Result<&'static Setting, String> {
        let setting = SETTINGS.iter().find(|setting| setting.name == name);
        let setting = setting.ok_or_else(|| {
            format!("`{name}` is not a setting of alipay-sdk: correct or remove it")
        })?;
        if let Some(known) = self.excluded_by(setting) {
            return Err(match known.name == name {
                true => format!("`{name}` is a duplicate"),
                false => contradiction(known.name, name),
            });
        }
        Ok(setting)
    }

    /// Takes a value; the problem is told without it.
    fn add(&mut self, name: &str, value: Json) -> Result<(), String> {
        let setting = self.unset(name)?;
        let values = match value {
            Json::Null => Vec::new(),
            Json::Array(values) if name.starts_with("alipay_certificate") => values,
            value => vec![value],
        };
        for value in values {
            self.settings.push((setting, Zeroizing::new(text(name, value)?)));
        }
        Ok(())
    }
}

/// Text, or a whole number, as app ids are when nobody quotes them.
fn text(name: &str, value: Json) -> Result<String, String> {
    match value {
        Json::String(text) => Ok(text),
        Json::Number(number) if number.is_u64() => Ok(number.to_string()),
        _ => Err(format!("`{name}` is not text")),
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.settings.iter().map(|(setting, _)| setting.name);
        to.write_str("Config")?;
        to.debug_set().entries(names).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(json: &str) -> String {
        let config: Config = serde_json::from_str(json).expect("a table");
        crate::client::Client::builder().config(config).build().expect_err("a problem").to_string()
    }

    #[test]
    fn a_wrong_file_is_reported_when_the_client_is_built_without_its_values() {
        for (json, expected) in [
            (
                r#"{"private-key": "hush"}"#,
                "`private-key` is not a setting of alipay-sdk: correct or remove it",
            ),
            (r#"{"app_id": "hush", "app_id": "hush"}"#, "`app_id` is a duplicate"),
            (r#"{"app_id": ["hush"]}"#, "`app_id` is not text"),
            (
                r#"{"environment": "sandbox", "base_url": "http://127.0.0.1:1"}"#,
                "`environment` and `base_url` exclude one another: remove one of them",
            ),
            (
                r#"{"private_key_path": "hush", "private_key": "hush"}"#,
                "`private_key_path` and `private_key` exclude one another: remove one of them",
            ),
        ] {
            assert_eq!(problem(json), format!("configuration: {expected}"));
            let config: Config = serde_json::from_str(json).expect("a table");
            assert_eq!(config.problem(), Some(expected));
        }
    }

    #[test]
    fn debug_shows_no_value() {
        let config: Config =
            serde_json::from_str(r#"{"private_key": "hush", "app_id": "1"}"#).expect("a config");
        assert_eq!(format!("{config:?}"), r#"Config{"private_key", "app_id"}"#);
    }

    #[test]
    fn a_wrong_value_is_reported_with_its_name_and_without_the_value() {
        for setting in SETTINGS {
            if matches!(setting.name, "app_id" | "app_auth_token" | "proxy" | "base_url") {
                continue;
            }
            let error = problem(&format!(r#"{{"{}": "hush hush"}}"#, setting.name));
            assert!(error.contains(setting.name), "{error}");
            let path = setting.name.ends_with("_path");
            assert!(path || !error.contains("hush"), "{error}");
        }
    }

    #[test]
    fn a_text_is_set_once_and_shown_on_request() {
        let mut config: Config =
            serde_json::from_str(r#"{"alipay_certificate_path": ["a", "b"]}"#).expect("a config");
        config.set("private_key", "hush").expect("a new setting");
        assert_eq!(config.get("alipay_certificate_path").collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(config.get("private_key").collect::<Vec<_>>(), ["hush"]);
        assert_eq!(config.get("app_id").count(), 0);
        for (name, problem) in [
            ("private_key", "`private_key` is a duplicate"),
            ("private_key_path", "`private_key` and `private_key_path` exclude one another"),
            ("private-key", "`private-key` is not a setting of alipay-sdk"),
        ] {
            let error = config.set(name, "hush").expect_err("a problem").to_string();
            assert!(error.contains(problem) && !error.contains("hush"), "{error}");
        }
        assert!(Config::names().any(|name| name == "proxy"));
    }

    #[test]
    fn a_number_is_an_app_id_and_null_is_nothing() {
        let config = r#"{"app_id": 2021000000000000, "proxy": null}"#;
        let config: Config = serde_json::from_str(config).expect("a table");
        assert_eq!(format!("{config:?}"), r#"Config{"app_id"}"#);
        assert_eq!(config.problem(), None);
    }
}
