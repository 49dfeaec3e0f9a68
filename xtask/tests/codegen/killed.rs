//! Runs that are killed at random points.

use std::path::Path;
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::world::{DOCUMENTS, Tree, World, assert_same, tree};

const STAGING: &str = ".codegen-staging";

/// How often a run is killed: half of the times anywhere, half of the times while it writes.
const ROUNDS: usize = 34;

#[test]
fn a_run_that_is_killed_at_any_point_is_mended_by_the_next() {
    let world = World::new();
    let right = world.right();
    let out = world.new_crate("sdk");
    let whole = lengths(&world, &out);
    let (mut now, mut caught) = (0, 0);
    for round in 0..ROUNDS {
        let next = 1 - now;
        let mut run = start(&world, next, &out);
        if round % 2 == 0 {
            wait(whole.run);
        } else {
            until_it_writes(&mut run, &out);
            wait(whole.writing);
        }
        run.kill().unwrap();
        run.wait().unwrap();
        caught += usize::from(out.join(STAGING).exists());
        assert_whole_files(&tree(&out), &right);
        // The next run may be of either document.
        now = fastrand::usize(0..DOCUMENTS.len());
        world.generate(DOCUMENTS[now], &out);
        assert_same(&tree(&out), &right[now], &format!("after kill {round}"));
    }
    assert!(caught > 0, "no run was killed while it wrote");
}

/// How long a run takes, and its part that writes.
struct Lengths {
    run: Duration,
    writing: Duration,
}

/// Lets a run end, and measures it.
fn lengths(world: &World, out: &Path) -> Lengths {
    let begin = Instant::now();
    let mut run = start(world, 0, out);
    until_it_writes(&mut run, out);
    let writing = Instant::now();
    assert!(run.wait().unwrap().success());
    Lengths { run: begin.elapsed(), writing: writing.elapsed() }
}

fn start(world: &World, document: usize, out: &Path) -> Child {
    let mut command = world.command(DOCUMENTS[document], out);
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// Waits for the staging folder, or the end of a run that was too fast.
fn until_it_writes(run: &mut Child, out: &Path) {
    while !out.join(STAGING).exists() && run.try_wait().unwrap().is_none() {}
}

/// Waits for a random part of a time.
fn wait(longest: Duration) {
    thread::sleep(longest.mul_f64(fastrand::f64()));
}

/// That each file is the old one or the new one, never half of one.
fn assert_whole_files(found: &Tree, right: &[Tree; 2]) {
    for (path, content) in found.iter().filter(|(path, _)| !path.starts_with(STAGING)) {
        let is_whole = right.iter().any(|tree| tree.get(path) == Some(content));
        assert!(is_whole || content.is_none(), "{}", path.display());
    }
}
