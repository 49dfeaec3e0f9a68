//! The official Node SDK: installed below the target folder, and run as a process of its own that
//! makes one call after the other.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{BufRead, BufReader, Lines, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::OnceLock;
use std::{fs, io, process};

use serde_json::Value;

/// What is installed, and the script that calls through it.
const FILES: [(&str, &str); 3] = [
    ("package.json", include_str!("../../../node/package.json")),
    ("package-lock.json", include_str!("../../../node/package-lock.json")),
    ("call.mjs", include_str!("../../../node/call.mjs")),
];

/// The oldest Node that the SDK runs on.
const OLDEST: u32 = 18;

/// The errors of npm that tell of the network, not of the packages.
const NETWORK: [&str; 14] = [
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ECONNRESET",
    "EHOSTUNREACH",
    "ENETUNREACH",
    "ENOTCACHED",
    "ENOTFOUND",
    "ERR_SOCKET_TIMEOUT",
    "ETIMEDOUT",
    "E401",
    "E403",
    "E407",
    "E502",
    "E503",
];

/// The folder of the installed SDK; an error says why there is none on this machine.
pub(crate) fn installed() -> Result<PathBuf, String> {
    static INSTALLED: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    INSTALLED.get_or_init(install).clone()
}

fn install() -> Result<PathBuf, String> {
    let version = output(Command::new("node").arg("--version"))?;
    let major = version.trim_start_matches('v').split('.').next();
    if major.and_then(|major| major.parse().ok()).is_none_or(|major: u32| major < OLDEST) {
        return Err(format!("node is {}, not {OLDEST} or newer", version.trim()));
    }
    let mut hash = DefaultHasher::new();
    FILES.hash(&mut hash);
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let folder = target.join(format!("node-{:016x}", hash.finish()));
    if folder.exists() {
        return Ok(folder);
    }
    // Another process that does this at the same time sees a whole installation or none.
    let unfinished = target.join(format!("node-{}", process::id()));
    fs::create_dir_all(&unfinished).unwrap();
    for (name, content) in FILES {
        fs::write(unfinished.join(name), content).unwrap();
    }
    let mut npm = Command::new("npm");
    npm.args(["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries=1"]);
    let installed = output(npm.current_dir(&unfinished));
    if installed.is_ok() && fs::rename(&unfinished, &folder).is_ok() {
        return Ok(folder);
    }
    fs::remove_dir_all(&unfinished).unwrap();
    installed.map(|_| folder)
}

/// What a program prints. That it is not there, or does not reach its registry, is an error; any
/// other failure is one of the test.
fn output(command: &mut Command) -> Result<String, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = match command.stdin(Stdio::null()).output() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(format!("{name} is not on this machine"));
        }
        output => output.unwrap(),
    };
    if output.status.success() {
        return Ok(String::from_utf8(output.stdout).unwrap());
    }
    let errors = String::from_utf8_lossy(&output.stderr);
    let lines = errors.lines().map(|line| line.replace("npm ERR!", "npm error"));
    let mut codes = lines.filter_map(|line| Some(line.strip_prefix("npm error code ")?.to_owned()));
    match codes.find(|code| NETWORK.contains(&code.trim())) {
        Some(code) => Err(format!("{name} does not reach its registry: {code}")),
        None => panic!("{name}: {}\n{errors}", output.status),
    }
}

/// A running Node with one configuration of its SDK.
pub(crate) struct Node {
    process: Child,
    calls: ChildStdin,
    outcomes: Lines<BufReader<ChildStdout>>,
}

impl Node {
    /// `config` is the file with the options.
    pub(crate) fn start(installed: &Path, config: &Path) -> Self {
        let mut node = Command::new("node");
        // The gateway is on this machine: no proxy, whatever the environment says.
        node.arg(installed.join("call.mjs")).arg(config).env("NO_PROXY", "*");
        let node = node.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = node.spawn().unwrap();
        let calls = process.stdin.take().unwrap();
        let outcomes = BufReader::new(process.stdout.take().unwrap()).lines();
        Self { process, calls, outcomes }
    }

    /// Makes a call, and gives what `call.mjs` says of it.
    pub(crate) fn call(&mut self, call: &Value) -> Value {
        writeln!(self.calls, "{call}").unwrap();
        let outcome = self.outcomes.next().expect("node ends before it has called").unwrap();
        serde_json::from_str(&outcome).unwrap()
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
