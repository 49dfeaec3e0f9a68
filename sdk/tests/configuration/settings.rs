//! A configuration as a file or the environment has it.

use alipay_sdk::{Client, Config};

use crate::platform::{APP_ID, certificate_mode, key_mode, vector_file};
use crate::{certificate_file, text_of};

/// A complete configuration in key mode.
pub(crate) fn settings() -> Vec<(&'static str, String)> {
    vec![
        ("app_id", APP_ID.to_owned()),
        ("private_key", text_of("keys/app_private.pkcs1.pem")),
        (
            "alipay_public_key_path",
            vector_file("keys/alipay_public.spki.pem").display().to_string(),
        ),
        ("encrypt_key", "aYA0GP8JEW+D7/UFaskCWA==".to_owned()),
        ("app_auth_token", "token-1".to_owned()),
        ("environment", "sandbox".to_owned()),
    ]
}

pub(crate) fn certificate_settings() -> Vec<(&'static str, String)> {
    vec![
        ("app_id", APP_ID.to_owned()),
        ("private_key_path", vector_file("keys/app_private.pkcs8.pem").display().to_string()),
        ("app_certificate", text_of("certs/app_cert.crt")),
        ("alipay_certificate", text_of("certs/alipay_cert_chain.crt")),
        ("root_certificate_path", certificate_file("alipay_root_bundle").display().to_string()),
    ]
}

/// What tells clients apart.
pub(crate) fn described(config: Config) -> String {
    format!("{:?}", Client::builder().config(config).build().unwrap())
}

#[test]
fn json_toml_and_the_builder_make_the_same_client() {
    for settings in [settings(), certificate_settings()] {
        let map: std::collections::BTreeMap<_, _> = settings.into_iter().collect();
        let json = serde_json::to_string(&map).unwrap();
        let toml = toml::to_string(&map).unwrap();
        let json = described(serde_json::from_str(&json).unwrap());
        assert_eq!(json, described(toml::from_str(&toml).unwrap()));
        let certificates = map.contains_key("app_certificate");
        let built = if certificates {
            certificate_mode()
        } else {
            key_mode().encrypt_key("aYA0GP8JEW+D7/UFaskCWA==").app_auth_token("token-1")
        };
        let environment = if certificates {
            alipay_sdk::Environment::Production
        } else {
            alipay_sdk::Environment::Sandbox
        };
        assert_eq!(json, format!("{:?}", built.environment(environment).build().unwrap()));
    }
}

#[test]
fn a_configuration_with_a_misspelt_repeated_or_wrong_value_is_refused() {
    for (toml, words) in [
        ("app-id = 'hush'", "`app-id` is not a setting"),
        ("privatekey = 'hush'", "`privatekey` is not a setting"),
        ("app_id = ['hush']", "`app_id` is not text"),
    ] {
        let config = toml::from_str::<Config>(toml).unwrap();
        let error = key_mode().config(config).build().unwrap_err().to_string();
        assert!(error.contains(words) && !error.contains("hush"), "{error}");
    }
    assert!(toml::from_str::<Config>("app_id = '1'\napp_id = '2'").is_err());
    for (name, value) in [
        ("environment", "Sandbox"),
        ("environment", ""),
        ("private_key_path", "/nowhere"),
        ("app_certificate_path", "/nowhere"),
        ("root_certificate", "x y"),
        ("encrypt_key", "AAAA"),
        ("base_url", "http://example.com"),
    ] {
        let json = serde_json::json!({ name: value });
        let config: Config = serde_json::from_value(json).unwrap();
        assert!(key_mode().config(config).build().is_err(), "{name} = {value:?} was accepted");
    }
}
