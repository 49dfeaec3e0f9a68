//! The command, a gateway, and a folder with the files of a client.

#![allow(clippy::unwrap_used, reason = "a test may panic")]
#![allow(dead_code, reason = "each test needs a part of it")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use alipay_gateway::{Gateway, GatewayBuilder, write_client_files};
use serde_json::Value;
use tempfile::TempDir;

pub(crate) struct World {
    pub(crate) gateway: Gateway,
    folder: TempDir,
}

/// How the command ended, and what it printed.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Outcome {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

impl From<Output> for Outcome {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let code = output.status.code().unwrap();
        Self { code, stdout: text(output.stdout), stderr: text(output.stderr) }
    }
}

impl World {
    pub(crate) async fn start() -> Self {
        Self::of(Gateway::builder()).await
    }

    pub(crate) async fn of(builder: GatewayBuilder) -> Self {
        let gateway = builder.start().await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        write_client_files(&gateway.app(), &gateway.base_url(), folder.path()).unwrap();
        let world = Self { gateway, folder };
        let encrypted = world.read("config.toml");
        let plain = encrypted.lines().filter(|line| !line.starts_with("encrypt_key"));
        world.write("plain.toml", plain.collect::<Vec<_>>().join("\n"));
        world
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        fs::write(self.path(name), text).unwrap();
    }

    /// The command in the folder, without any of this process's variables.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = command(arguments);
        command.current_dir(self.folder.path());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Outcome {
        self.command(arguments).output().unwrap().into()
    }

    /// Runs it with the configuration of key mode, and gives the JSON.
    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        let outcome = self.run(&[arguments, &["--json", "--config", "plain.toml"]].concat());
        self.stable(outcome.json())
    }

    /// The same JSON at every run: without what chance, time and place decide.
    pub(crate) fn stable(&self, mut json: Value) -> Value {
        let places = [
            (self.gateway.base_url().replace("http://", ""), "GATEWAY"),
            (self.folder.path().display().to_string(), "FOLDER"),
        ];
        replace(&mut json, "", &places);
        json
    }
}

/// The command, wherever it runs.
pub(crate) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_alipay"));
    command.args(arguments).env_clear().stdin(std::process::Stdio::null());
    command
}

/// Fields whose values are others at each run.
const VARIABLE: [&str; 9] = [
    "buyer_user_id",
    "gmt_payment",
    "notify_id",
    "public_key_for_the_console",
    "send_pay_date",
    "sign",
    "signature",
    "trace_id",
    "trade_no",
];

fn replace(json: &mut Value, name: &str, places: &[(String, &str)]) {
    match json {
        Value::Object(fields) => {
            fields.iter_mut().for_each(|(name, value)| replace(value, name, places));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, name, places)),
        Value::String(_) if VARIABLE.contains(&name) => *json = "…".into(),
        Value::String(text) => {
            let stable =
                places.iter().fold(text.clone(), |text, (from, to)| text.replace(from, to));
            *text = without_trace(&without_chance(&stable));
        }
        _ => {}
    }
}

/// The id of a call stands in the texts of errors, too.
fn without_trace(text: &str) -> String {
    match text.split_once("(trace id ").and_then(|(head, rest)| Some((head, rest.split_once(')')?)))
    {
        Some((head, (_, rest))) => format!("{head}(trace id …){rest}"),
        None => text.to_owned(),
    }
}

/// Nonces and time stamps of signed texts.
fn without_chance(text: &str) -> String {
    let field = |piece: &str| match piece.split_once('=') {
        Some((name @ ("nonce" | "timestamp"), value)) => {
            let rest = value.split_once('\n').map(|(_, rest)| format!("\n{rest}"));
            format!("{name}=…{}", rest.unwrap_or_default())
        }
        _ => piece.to_owned(),
    };
    let commas: Vec<_> = text.split(',').map(field).collect();
    let text = commas.join(",");
    text.split('&').map(field).collect::<Vec<_>>().join("&")
}

/// A file of the gateway's own keys.
pub(crate) fn gateway_key(name: &str) -> String {
    let keys = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/gateway/keys");
    keys.join(name).display().to_string()
}
