//! What a command prints, and the code that it ends with.

use std::io::{self, ErrorKind as IoErrorKind, Write};
use std::process::ExitCode;

use alipay_sdk::bill::BillError;
use alipay_sdk::{Error, ErrorKind, TransportError};
use serde_json::{Value, json};

/// How a command ended; `--help` lists the codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    Ok,
    /// A problem was found, or the platform rejected the call.
    Problem,
    /// The arguments or the configuration are wrong.
    Usage,
    /// Whether the platform did it is unknown.
    Unknown,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Ok => 0,
            Exit::Problem => 1,
            Exit::Usage => 2,
            Exit::Unknown => 3,
        })
    }
}

/// What a command found out, for people and for programs.
#[derive(Debug)]
pub(crate) struct Report {
    pub(crate) text: String,
    pub(crate) json: Value,
    pub(crate) exit: Exit,
}

impl Report {
    pub(crate) fn ok(text: impl Into<String>, json: Value) -> Self {
        Self { text: text.into(), json, exit: Exit::Ok }
    }
}

/// A mistake in the arguments or in what they name.
#[derive(Debug)]
pub(crate) struct Usage(pub(crate) String);

impl std::fmt::Display for Usage {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str(&self.0)
    }
}

impl std::error::Error for Usage {}

/// The error for such a mistake.
pub(crate) fn usage(text: impl Into<String>) -> anyhow::Error {
    Usage(text.into()).into()
}

/// The report of a command that could not do its work.
pub(crate) fn failure(error: &anyhow::Error) -> Report {
    let call = error.chain().find_map(|cause| match cause.downcast_ref::<BillError>() {
        Some(BillError::Call(error)) => Some(error),
        _ => cause.downcast_ref::<Error>(),
    });
    let exit = match call {
        Some(call) => exit_of(call),
        None if error.chain().any(|cause| cause.is::<Usage>()) => Exit::Usage,
        None => Exit::Problem,
    };
    let text = told(error);
    let mut json = json!({ "message": text });
    if let (Some(call), Some(fields)) = (call, json.as_object_mut()) {
        let set = |name: &str, value: Value| (name.to_owned(), value);
        fields.extend([
            set("code", call.code().map(|code| code.as_str()).into()),
            set("operation", call.operation().into()),
            set("outcome", outcome(exit).into()),
            set("retryable", call.is_retryable().into()),
            set("signed", call.api().map(|api| api.verified).into()),
            set("trace_id", call.trace_id().into()),
        ]);
    }
    Report { text: format!("error: {text}"), json: json!({ "error": json }), exit }
}

/// An error with its causes. Those of calls say theirs themselves.
pub(crate) fn told(error: &anyhow::Error) -> String {
    let mut causes = Vec::new();
    for cause in error.chain() {
        causes.push(cause.to_string());
        if cause.is::<Error>() || cause.is::<BillError>() || cause.is::<TransportError>() {
            break;
        }
    }
    causes.join(": ")
}

fn exit_of(error: &Error) -> Exit {
    match error.kind() {
        _ if error.is_unknown_outcome() => Exit::Unknown,
        ErrorKind::Configuration { .. } | ErrorKind::Request { .. } => Exit::Usage,
        _ => Exit::Problem,
    }
}

fn outcome(exit: Exit) -> &'static str {
    match exit {
        Exit::Unknown => "unknown",
        Exit::Usage => "nothing was sent",
        _ => "not done",
    }
}

/// Prints a report: an error for people goes beside the output.
pub(crate) fn print(report: &Report, json: bool) -> Exit {
    if json {
        return write(&format!("{:#}\n", report.json)).or(report.exit);
    }
    if report.json.get("error").is_some() {
        // Nothing is left to be told when nobody reads it.
        let _ = writeln!(io::stderr(), "{}", report.text);
        return report.exit;
    }
    write(&format!("{}\n", report.text.trim_end())).or(report.exit)
}

/// Writes to the output. A reader that has seen enough, as in `… | head`, is no failure.
pub(crate) fn write(text: &str) -> Exit {
    let mut to = io::stdout().lock();
    match to.write_all(text.as_bytes()).and_then(|()| to.flush()) {
        Err(error) if error.kind() != IoErrorKind::BrokenPipe => Exit::Problem,
        _ => Exit::Ok,
    }
}

impl Exit {
    fn or(self, other: Self) -> Self {
        if self == Self::Ok { other } else { self }
    }
}

/// Lines of a name and a value, the values below one another; without values that are empty.
pub(crate) fn table<'a>(rows: impl IntoIterator<Item = (&'a str, String)>) -> String {
    let rows: Vec<_> = rows.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    let width = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or_default();
    let line = |(name, value): (&str, String)| {
        let blanks = " ".repeat(width - name.chars().count());
        format!("{name}:{blanks}  {value}\n")
    };
    rows.into_iter().map(line).collect()
}
