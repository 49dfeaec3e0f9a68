//! The gateway as a program.
#![cfg(unix)]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

/// A program that does not outlive its test, and a folder of its own.
struct Program {
    child: Child,
    folder: PathBuf,
}

impl Program {
    fn start(name: &str, arguments: &[&str]) -> Self {
        let folder = std::env::temp_dir().join(format!("gateway-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        let child = command(arguments).current_dir(&folder).spawn().expect("a program");
        Self { child, folder }
    }

    /// The lines until the program is ready.
    fn greeting(&mut self) -> (Vec<String>, impl BufRead + use<>) {
        let mut output = BufReader::new(self.child.stdout.take().expect("an output"));
        let mut lines = Vec::new();
        loop {
            let mut line = String::new();
            assert_ne!(output.read_line(&mut line).expect("a line"), 0, "{lines:?}");
            if line.starts_with("Ctrl-C") {
                return (lines, output);
            }
            lines.push(line.trim_end().to_owned());
        }
    }

    fn interrupt(&self) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().expect("kill").success());
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_alipay-gateway"));
    command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn address(lines: &[String]) -> String {
    let first = lines[0].strip_prefix("The gateway listens at http://");
    first.expect("an address").to_owned()
}

#[test]
fn says_where_it_is_writes_keys_and_ends_with_a_summary() {
    let arguments =
        ["--address", "127.0.0.1:0", "--write-keys", "keys", "--faults", "20", "--seed", "7"];
    let mut program = Program::start("summary", &arguments);
    let (lines, mut output) = program.greeting();
    assert!(lines.iter().any(|line| line.contains("20 of 1000 calls, --seed 7")), "{lines:?}");
    let address = address(&lines);
    let keys = program.folder.join("keys");
    let config = fs::read_to_string(keys.join("config.json")).expect("a configuration");
    let config: serde_json::Value = serde_json::from_str(&config).expect("JSON");
    assert_eq!(config["base_url"], format!("http://{address}"));
    for name in ["private_key_path", "alipay_public_key_path"] {
        let path = config[name].as_str().expect("a path");
        assert!(fs::read_to_string(path).expect("a key").starts_with("-----BEGIN"), "{name}");
    }
    let toml = fs::read_to_string(keys.join("certificates.toml")).expect("a configuration");
    assert!(toml.contains("root_certificate_path = \"/"), "{toml}");
    let mut stream = TcpStream::connect(&address).expect("a connection");
    let request = format!("GET /v3/x HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).expect("sent");
    let mut response = String::new();
    stream.read_to_string(&mut response).expect("a response");
    assert!(response.starts_with("HTTP/1.1 401"), "{response}");
    program.interrupt();
    let mut rest = String::new();
    output.read_to_string(&mut rest).expect("a summary");
    // In a pipe there are no lines about calls.
    assert_eq!(rest, "\n1 calls, 1 rejected, 0 with a fault\n");
    assert!(program.child.wait().expect("an end").success());
}

#[test]
fn knows_an_application_of_yours() {
    let key = include_str!("../keys/alipay_next.pem");
    let public_key = rcgen::KeyPair::from_pem(key).expect("a key").public_key_pem();
    let bare: String = public_key.lines().filter(|line| !line.starts_with('-')).collect();
    let file = std::env::temp_dir().join(format!("gateway-public-{}.txt", std::process::id()));
    fs::write(&file, bare).expect("a file");
    let path = file.to_str().expect("a path");
    let arguments = ["--address", "127.0.0.1:0", "--app-id", "my-app", "--public-key", path];
    let mut program = Program::start("own", &arguments);
    let (lines, _) = program.greeting();
    assert!(lines.iter().any(|line| line.contains("application my-app")), "{lines:?}");
    fs::remove_file(file).expect("removed");
}

#[test]
fn knows_several_applications_and_merchants() {
    let key = |pem: &str| rcgen::KeyPair::from_pem(pem).expect("a key").public_key_pem();
    let keys = [include_str!("../keys/alipay_next.pem"), include_str!("../keys/authority.pem")];
    let folder = std::env::temp_dir().join(format!("gateway-several-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    let file = |name: &str, pem: &str| {
        let file = folder.join(name);
        fs::write(&file, key(pem)).expect("a file");
        file.to_str().expect("a path").to_owned()
    };
    let files = [file("1.pem", keys[0]), file("2.pem", keys[1])];
    let arguments = [
        &["--address", "127.0.0.1:0", "--write-keys", "keys"][..],
        &["--app-id", "shop-1", "--public-key", &files[0]],
        &["--app-id", "shop-2", "--public-key", &files[1]],
        &["--merchant", "2021000000000007", "--merchant", "2021000000000008"],
    ]
    .concat();
    let mut program = Program::start("several", &arguments);
    let (lines, _) = program.greeting();
    for expected in ["application shop-1", "application shop-2"] {
        assert!(lines.iter().any(|line| line.contains(expected)), "{lines:?}");
    }
    let codes: Vec<_> = lines.iter().filter(|line| line.starts_with("Merchant:")).collect();
    assert_eq!(codes.len(), 2, "{lines:?}");
    assert!(codes[1].contains("2021000000000008 (code app-code-"), "{codes:?}");
    for app_id in ["shop-1", "shop-2"] {
        let config = program.folder.join("keys").join(app_id).join("config.json");
        let config = fs::read_to_string(config).expect("a configuration");
        assert!(config.contains(app_id), "{config}");
    }
    fs::remove_dir_all(folder).expect("removed");
}

#[test]
fn listens_to_others_only_when_told() {
    let rejected = command(&["--address", "0.0.0.0:0"]).output().expect("a program");
    assert!(!rejected.status.success());
    let error = String::from_utf8_lossy(&rejected.stderr).into_owned();
    assert!(
        error.contains("is not a loopback address") && error.contains("--allow-remote"),
        "{error}"
    );
}

#[test]
fn every_argument_is_explained() {
    let help = command(&["--help"]).output().expect("a program");
    let help = String::from_utf8_lossy(&help.stdout).into_owned();
    for name in [
        "address",
        "public-url",
        "allow-remote",
        "receiver",
        "documents",
        "app-id",
        "public-key",
        "merchant",
        "write-keys",
        "faults",
        "seed",
        "time-factor",
    ] {
        assert!(help.contains(&format!("--{name}")), "{name}");
    }
    let wrong = [
        &["--faults", "1001"][..],
        &["--seed", "1"],
        &["--address", "127.0.0.1:0", "--app-id", "a", "--app-id", "b", "--public-key", "c"],
        &["--time-factor", "0"],
        &["--address", "127.0.0.1:0", "--receiver", "http://shop.test/"],
    ];
    for arguments in wrong {
        assert!(!command(arguments).output().expect("a program").status.success(), "{arguments:?}");
    }
}
