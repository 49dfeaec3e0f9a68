//! A configuration from a file or from the environment.

use std::fmt;
use std::path::Path;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use zeroize::Zeroizing;

use super::builder::ClientBuilder;
use super::environment::Environment;
use crate::error::Error;
use alipay_sdk_core::{
    Certificate, EncryptKey, PrivateKey, PublicKey, RootCertificates, data::Json,
};

/// What is put before a name to make it an environment variable.
const PREFIX: &str = "ALIPAY_";

/// A configuration as text: from a TOML or JSON file through serde, or from the environment.
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
/// `alipay_certificate` and `alipay_certificate_path` may be lists. A text and the path to it exclude
/// one another, as do `environment` and `base_url`. A name that is not among these is an error when the client is built. Environment variables are the names in capitals
/// with `ALIPAY_` before them: `ALIPAY_APP_ID`. `Debug` shows the names that are set, never a
/// value.
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
    /// What is wrong with the file. Kept until the client is built: formats such as TOML would quote
    /// the line, and so perhaps a key.
    problem: Option<String>,
}

/// One name that a configuration knows, and what its text does.
struct Setting {
    name: &'static str,
    apply: fn(ClientBuilder, &str) -> ClientBuilder,
}

const SETTINGS: &[Setting] = &[
    Setting { name: "app_id", apply: |to, text| to.app_id(text) },
    Setting { name: "private_key", apply: |to, text| to.private_key(text) },
    Setting {
        name: "private_key_path",
        apply: |to, path| with(to, PrivateKey::read(path), ClientBuilder::private_key),
    },
    Setting { name: "alipay_public_key", apply: |to, text| to.alipay_public_key(text) },
    Setting {
        name: "alipay_public_key_path",
        apply: |to, path| with(to, PublicKey::read(path), ClientBuilder::alipay_public_key),
    },
    Setting {
        name: "app_certificate",
        apply: |to, text| with(to, Certificate::parse(text), ClientBuilder::app_certificate),
    },
    Setting {
        name: "app_certificate_path",
        apply: |to, path| with(to, Certificate::read(path), ClientBuilder::app_certificate),
    },
    Setting { name: "alipay_certificate", apply: |to, text| to.alipay_certificate(text) },
    Setting {
        name: "alipay_certificate_path",
        apply: |to, path| to.alipay_certificate(Path::new(path)),
    },
    Setting {
        name: "root_certificate",
        apply: |to, text| with(to, RootCertificates::parse(text), ClientBuilder::roots),
    },
    Setting {
        name: "root_certificate_path",
        apply: |to, path| with(to, RootCertificates::read(path), ClientBuilder::roots),
    },
    Setting {
        name: "encrypt_key",
        apply: |to, text| with(to, EncryptKey::from_base64(text), ClientBuilder::encrypt_key),
    },
    Setting { name: "app_auth_token", apply: |to, text| to.app_auth_token(text) },
    Setting {
        name: "environment",
        apply: |to, text| with(to, text.parse::<Environment>(), ClientBuilder::environment),
    },
    Setting { name: "base_url", apply: |to, text| to.base_url(text) },
    Setting { name: "proxy", apply: |to, text| to.proxy(text) },
];

/// Applies what was read, or notes why it was not.
fn with<T, E: std::error::Error + Send + Sync + 'static>(
    mut to: ClientBuilder,
    value: Result<T, E>,
    apply: fn(ClientBuilder, T) -> ClientBuilder,
) -> ClientBuilder {
    match value {
        Ok(value) => apply(to, value),
        Err(error) => {
            to.note(Error::configuration_because(String::new(), error));
            to
        }
    }
}

impl Config {
    /// The variables of this process whose names begin with `ALIPAY_` and are known here; others
    /// are left alone, an empty one counts as absent.
    ///
    /// # Errors
    /// When a value is not Unicode.
    pub fn from_env() -> Result<Self, Error> {
        let mut config = Self::default();
        for setting in SETTINGS {
            let name = format!("{PREFIX}{}", setting.name.to_ascii_uppercase());
            match std::env::var(&name) {
                Ok(text) if !text.is_empty() => {
                    config.settings.push((setting, Zeroizing::new(text)))
                }
                Ok(_) | Err(std::env::VarError::NotPresent) => {}
                Err(std::env::VarError::NotUnicode(_)) => {
                    return Err(Error::configuration(format!("{name} is not Unicode")));
                }
            }
        }
        Ok(config)
    }

    pub(super) fn apply(self, mut builder: ClientBuilder) -> ClientBuilder {
        if let Some(problem) = self.problem {
            builder.note(Error::configuration(problem));
        }
        let settings = self.settings.iter();
        settings.fold(builder, |to, (setting, text)| {
            let mut to = (setting.apply)(to, text);
            to.name_problem(setting.name);
            to
        })
    }
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
        to.write_str("a table of names and texts")
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
    /// Takes a value; the problem is told without it.
    fn add(&mut self, name: &str, value: Json) -> Result<(), String> {
        let setting = SETTINGS.iter().find(|setting| setting.name == name);
        let setting = setting.ok_or_else(|| format!("`{name}` is no setting of alipay-sdk"))?;
        if let Some((known, _)) = self.settings.iter().find(|(known, _)| known.excludes(setting)) {
            return Err(match known.name == name {
                true => format!("`{name}` is a duplicate"),
                false => format!("`{}` and `{name}` exclude one another", known.name),
            });
        }
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

impl Setting {
    /// Whether two settings say the same thing in different ways.
    fn excludes(&self, other: &Self) -> bool {
        let subject = |name: &'static str| match name {
            "base_url" => "environment",
            name => name.strip_suffix("_path").unwrap_or(name),
        };
        subject(self.name) == subject(other.name)
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
        super::Client::builder().config(config).build().expect_err("a problem").to_string()
    }

    #[test]
    fn a_wrong_file_is_reported_when_the_client_is_built_without_its_values() {
        for (json, expected) in [
            (r#"{"private-key": "hush"}"#, "`private-key` is no setting of alipay-sdk"),
            (r#"{"app_id": "hush", "app_id": "hush"}"#, "`app_id` is a duplicate"),
            (r#"{"app_id": ["hush"]}"#, "`app_id` is not text"),
            (
                r#"{"environment": "sandbox", "base_url": "http://127.0.0.1:1"}"#,
                "`environment` and `base_url` exclude one another",
            ),
            (
                r#"{"private_key_path": "hush", "private_key": "hush"}"#,
                "`private_key_path` and `private_key` exclude one another",
            ),
        ] {
            assert_eq!(problem(json), format!("configuration: {expected}"));
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
    fn a_number_is_an_app_id_and_null_is_nothing() {
        let config = r#"{"app_id": 2021000000000000, "proxy": null}"#;
        let config: Config = serde_json::from_str(config).expect("a table");
        assert_eq!(format!("{config:?}"), r#"Config{"app_id"}"#);
        assert!(config.problem.is_none());
    }
}
