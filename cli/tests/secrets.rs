//! No secret is given as an argument, and none that was is repeated.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod world;

use world::{Outcome, command};

/// Arguments that would hold a secret, and what names the way to give it.
const REFUSED: &[(&[&str], &str)] = &[
    (&["call", "alipay.trade.pay", "auth_code=hush"], "auth_code@prompt"),
    (&["call", "alipay.system.oauth.token", "--v2", "--parameter", "code=hush"], "code@FILE"),
    (&["call", "a.b", "refresh_token=hush"], "refresh_token@env:NAME"),
    (&["call", "a.b", r#"order:={"list": [{"app_secret": "hush"}]}"#], "--body FILE"),
    (&["sign", "a.b", "app_auth_token=hush"], "app_auth_token@FILE"),
    (&["notify", "send", "http://127.0.0.1:1", "--key", "k.pem", "token=hush"], "k.pem"),
    (&["doctor", "--private-key", "hush"], "--private-key"),
    (&["doctor", "--private-key=hush"], "--private-key"),
    (&["call", "a.b", "--app-auth-token=hush"], "--app-auth-token"),
    (&["bill", "trade", "2026-11-25", "--encrypt-key=hush"], "--encrypt-key"),
    (&["keygen", "folder", "--password=hush"], "--password"),
    (&["cert", "download", "1", "--out", "a", "--private-key=hush"], "--private-key"),
];

#[test]
fn a_secret_as_an_argument_is_refused_and_not_repeated() {
    let folder = tempfile::tempdir().unwrap();
    for (arguments, named) in REFUSED {
        for json in [false, true] {
            let mut command = command(arguments);
            command.current_dir(folder.path()).env("ALIPAY_APP_ID", "2021000000000000");
            command.env(
                "ALIPAY_PRIVATE_KEY",
                include_str!("../../tests/vectors/keys/app_private.pkcs8.pem"),
            );
            command.env("ALIPAY_PUBLIC_KEY", "x");
            let public = include_str!("../../tests/vectors/keys/alipay_public.spki.pem");
            command.env("ALIPAY_ALIPAY_PUBLIC_KEY", public);
            if json {
                command.arg("--json");
            }
            let outcome = Outcome::from(command.output().unwrap());
            let shown = format!("{}{}", outcome.stdout, outcome.stderr);
            assert!(shown.contains(named), "{arguments:?}: {shown}");
            assert!(!shown.contains("hush"), "{arguments:?}: {shown}");
            assert_ne!(outcome.code, 0, "{arguments:?}: {shown}");
        }
    }
}

#[test]
fn a_prompt_that_cannot_be_shown_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = command(&["doctor", "--prompt", "color"]);
    let outcome = Outcome::from(command.current_dir(folder.path()).output().unwrap());
    assert!(outcome.stdout.contains("there is no such setting"), "{outcome:?}");
}
