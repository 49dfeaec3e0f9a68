//! Programs of others: installed below the target folder, and run as processes that make one call
//! after the other.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{BufRead, BufReader, Lines, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::{fs, io, process};

use serde_json::Value;

/// A folder with these files in which `install` has done its work; a folder that is there already
/// is taken as it is.
///
/// # Errors
/// As of `install`: in words, why there is nothing on this machine.
///
/// # Panics
/// When the disk fails.
pub fn installed(
    target: &Path,
    name: &str,
    files: &[(&str, &str)],
    install: impl FnOnce(&Path) -> Result<(), String>,
) -> Result<PathBuf, String> {
    let mut hash = DefaultHasher::new();
    files.hash(&mut hash);
    let folder = target.join(format!("{name}-{:016x}", hash.finish()));
    if folder.exists() {
        return Ok(folder);
    }
    // Another process that does this at the same time sees a whole installation or none.
    let unfinished = target.join(format!("{name}-{}", process::id()));
    fs::create_dir_all(&unfinished).expect("a folder");
    for (name, content) in files {
        fs::write(unfinished.join(name), content).expect("a file");
    }
    let installed = install(&unfinished);
    if installed.is_ok() && fs::rename(&unfinished, &folder).is_ok() {
        return Ok(folder);
    }
    fs::remove_dir_all(&unfinished).expect("the unfinished folder is removed");
    installed.map(|()| folder)
}

/// The output of a program. That it is not there is an error. Of a program that fails, `excuse`
/// gets all output: a reason that it finds there is an error, too, such as an unreachable registry.
///
/// # Errors
/// In words.
///
/// # Panics
/// When the program fails otherwise: that is a failure of the test.
pub fn output(
    command: &mut Command,
    excuse: impl Fn(&str) -> Option<String>,
) -> Result<String, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = match command.stdin(Stdio::null()).output() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(format!("{name} is not on this machine"));
        }
        output => output.expect("a process"),
    };
    if output.status.success() {
        return Ok(String::from_utf8(output.stdout).expect("text"));
    }
    let [printed, errors] = [output.stdout, output.stderr];
    let printed = String::from_utf8_lossy(&printed) + String::from_utf8_lossy(&errors);
    match excuse(&printed) {
        Some(reason) => Err(format!("{name} {reason}")),
        None => panic!("{name}: {}\n{printed}", output.status),
    }
}

/// A running program that responds to each line of JSON with another.
pub struct Program {
    process: Child,
    calls: ChildStdin,
    outcomes: Lines<BufReader<ChildStdout>>,
}

impl Program {
    /// Starts it.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start(command: &mut Command) -> Self {
        let command = command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().expect("a process");
        let calls = process.stdin.take().expect("its input");
        let outcomes = BufReader::new(process.stdout.take().expect("its output")).lines();
        Self { process, calls, outcomes }
    }

    /// Makes a call, and gives what the program says of it.
    ///
    /// # Panics
    /// When the program has ended, or says something else.
    pub fn call(&mut self, call: &Value) -> Value {
        writeln!(self.calls, "{call}").expect("a running program");
        let outcome = self.outcomes.next().expect("the program ended before it called");
        serde_json::from_str(&outcome.expect("text")).expect("JSON")
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
