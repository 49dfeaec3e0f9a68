//! The official Node SDK: installed below the target folder, and run as a process of its own that
//! makes one call after the other.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use alipay_end_to_end::external::{self, Program};

/// The installed packages, and the script that calls through it.
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
    external::installed(Path::new(env!("CARGO_TARGET_TMPDIR")), "node", &FILES, |folder| {
        let mut npm = Command::new("npm");
        npm.args(["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries=1"]);
        output(npm.current_dir(folder)).map(drop)
    })
}

/// The output of a program.
fn output(command: &mut Command) -> Result<String, String> {
    external::output(command, |printed| {
        let lines = printed.lines().map(|line| line.replace("npm ERR!", "npm error"));
        let mut codes =
            lines.filter_map(|line| Some(line.strip_prefix("npm error code ")?.to_owned()));
        let code = codes.find(|code| NETWORK.contains(&code.trim()))?;
        Some(format!("does not reach its registry: {code}"))
    })
}

/// A running Node with one configuration of its SDK: `config` is the file with the options. It says
/// of each call what `call.mjs` says of it.
pub(crate) fn start(installed: &Path, config: &Path) -> Program {
    let mut node = Command::new("node");
    // The gateway is on this machine: no proxy, whatever the environment says.
    Program::start(node.arg(installed.join("call.mjs")).arg(config).env("NO_PROXY", "*"))
}
