//! `alipay doctor` on broken configurations: it names each mistake, and shows no secret.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod broken;
#[path = "../world/mod.rs"]
mod world;

use std::time::Duration;

use alipay_gateway::Gateway;
use serde_json::{Value, json};

use broken::{Broken, CALLED, CERTIFICATES, KEYS, LOCAL, Mistake, Settings, keys};
use world::{Outcome, World};

fn examine(world: &World, broken: &Broken) -> Outcome {
    let mut settings: Settings = serde_json::from_str(&world.read(broken.base)).unwrap();
    broken.mistake.make(world, &mut settings);
    world.write("broken.json", Value::from(settings).to_string());
    let text = world.run(&["doctor", "--config", "broken.json"]);
    check_secrets(world, &format!("{broken:?}"), &text);
    text
}

/// Neither keys nor tokens, nor whole ids, nor the folder.
fn check_secrets(world: &World, name: &str, outcome: &Outcome) {
    let shown = format!("{}{}", outcome.stdout, outcome.stderr);
    let files = ["app_private_key.pem", "alipay_public_key.pem", "app_certificate.pem"];
    let keys: Vec<String> = files.map(|file| world.read(file)).into();
    let lines = keys.iter().flat_map(|key| key.lines()).filter(|line| !line.starts_with('-'));
    let app = world.gateway.app();
    let folder = world.path("").display().to_string();
    let others = [&*app.app_id, &*app.encrypt_key, "hush", "alice", folder.trim_end_matches('/')];
    for secret in lines.chain(others) {
        assert!(!shown.contains(secret), "{name}: {secret:?} is shown: {shown}");
    }
    let pieces = lines_of_16(&keys[0]);
    assert!(!pieces.iter().any(|piece| shown.contains(piece)), "{name}: part of a key: {shown}");
}

fn lines_of_16(key: &str) -> Vec<String> {
    let base64: String = key.lines().filter(|line| !line.starts_with('-')).collect();
    base64.as_bytes().chunks(16).map(|piece| String::from_utf8_lossy(piece).into()).collect()
}

fn assert_named(broken: &Broken, outcome: &Outcome) {
    assert_eq!(outcome.code, 1, "{broken:?}: {outcome:?}");
    for expected in broken.expected {
        let named = outcome.stdout.contains(expected);
        assert!(named, "{broken:?}: {expected:?} is missing:\n{}", outcome.stdout);
    }
    assert!(outcome.stdout.contains("\nproblem "), "{broken:?}: {outcome:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_mistake_of_the_guide_that_a_file_shows_is_named() {
    let world = World::start().await;
    for broken in LOCAL {
        assert_named(broken, &examine(&world, broken));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_mistake_of_the_guide_that_only_a_call_shows_is_named() {
    for broken in CALLED {
        let world = World::start().await;
        assert_named(broken, &examine(&world, broken));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clock_that_the_platform_does_not_accept_is_named() {
    let world = World::of(Gateway::builder().request_lifetime(Duration::ZERO)).await;
    let expected = &["illegal-timestamp", "set the clock of this machine by NTP"];
    let broken = keys(Mistake::Elsewhere(|_| {}), expected);
    assert_named(&broken, &examine(&world, &broken));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sound_configurations_have_no_problem_and_their_report_is_as_short_as_it_was() {
    let world = World::start().await;
    for (name, mode) in [("doctor_keys", KEYS), ("doctor_certificates", CERTIFICATES)] {
        let outcome = world.run(&["doctor", "--json", "--config", mode]);
        check_secrets(&world, mode, &outcome);
        assert_eq!(outcome.code, 0, "{outcome:?}");
        insta::assert_snapshot!(name, format!("{:#}", world.stable(outcome.json())));
    }
    let offline = world.run(&["doctor", "--offline", "--config", KEYS]);
    assert_eq!(offline.code, 0, "{offline:?}");
    assert_eq!(world.gateway.call_count(), 2, "no call is made offline");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_environment_is_examined_as_a_file_is() {
    let world = World::start().await;
    let mut command = world.command(&["doctor", "--json"]);
    let app = world.gateway.app();
    command.env("ALIPAY_APP_ID", &app.app_id).env("ALIPAY_PRIVATE_KEY", &app.private_key);
    command.env("ALIPAY_BASE_URL", world.gateway.base_url());
    let outcome = Outcome::from(command.output().unwrap());
    check_secrets(&world, "environment", &outcome);
    let json = outcome.json();
    let mode = json["checks"].as_array().unwrap().iter().find(|check| check["name"] == "mode");
    assert_eq!(mode.unwrap()["verdict"], "problem", "{json}");
    let nothing = Outcome::from(world.command(&["doctor", "--json"]).output().unwrap()).json();
    assert_eq!(nothing["problems"], json!(1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_is_no_configuration_is_named_by_its_place_alone() {
    let world = World::start().await;
    world.write("broken.toml", "app_id = '1'\nprivate_key = hush hush\n");
    let outcome = world.run(&["doctor", "--config", "broken.toml"]);
    check_secrets(&world, "no TOML", &outcome);
    assert!(outcome.code == 1 && outcome.stdout.contains("line 2, column"), "{outcome:?}");
}
