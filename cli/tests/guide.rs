//! The examples of the guide run, from the first to the last, in one folder.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod world;

use std::path::Path;
use std::process::Command;

use world::{Outcome, World};

const PAGE: &str = include_str!("../../sdk/docs/guide/command.md");

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_example_of_the_guide_runs() {
    let world = World::start().await;
    let binary = Path::new(env!("CARGO_BIN_EXE_alipay")).parent().unwrap().display().to_string();
    let blocks = PAGE.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next());
    let mut run = 0;
    for block in blocks.filter(|block| !block.contains("cargo ")) {
        let mut shell = Command::new("sh");
        shell.args(["-e", "-c", block]).current_dir(world.path("")).env_clear();
        shell.env("PATH", format!("{binary}:/usr/local/bin:/usr/bin:/bin"));
        let outcome = Outcome::from(shell.output().unwrap());
        assert_eq!(outcome.code, 0, "{block}{outcome:?}");
        run += block.matches("alipay ").count();
    }
    assert!(run >= 9, "only {run} examples");
}
