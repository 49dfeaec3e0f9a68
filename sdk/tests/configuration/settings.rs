//! A configuration as a file or the environment has it.

use std::process::Command;

use alipay_sdk::{Client, Config};

use crate::platform::{APP_ID, certificate_mode, key_mode, vector_file};
use crate::{certificate_file, text_of};

/// A complete configuration in key mode.
fn settings() -> Vec<(&'static str, String)> {
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

fn certificate_settings() -> Vec<(&'static str, String)> {
    vec![
        ("app_id", APP_ID.to_owned()),
        ("private_key_path", vector_file("keys/app_private.pkcs8.pem").display().to_string()),
        ("app_certificate", text_of("certs/app_cert.crt")),
        ("alipay_certificate", text_of("certs/alipay_cert_chain.crt")),
        ("root_certificate_path", certificate_file("alipay_root_bundle").display().to_string()),
    ]
}

/// What tells clients apart.
fn described(config: Config) -> String {
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
        ("app-id = 'hush'", "`app-id` is no setting"),
        ("privatekey = 'hush'", "`privatekey` is no setting"),
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

/// Set in the child processes of the test below, to what they shall find.
const CHILD: &str = "CONFIGURATION_TEST_CHILD";

/// Not a test by itself: what the child processes of the next one do.
#[test]
fn from_env_in_a_child_process() {
    let Ok(expected) = std::env::var(CHILD) else { return };
    let found = match Client::from_env() {
        Ok(client) => format!("{client:?}"),
        Err(error) => error.to_string(),
    };
    assert!(found.contains(&expected), "`{expected}` is not in `{found}`");
}

#[test]
fn the_environment_makes_the_same_client_and_names_what_is_wrong_in_it() {
    let child = |settings: &[(&str, String)], more: &[(&str, &str)], expected: &str| {
        let status = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "settings::from_env_in_a_child_process", "--nocapture"])
            .env_clear()
            .envs(settings.iter().map(|(name, value)| {
                (format!("ALIPAY_{}", name.to_ascii_uppercase()), value.as_str())
            }))
            .envs(more.iter().copied())
            .env(CHILD, expected)
            .output()
            .unwrap();
        let output = String::from_utf8_lossy(&status.stderr);
        assert!(String::from_utf8_lossy(&status.stdout).contains("1 passed"), "{output}");
    };
    for settings in [settings(), certificate_settings()] {
        let map: std::collections::BTreeMap<_, _> = settings.iter().cloned().collect();
        let json = serde_json::to_string(&map).unwrap();
        let expected = described(serde_json::from_str(&json).unwrap());
        // An unknown name may belong to another program; an empty value is none.
        let more = [("ALIPAY_PRIVATE_KEYS", "x"), ("ALIPAY_BASE_URL", "")];
        child(&settings, &more, &expected);
    }
    child(&[], &[], "app_id is missing");
    child(&settings(), &[("ALIPAY_PRIVATE_KEY", "x y")], "`private_key`: ");
    child(&settings(), &[("ALIPAY_ENVIRONMENT", "test")], "neither `production` nor `sandbox`");
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        let output = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "settings::from_env_in_a_child_process"])
            .env_clear()
            .env("ALIPAY_APP_ID", std::ffi::OsStr::from_bytes(b"\xff"))
            .env(CHILD, "ALIPAY_APP_ID is not Unicode")
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
}
