//! The gateway as a program.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use super::till::Till;

/// A program that does not outlive its test, and a folder of its own.
pub(crate) struct Program {
    child: Child,
    folder: PathBuf,
    address: String,
}

impl Program {
    pub(crate) fn start(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("shop-{name}-{}", std::process::id()));
        let mut child = Command::new(env!("CARGO_BIN_EXE_alipay-gateway"))
            .args(["--address", "127.0.0.1:0", "--write-keys"])
            .arg(&folder)
            .stdout(Stdio::piped())
            .spawn()
            .expect("a program");
        let output = BufReader::new(child.stdout.take().expect("an output"));
        let mut address = String::new();
        for line in output.lines().map_while(Result::ok) {
            if let Some((_, rest)) = line.split_once("listens at http://") {
                address = rest.trim().to_owned();
            }
            if line.starts_with("Ctrl-C") {
                break;
            }
        }
        assert!(!address.is_empty(), "the program does not start");
        Self { child, folder, address }
    }

    /// Where its keys are.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Calls it with the keys that it has written.
    pub(crate) fn till(&self) -> Till {
        let read = |name: &str| fs::read_to_string(self.folder.join(name)).expect("a file");
        let config: Value = serde_json::from_str(&read("config.json")).expect("JSON");
        Till {
            address: self.address.clone(),
            app_id: config["app_id"].as_str().expect("an id").to_owned(),
            private_key: read("app_private_key.pem"),
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}
