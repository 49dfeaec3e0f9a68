//! The Python SDKs: installed below the target folder, apart from each other, because both call
//! themselves `alipay`.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use alipay_end_to_end::external::{self, Program};

/// The packages to install, and the script that calls through them.
const FILES: [(&str, &str); 4] = [
    ("build.txt", include_str!("../../../python/build.txt")),
    ("call.py", include_str!("../../../python/call.py")),
    ("fzlee.txt", include_str!("../../../python/fzlee.txt")),
    ("official.txt", include_str!("../../../python/official.txt")),
];

/// The versions of Python 3 whose packages are pinned.
const VERSIONS: [&str; 4] = ["3.11", "3.12", "3.13", "3.14"];

/// What pip and venv say when it is for the machine, not for the packages.
const EXCUSES: [(&str, &str); 5] = [
    ("ensurepip is not", "has no ensurepip to make environments with"),
    ("No module named venv", "has no venv to make environments with"),
    ("(from versions: none)", "does not reach PyPI"),
    ("connection broken by", "does not reach PyPI"),
    ("ERROR: HTTP error", "does not reach PyPI"),
];

/// The folder of the installed SDKs; an error says why there are none on this machine.
pub(crate) fn installed() -> Result<PathBuf, String> {
    static INSTALLED: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    INSTALLED.get_or_init(install).clone()
}

fn install() -> Result<PathBuf, String> {
    let version = output(Command::new("python3").arg("--version"))?;
    let version = version.trim().trim_start_matches("Python ");
    let known = VERSIONS.iter().any(|known| version.strip_prefix(known).is_some_and(is_patch));
    if !known {
        return Err(format!("python3 is {version}, not one of {}", VERSIONS.join(", ")));
    }
    external::installed(Path::new(env!("CARGO_TARGET_TMPDIR")), "python", &FILES, |folder| {
        // There is no wheel of the second, so what builds it is installed before it.
        for (sdk, lists) in
            [("official", &["official.txt"][..]), ("fzlee", &["build.txt", "fzlee.txt"])]
        {
            output(Command::new("python3").args(["-m", "venv"]).arg(folder.join(sdk)))?;
            for list in lists {
                let mut pip = Command::new(interpreter(folder, sdk));
                pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
                pip.args(["--no-input", "--retries", "1", "--no-compile", "--no-build-isolation"]);
                output(pip.args(["--require-hashes", "-r"]).arg(folder.join(list)))?;
            }
        }
        Ok(())
    })
}

/// Whether nothing or the number of a patch follows the version.
fn is_patch(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with('.')
}

fn interpreter(folder: &Path, sdk: &str) -> PathBuf {
    folder.join(sdk).join("bin").join("python")
}

fn output(command: &mut Command) -> Result<String, String> {
    external::output(command, |printed| {
        let excuse = EXCUSES.iter().find(|(said, _)| printed.contains(said));
        excuse.map(|(_, reason)| (*reason).to_owned())
    })
}

/// A running Python with one configuration of its SDK, a file. It says of each call what `call.py`
/// says of it.
pub(crate) fn start(installed: &Path, sdk: &str, config: &Path) -> Program {
    let mut python = Command::new(interpreter(installed, sdk));
    python.args(["-W", "ignore"]).arg(installed.join("call.py")).arg(sdk).arg(config);
    // The gateway is on this machine: no proxy, whatever the environment says.
    Program::start(python.env("NO_PROXY", "*").env("no_proxy", "*"))
}
