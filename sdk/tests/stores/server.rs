//! Servers of the test's own: in a temporary folder, reachable through a socket there.

use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// Redis, which writes everything through to its log before it answers.
pub(crate) struct Redis {
    folder: TempDir,
    process: Mutex<Option<Child>>,
}

impl Redis {
    /// None when it is not installed.
    pub(crate) fn start() -> Option<Self> {
        let version = Command::new("redis-server").arg("--version").stdout(Stdio::null()).status();
        version.ok().filter(|status| status.success())?;
        let server = Self { folder: tempfile::tempdir().unwrap(), process: Mutex::default() };
        server.run();
        Some(server)
    }

    pub(crate) fn run(&self) {
        let socket = self.folder.path().join("socket");
        let process = Command::new("redis-server")
            .args(["--port", "0", "--save", "", "--appendonly", "yes", "--appendfsync", "always"])
            .arg("--dir")
            .arg(self.folder.path())
            .arg("--unixsocket")
            .arg(&socket)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        *self.process.lock().unwrap() = Some(process);
        let client = redis::Client::open(self.url()).unwrap();
        let ready = || {
            let mut connection = client.get_connection().ok()?;
            redis::cmd("PING").query::<String>(&mut connection).ok()
        };
        wait_until(|| ready().is_some());
    }

    pub(crate) fn crash(&self) {
        if let Some(mut process) = self.process.lock().unwrap().take() {
            process.kill().unwrap();
            process.wait().unwrap();
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("unix://{}", self.folder.path().join("socket").display())
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        self.crash();
    }
}

/// PostgreSQL, which refuses to run as root: root runs it as the user `postgres`.
pub(crate) struct Postgres {
    folder: TempDir,
    programs: PathBuf,
    isolation: &'static str,
}

impl Postgres {
    /// One with this isolation of transactions; none when it is not installed.
    pub(crate) fn start(isolation: &'static str) -> Option<Self> {
        let programs = programs()?;
        let folder = tempfile::tempdir().unwrap();
        std::fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o777)).unwrap();
        let server = Self { folder, programs, isolation };
        server.call(
            "initdb",
            &["--no-sync", "--encoding", "UTF8", "--auth", "trust", "--username", "postgres"],
        );
        server.run();
        Some(server)
    }

    pub(crate) fn run(&self) {
        let log = self.folder.path().join("log");
        let options = format!(
            "-c listen_addresses='' -c default_transaction_isolation='{}' -k {}",
            self.isolation,
            self.folder.path().display()
        );
        self.call("pg_ctl", &["start", "-w", "-o", &options, "-l", log.to_str().unwrap()]);
    }

    /// Ends it as a crash would: the next start recovers from its log.
    pub(crate) fn crash(&self) {
        self.call("pg_ctl", &["stop", "-w", "-m", "immediate"]);
    }

    pub(crate) fn config(&self) -> deadpool_postgres::tokio_postgres::Config {
        let folder = self.folder.path().display();
        format!("host={folder} user=postgres dbname=postgres").parse().unwrap()
    }

    fn call(&self, program: &str, arguments: &[&str]) {
        let status = self.command(program).args(arguments).status().unwrap();
        assert!(status.success(), "{program}: {status}");
    }

    /// A program of PostgreSQL on the data in our folder.
    fn command(&self, program: &str) -> Command {
        let program = self.programs.join(program);
        let mut command = match is_root() {
            true => {
                let mut command = Command::new("runuser");
                command.args(["-u", "postgres", "--"]).arg(program);
                command
            }
            false => Command::new(program),
        };
        command.arg("-D").arg(self.folder.path().join("data"));
        command.current_dir(self.folder.path()).stdout(Stdio::null());
        command
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // It may be down already.
        let _ = self.command("pg_ctl").args(["stop", "-m", "immediate"]).status();
    }
}

/// The folder with the newest of PostgreSQL's programs, in the PATH or where Debian puts them.
fn programs() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut debian: Vec<_> = debian.map(|version| version.path().join("bin")).collect();
    debian.sort();
    let complete =
        |folder: &PathBuf| folder.join("initdb").exists() && folder.join("pg_ctl").exists();
    std::env::split_paths(&path).chain(debian.into_iter().rev()).find(complete)
}

fn is_root() -> bool {
    std::fs::metadata(Path::new("/proc/self")).is_ok_and(|own| own.uid() == 0)
}

fn wait_until(mut ready: impl FnMut() -> bool) {
    let start = Instant::now();
    while !ready() {
        assert!(start.elapsed() < Duration::from_secs(60), "it takes too long");
        std::thread::sleep(Duration::from_millis(10));
    }
}
