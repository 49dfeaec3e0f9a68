//! The settings that are plain texts.

use alipay_sdk::{Config, EncryptKey};

use super::check::Check;

/// How many digits the id of an application has.
const DIGITS: usize = 16;

pub(super) fn check(config: &Config, is_file: bool) -> Vec<Check> {
    vec![names(config, is_file), app_id(config), encrypt_key(config), app_auth_token(config)]
}

fn names(config: &Config, is_file: bool) -> Check {
    const NAME: &str = "configuration";

    if let Some(problem) = config.problem() {
        let known: Vec<_> = Config::names().collect();
        return Check::problem(NAME, problem, format!("the settings are {}", known.join(", ")));
    }
    let set: Vec<_> = Config::names().filter(|name| config.get(name).next().is_some()).collect();
    let from = if is_file { "a file" } else { "the environment" };
    Check::ok(NAME, format!("from {from}: {}", set.join(", ")))
}

fn app_id(config: &Config) -> Check {
    const NAME: &str = "application id";

    let advice = "copy the APPID from the platform's console";
    let Some(app_id) = config.get("app_id").next() else {
        return Check::problem(NAME, "app_id is missing", advice);
    };
    if let Some(odd) = app_id.chars().find(|letter| !letter.is_ascii_digit()) {
        let finding = format!("app_id holds {odd:?}, but must consist of digits");
        return Check::problem(NAME, finding, advice);
    }
    if app_id.len() != DIGITS {
        let finding = format!("app_id has {} digits, but must have {DIGITS}", app_id.len());
        return Check::warning(NAME, finding, advice);
    }
    if app_id.starts_with("2088") {
        let finding = format!("app_id is {app_id}, which is the number of a merchant");
        return Check::problem(NAME, finding, advice);
    }
    Check::ok(NAME, app_id)
}

fn encrypt_key(config: &Config) -> Check {
    const NAME: &str = "encryption key";

    match config.get("encrypt_key").next().map(EncryptKey::from_base64) {
        None => Check::skipped(NAME, "none is configured: bodies are not encrypted"),
        Some(Ok(_)) => Check::ok(NAME, "AES, 128 bits"),
        Some(Err(error)) => Check::problem(
            NAME,
            error.to_string(),
            "copy the text of 接口内容加密方式 from the console: 24 characters that end in `==`",
        ),
    }
}

fn app_auth_token(config: &Config) -> Check {
    const NAME: &str = "merchant token";

    match config.get("app_auth_token").next() {
        None => {
            Check::skipped(NAME, "no token is configured: the application calls on its own behalf")
        }
        Some(token) if token.contains(char::is_whitespace) || !token.is_ascii() => Check::problem(
            NAME,
            "app_auth_token holds blanks or characters that no token has",
            "copy the token again, as alipay.open.auth.token.app gave it",
        ),
        Some(_) => Check::ok(NAME, "all calls are on behalf of a merchant"),
    }
}
