//! Every example runs to its end, against the gateway that it starts itself.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::path::PathBuf;
use std::process::Command;

/// What an example prints. `cargo test` has built it beside this test.
fn run(name: &str) -> String {
    let mut path: PathBuf = std::env::current_exe().unwrap();
    path.pop();
    path.pop();
    let path = path.join("examples").join(name);
    let command = Command::new(&path).env_remove("ALIPAY_APP_ID").output();
    let output = command.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert!(output.status.success(), "{name}: {text}");
    text
}

#[test]
fn quickstart_decodes_a_typed_answer() {
    assert!(run("quickstart").contains("build task Some(\"1\")"));
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
fn payout_pays_everybody_once_although_it_is_killed() {
    let text = run("payout");
    assert!(text.contains("the platform moved money 1000 times, 0 twice"), "{text}");
}
