//! Output that nobody reads, as behind `… | head`.

use std::io::{PipeWriter, pipe};
use std::process::Command;

use crate::world::{World, XTASK, assert_same, tree};

/// An end of a pipe whose other end is closed.
fn closed() -> PipeWriter {
    let (_, writer) = pipe().unwrap();
    writer
}

#[track_caller]
fn assert_status(mut command: Command, expected: i32) {
    let output = command.stdout(closed()).output().unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(expected), "{command:?}: {complaint}");
    assert!(!complaint.contains("panicked"), "{command:?}: {complaint}");
    let status = command.stdout(closed()).stderr(closed()).status().unwrap();
    assert_eq!(status.code(), Some(expected), "{command:?}, without a reader of its errors");
}

#[test]
fn a_check_that_finds_differences_still_fails_when_nobody_reads_them() {
    let world = World::new();
    let out = world.new_crate("sdk");
    let mut check = world.command("old", &out);
    check.args(["--check", "--list"]);
    assert_status(check, 1);
}

#[test]
fn a_run_still_writes_all_files_when_nobody_reads_its_output() {
    let world = World::new();
    let [old, _] = world.right();
    let out = world.new_crate("sdk");
    assert_status(world.command("old", &out), 0);
    assert_same(&tree(&out), &old, "into a closed pipe");
}

#[test]
fn no_command_panics_when_nobody_reads_its_output() {
    for arguments in [&["layers"][..], &["--help"], &["codegen", "--help"], &["measure", "true"]] {
        let mut command = Command::new(XTASK);
        command.args(arguments);
        assert_status(command, 0);
    }
}
