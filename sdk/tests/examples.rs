//! Every example runs to its end, against the gateway that it starts itself.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::path::PathBuf;
use std::process::Command;

use alipay_gateway::Gateway;

/// What an example prints.
fn run(name: &str) -> String {
    run_with(name, &[])
}

/// The same with variables of the environment.
fn run_with(name: &str, variables: &[(&str, String)]) -> String {
    output(example(name).envs(variables.iter().map(|(name, value)| (name, value))))
}

/// An example, which `cargo test` has built beside this test.
fn example(name: &str) -> Command {
    let mut path: PathBuf = std::env::current_exe().unwrap();
    path.pop();
    path.pop();
    let mut command = Command::new(path.join("examples").join(name));
    command.env_remove("ALIPAY_APP_ID");
    command
}

fn output(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert!(output.status.success(), "{command:?}: {text}");
    text
}

#[test]
fn short_examples_print_what_they_did() {
    for (name, printed) in [
        ("audit_upload", "handed in: "),
        ("blocking", "there is no such trade"),
        ("custom_transport", "POST /v3/alipay/trade/query: 400 after "),
        ("page_shop", "the shop was told that "),
        ("quickstart", "build task Some(\"1\")"),
    ] {
        let text = run(name);
        assert!(text.contains(printed), "{name}: {text}");
    }
}

#[test]
fn isv_authorization_calls_for_a_merchant() {
    run("isv_authorization");
}

#[test]
fn notification_handler_handles_each_once() {
    run("notification_handler");
}

#[tokio::test(flavor = "multi_thread")]
async fn offline_package_push_is_answered() {
    let gateway = Gateway::start().await.unwrap();
    let app = gateway.top_app();
    let text = run_with(
        "offline_package_push",
        &[("TOP_APP_KEY", app.app_key), ("TOP_SECRET", app.secret), ("TOP_ADDRESS", app.address)],
    );
    assert!(text.contains("request Some("), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn load_counts_its_calls() {
    let gateway = Gateway::start().await.unwrap();
    let app = gateway.app();
    let config = serde_json::json!({
        "app_id": app.app_id, "private_key": app.private_key,
        "alipay_public_key": app.alipay_public_key, "base_url": gateway.base_url(),
    });
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), config.to_string()).unwrap();
    let text = output(example("load").arg(file.path()).args(["200", "8"]));
    assert!(text.starts_with("200 calls in "), "{text}");
}

#[test]
fn precreate_shows_a_code_and_is_paid() {
    let text = run("precreate");
    assert!(text.contains("▀") && text.contains("paid, trade "), "{text}");
}

#[test]
fn tracing_shows_both_attempts() {
    let text = run("tracing");
    assert!(text.contains("attempt=1") && text.contains("attempt=2"), "{text}");
}

#[test]
fn checkout_knows_of_each_buyer_whether_he_paid() {
    let text = run("checkout");
    let outcomes: Vec<_> = text.lines().filter(|line| line.starts_with("  ")).collect();
    let paid: Vec<_> = outcomes.iter().map(|line| line.starts_with("  paid, trade ")).collect();
    assert_eq!(paid, [true, true, false], "{text}");
}

#[test]
fn refund_desk_gives_money_back_once() {
    let text = run("refund_desk");
    assert_eq!(text.matches("30.00 yuan went back, once").count(), 3, "{text}");
}

#[test]
fn reconcile_tells_equal_orders_from_the_others() {
    let text = run("reconcile");
    for line in [
        "A2: the bill has 12.50, the books have 12.00",
        "A3: 8.80 yuan are not in the books",
        "A4: 5.00 yuan are not in the bill",
        ": 2 are equal",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
}

#[test]
fn payout_pays_everybody_once_although_it_is_killed_and_the_account_is_empty() {
    let text = run("payout");
    assert!(text.contains("stopped before the end of the list: "), "{text}");
    assert!(text.contains("BALANCE_IS_NOT_ENOUGH"), "{text}");
    assert!(text.contains("filled, and run again:\n1000 succeeded, 5000000.00 yuan\n"), "{text}");
    assert!(text.contains("the platform moved money 1000 times, 0 twice"), "{text}");
}
