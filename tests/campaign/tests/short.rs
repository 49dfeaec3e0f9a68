//! The short form of the campaign; the long one is `cargo xtask campaign`.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::process::Command;

/// The sizes of the short form.
const SHORT: [&str; 8] =
    ["--payments", "150", "--refunds", "60", "--transfers", "60", "--notices", "60"];

/// Whether the books agree, and what it printed.
fn campaign(seed: u64) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_campaign"));
    let output = command.args(SHORT).args(["--seed", &seed.to_string()]).output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(text).unwrap())
}

#[test]
fn the_books_agree_and_a_seed_gives_the_same_run_again() {
    let (right, first) = campaign(20261122);
    assert!(right, "{first}");
    let figures = |text: &str| {
        let lines = text.lines().filter(|line| !line.starts_with("seconds"));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(figures(&first), figures(&campaign(20261122).1));
}

#[test]
fn the_books_agree_whatever_the_chance() {
    let (right, text) = campaign(fastrand::u64(0..1 << 32));
    assert!(right, "{text}");
}
