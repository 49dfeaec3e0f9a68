//! The environment variables of a process.

use std::collections::BTreeMap;
use std::process::Command;

use alipay_sdk::Client;

use crate::settings::{certificate_settings, described, settings};
use crate::text_of;

/// Set in the child processes of the tests below, to what they shall find.
const CHILD: &str = "CONFIGURATION_TEST_CHILD";

/// Not a test by itself: what the child processes of the next ones do.
#[test]
fn from_env_in_a_child_process() {
    let Ok(expected) = std::env::var(CHILD) else { return };
    let found = match Client::from_env() {
        Ok(client) => format!("{client:?}"),
        Err(error) => error.to_string(),
    };
    assert!(found.contains(&expected), "`{expected}` is not in `{found}`");
}

/// What a process with these variables, and no others, must find.
#[track_caller]
fn child(settings: &[(&str, String)], more: &[(&str, &str)], expected: &str) {
    let output =
        Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "environment::from_env_in_a_child_process", "--nocapture"])
            .env_clear()
            .envs(settings.iter().map(|(name, value)| {
                (format!("ALIPAY_{}", name.to_ascii_uppercase()), value.as_str())
            }))
            .envs(more.iter().copied())
            .env(CHILD, expected)
            .output()
            .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(String::from_utf8_lossy(&output.stdout).contains("1 passed"), "{errors}");
}

/// All but one setting.
fn without(name: &str) -> Vec<(&'static str, String)> {
    settings().into_iter().filter(|(known, _)| *known != name).collect()
}

#[test]
fn the_environment_makes_the_same_client() {
    for settings in [settings(), certificate_settings()] {
        let map: BTreeMap<_, _> = settings.iter().cloned().collect();
        let json = serde_json::to_string(&map).unwrap();
        let expected = described(serde_json::from_str(&json).unwrap());
        // An unknown name may belong to another program; an empty value is none.
        let more = [("ALIPAY_PRIVATE_KEYS", "x"), ("ALIPAY_BASE_URL", ""), ("ALIPAY_PROXY", " ")];
        child(&settings, &more, &expected);
    }
}

#[test]
fn variables_that_contradict_each_other_are_refused_as_in_files() {
    let both = |one: &str, other: &str| {
        format!("`{one}` and `{other}` exclude one another: remove one of them")
    };
    let base = [("ALIPAY_BASE_URL", "http://127.0.0.1:1")];
    child(&settings(), &base, &both("ALIPAY_ENVIRONMENT", "ALIPAY_BASE_URL"));
    // Also when both say the same.
    let base = [("ALIPAY_BASE_URL", "https://openapi-sandbox.dl.alipaydev.com")];
    child(&settings(), &base, &both("ALIPAY_ENVIRONMENT", "ALIPAY_BASE_URL"));
    for name in ["PRIVATE_KEY", "ALIPAY_PUBLIC_KEY"] {
        let (text, path) = (format!("ALIPAY_{name}"), format!("ALIPAY_{name}_PATH"));
        let more = [(text.as_str(), "x"), (path.as_str(), "x")];
        child(&settings(), &more, &both(&text, &path));
    }
    for name in ["APP_CERTIFICATE", "ALIPAY_CERTIFICATE", "ROOT_CERTIFICATE"] {
        let (text, path) = (format!("ALIPAY_{name}"), format!("ALIPAY_{name}_PATH"));
        let more = [(text.as_str(), "x"), (path.as_str(), "x")];
        child(&certificate_settings(), &more, &both(&text, &path));
    }
    child(&without("environment"), &base, "alipaydev.com");
}

#[test]
fn an_error_names_the_variable() {
    child(&[], &[], "configuration: `ALIPAY_APP_ID` is missing");
    child(&without("private_key"), &[], "`ALIPAY_PRIVATE_KEY` is missing");
    child(&without("alipay_public_key_path"), &[], "`ALIPAY_ALIPAY_PUBLIC_KEY` is missing");
    for (name, value, words) in [
        ("APP_ID", "2021\n", "` holds a line feed (U+000A) at line 1, column 5"),
        ("PRIVATE_KEY", "x y", "`: this is not a key"),
        ("ALIPAY_PUBLIC_KEY_PATH", "/nowhere", "`: /nowhere: the file cannot be read"),
        ("APP_AUTH_TOKEN", "a b", "` holds a blank (U+0020) at line 1, column 2"),
        ("ENCRYPT_KEY", "AAAA", "`: the encryption key has 3 bytes"),
        ("ENVIRONMENT", "test", "`: the environment is neither `production` nor `sandbox`"),
        ("PROXY", "http://", "` is not the address of an HTTP proxy"),
    ] {
        let variable = format!("ALIPAY_{name}");
        child(&settings(), &[(&variable, value)], &format!("`{variable}{words}"));
    }
    let base = [("ALIPAY_BASE_URL", "openapi.alipay.com")];
    child(
        &without("environment"),
        &base,
        "`ALIPAY_BASE_URL` has no scheme: put https:// before it",
    );
    let certificate = [("ALIPAY_APP_CERTIFICATE", &*text_of("certs/app_cert.crt"))];
    child(&settings(), &certificate, "`ALIPAY_ALIPAY_PUBLIC_KEY` and certificates are both set");
    child(&without("alipay_public_key_path"), &certificate, "(`ALIPAY_ROOT_CERTIFICATE`)");
}

#[test]
fn an_empty_variable_is_named_where_it_matters() {
    for name in ["app_id", "private_key"] {
        let variable = format!("ALIPAY_{}", name.to_ascii_uppercase());
        let empty = [(&*variable, "")];
        child(&without(name), &empty, &format!("configuration: `{variable}` is empty"));
    }
    // Without it the client would act for another account, or would not encrypt.
    for variable in ["ALIPAY_APP_AUTH_TOKEN", "ALIPAY_ENCRYPT_KEY"] {
        child(&settings(), &[(variable, "")], &format!("`{variable}` is empty"));
    }
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_not_unicode_is_named() {
    use std::os::unix::ffi::OsStrExt;
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "environment::from_env_in_a_child_process"])
        .env_clear()
        .env("ALIPAY_APP_ID", std::ffi::OsStr::from_bytes(b"\xff"))
        .env(CHILD, "ALIPAY_APP_ID is not Unicode")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}
